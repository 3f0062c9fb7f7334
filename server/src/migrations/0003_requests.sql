-- Requests of both desks, and their dialogue.

create table app.requests (
  id uuid primary key,
  -- Null for submissions from the public form.
  company_id uuid references app.companies,
  desk text not null check (desk in ('support', 'lab')),
  number bigint not null,
  kind text not null,
  severity smallint not null check (severity between 1 and 4),
  status text not null default 'new' check (status in ('new', 'open', 'waiting_for_customer', 'resolved', 'closed')),
  lab_stage text,
  resolution text,
  escalated boolean not null default false,
  subject text not null,
  -- Beginning of the last public message, for lists.
  excerpt text not null,
  impact text,
  language text not null,
  product_id uuid references app.products,
  product_version text,
  operating_system text,
  plan_id uuid references app.support_plans,
  author_id uuid not null references auth.people,
  owner_id uuid references auth.people,
  -- By when the vendor speaks next; infinity while nothing is promised or the clock stands.
  promise_at timestamptz(3) not null default 'infinity',
  promise_paused boolean not null default false,
  message_count integer not null default 0,
  last_message_at timestamptz(3) not null,
  last_message_side text not null check (last_message_side in ('customer', 'vendor')),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  -- Counts changes of what PATCH can change, never messages.
  version integer not null default 1,
  unique (desk, number),
  check ((desk = 'lab') = (lab_stage is not null))
);
-- One index per order a list can be asked in, on either side of the wall.
create index requests_company_created on app.requests (company_id, created_at desc, id desc);
create index requests_company_updated on app.requests (company_id, updated_at desc, id desc);
create index requests_company_promise on app.requests (company_id, promise_at, id);
create index requests_company_severity on app.requests (company_id, severity, id);
create index requests_company_number on app.requests (company_id, number, id);
create index requests_company_author on app.requests (company_id, author_id, created_at desc, id desc);
create index requests_desk_created on app.requests (desk, created_at desc, id desc);
create index requests_desk_updated on app.requests (desk, updated_at desc, id desc);
create index requests_desk_promise on app.requests (desk, promise_at, id) where status in ('new', 'open', 'waiting_for_customer');
create index requests_desk_severity on app.requests (desk, severity, id) where status in ('new', 'open', 'waiting_for_customer');
create index requests_owner on app.requests (owner_id, promise_at, id) where status in ('new', 'open', 'waiting_for_customer');
create index requests_desk_status on app.requests (desk, status, promise_at, id);
create index requests_created on app.requests (created_at desc, id desc);
create index requests_updated on app.requests (updated_at desc, id desc);
select app.protect('app.requests', 'select, insert, update');

create table app.request_participants (
  request_id uuid not null references app.requests,
  person_id uuid not null references auth.people,
  company_id uuid not null references app.companies,
  primary key (request_id, person_id)
);
create index request_participants_person on app.request_participants (person_id, request_id);
select app.protect('app.request_participants', 'select, insert, delete');

create table app.messages (
  id uuid primary key,
  company_id uuid references app.companies,
  request_id uuid not null references app.requests,
  author_id uuid not null references auth.people,
  author_side text not null check (author_side in ('customer', 'vendor')),
  visibility text not null check (visibility in ('public', 'internal')),
  text text not null,
  created_at timestamptz(3) not null
);
create index messages_request on app.messages (request_id, created_at, id);
-- Internal notes never leave the desk, whatever a query forgets.
select app.protect('app.messages', 'select, insert', 'visibility = ''public''');

create table app.timeline_entries (
  id uuid primary key,
  company_id uuid references app.companies,
  request_id uuid not null references app.requests,
  actor_id uuid references auth.people,
  type text not null,
  visibility text not null default 'public' check (visibility in ('public', 'internal')),
  field text,
  from_value text,
  to_value text,
  created_at timestamptz(3) not null
);
create index timeline_entries_request on app.timeline_entries (request_id, created_at, id);
create trigger timeline_entries_append_only before update or delete or truncate on app.timeline_entries
  for each statement execute function app.forbid_change();
select app.protect('app.timeline_entries', 'select, insert', 'visibility = ''public''');

create table app.request_reads (
  person_id uuid not null references auth.people,
  request_id uuid not null references app.requests,
  company_id uuid references app.companies,
  read_at timestamptz not null,
  primary key (person_id, request_id)
);
select app.protect('app.request_reads', 'select, insert, update',
  'person_id = (nullif(current_setting(''app.person'', true), ''''))::uuid');
