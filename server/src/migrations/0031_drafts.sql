-- What people are writing, until it is sent. Each row is one person's own: neither colleagues nor the vendor's staff read it.
create table app.drafts (
  id uuid primary key,
  person_id uuid not null references auth.people on delete cascade,
  -- Null for staff.
  company_id uuid references app.companies,
  -- The form, and what it is about: request:new, reply:<id of the request>.
  key text not null check (length(key) between 1 and 100),
  -- As sent, since only the form itself reads it.
  content json not null check (octet_length(content::text) <= 262144),
  -- In the order of the form. An upload may be gone by the time the draft is read.
  upload_ids uuid[] not null,
  -- Begins anywhere, so that a draft written after another was sent is never taken for that one.
  version integer not null default 1 + floor(random() * 100000000)::integer,
  updated_at timestamptz(3) not null,
  unique nulls not distinct (person_id, company_id, key)
);
create index drafts_recent on app.drafts (person_id, updated_at desc, id desc);
create index drafts_updated on app.drafts (updated_at);
select app.protect('app.drafts', 'select, insert, update, delete',
  'person_id = (nullif(current_setting(''app.person'', true), ''''))::uuid');
