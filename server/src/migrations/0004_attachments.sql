-- Files: on their way (uploads), and hanging on messages (attachments). The bytes are in the blob store, sealed.

-- What one company's files may take in all.
alter table app.companies add column storage_quota bigint not null default 107374182400 check (storage_quota >= 0);

-- An upload belongs to whoever began it until a message takes it; then the row makes way for one in app.attachments.
create table app.uploads (
  -- Also the id of its blob.
  id uuid primary key,
  -- Null for staff.
  company_id uuid references app.companies,
  person_id uuid not null references auth.people,
  name text not null check (length(name) between 1 and 200),
  size bigint not null check (size >= 0),
  -- Bytes kept so far, as last told by the blob store, which alone knows for certain.
  received bigint not null default 0 check (received between 0 and size),
  state text not null default 'receiving' check (state in ('receiving', 'finished')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index uploads_person on app.uploads (person_id);
create index uploads_company on app.uploads (company_id) include (size);
create index uploads_expires on app.uploads (expires_at);
select app.protect('app.uploads', 'select, insert, update, delete',
  'person_id = (nullif(current_setting(''app.person'', true), ''''))::uuid');

-- Who is writing an upload at this moment, so that two requests never write one blob. The holder extends its lease while
-- it works and gives it up when another request of the same person wants it.
create table app.upload_leases (
  upload_id uuid primary key,
  holder uuid not null,
  until timestamptz not null,
  wanted boolean not null default false
);

create table app.attachments (
  id uuid primary key,
  company_id uuid references app.companies,
  request_id uuid not null references app.requests,
  message_id uuid not null references app.messages,
  position smallint not null,
  name text not null check (length(name) between 1 and 200),
  size bigint not null check (size >= 0),
  state text not null default 'pending' check (state in ('pending', 'clean', 'infected', 'not_scanned', 'failed')),
  -- Why the state is `not_scanned`.
  reason text check (reason in ('no_scanner', 'too_large', 'encrypted', 'limit')),
  sha256 bytea check (length(sha256) = 32),
  blob_id uuid not null,
  created_at timestamptz not null,
  unique (message_id, position),
  check ((state = 'not_scanned') = (reason is not null))
);
create index attachments_request on app.attachments (request_id);
create index attachments_company on app.attachments (company_id) include (size);
create index attachments_sha256 on app.attachments (sha256);
create index attachments_blob on app.attachments (blob_id);
-- The messages asked for here are themselves behind the wall, which hides internal ones.
select app.protect('app.attachments', 'select, insert',
  'exists (select from app.messages m where m.id = message_id and m.visibility = ''public'')');

-- Bytes a company has left. A customer's transaction sees not every file that counts (those of colleagues on their way,
-- those on internal messages), so it asks here, and only about its own company.
create function app.storage_left() returns bigint language sql stable security definer
  set search_path = pg_catalog
  as $$
  select c.storage_quota
    - (select coalesce(sum(size), 0) from app.uploads where company_id = c.id)
    - (select coalesce(sum(size), 0) from app.attachments where company_id = c.id)
  from app.companies c where c.id = app.current_company()
$$;
select app.open_to_customers('app.storage_left()');

insert into app.customer_tasks (task) values ('attachment.finish');
