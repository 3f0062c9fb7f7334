-- Filters and order of a list under a name. Each row is one person's; staff may share theirs with the other staff.
create table app.saved_views (
  id uuid primary key,
  person_id uuid not null references auth.people,
  -- Null for staff.
  company_id uuid references app.companies,
  list text not null check (list in ('history', 'support', 'lab')),
  name text not null check (length(name) between 1 and 60),
  filters json not null,
  shared boolean not null default false check (not (shared and company_id is not null)),
  -- Where it stands among those of its person and list.
  position integer not null,
  version integer not null default 1,
  created_at timestamptz(3) not null
);
create index saved_views_own on app.saved_views (person_id, list, position);
create index saved_views_shared on app.saved_views (list) where shared;
select app.protect('app.saved_views', 'select, insert, update, delete',
  'person_id = (nullif(current_setting(''app.person'', true), ''''))::uuid');

-- What a company's views count.
create index requests_company_open on app.requests (company_id, created_at desc, id desc)
  where status in ('new', 'open', 'waiting_for_customer');
