-- Requests written into files. Each row is one person's own; its file is a blob that goes with it.
create table app.exports (
  id uuid primary key,
  person_id uuid not null references auth.people,
  -- Null for staff.
  company_id uuid references app.companies,
  format text not null check (format in ('csv', 'xlsx', 'json')),
  -- Filters and order as asked, by their names in the API.
  query json not null,
  -- Whether the person saw all requests when it was begun; whoever sees less today does not get it any more.
  sees_all boolean not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'deleted')),
  failure text check (failure in ('rights_changed', 'broken')),
  total integer,
  written integer not null default 0,
  -- A new one with each attempt.
  blob_id uuid,
  size bigint,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  -- Row and file are deleted from then on.
  expires_at timestamptz(3) not null
);
create index exports_recent on app.exports (person_id, created_at desc, id desc);
create index exports_expiry on app.exports (expires_at);
select app.protect('app.exports', 'select, insert, update (state, expires_at)',
  'person_id = (nullif(current_setting(''app.person'', true), ''''))::uuid');
insert into app.customer_tasks (task) values ('exports.write'), ('exports.expire');
