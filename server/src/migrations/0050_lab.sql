-- The Virus Lab: what was submitted, the samples behind it, and what the pipeline found in them.

-- A file, once, however often and by whomever it is sent. It belongs to no company, and no customer's transaction reads it.
create table app.samples (
  id uuid primary key,
  sha256 bytea not null unique check (length(sha256) = 32),
  size bigint not null check (size >= 0),
  -- Sealed. That of the attachment it came with, where it came as one: whoever removes blobs asks here too.
  blob_id uuid not null,
  md5 bytea check (length(md5) = 16),
  sha1 bytea check (length(sha1) = 20),
  media_type text check (length(media_type) <= 200),
  entropy real check (entropy between 0 and 8),
  created_at timestamptz(3) not null
);
create index samples_blob on app.samples (blob_id);

-- What a lab request asks about: a file, a SHA-256, or an address, which is never fetched.
create table app.submission_objects (
  id uuid primary key,
  company_id uuid references app.companies,
  request_id uuid not null references app.requests,
  kind text not null check (kind in ('file', 'hash', 'url')),
  attachment_id uuid unique references app.attachments,
  sha256 bytea check (length(sha256) = 32),
  url text check (length(url) between 1 and 2000),
  -- Opens the archive, as its sender says.
  password text check (length(password) between 1 and 200),
  sample_id uuid references app.samples,
  outcome text check (outcome in ('nothing_found', 'encrypted', 'empty', 'too_large', 'unreadable', 'already_sent', 'send_file', 'for_analyst')),
  outcome_at timestamptz(3),
  created_at timestamptz(3) not null,
  check ((outcome is null) = (outcome_at is null)),
  check ((kind = 'file') = (attachment_id is not null)),
  check (kind <> 'hash' or sha256 is not null),
  check ((kind = 'url') = (url is not null))
);
create index submission_objects_request on app.submission_objects (request_id, created_at, id);
create index submission_objects_sample on app.submission_objects (sample_id, request_id) where sample_id is not null;
create index submission_objects_sent on app.submission_objects (company_id, sha256) where sha256 is not null;
select app.protect('app.submission_objects', 'select, insert');

-- One run of the pipeline over a sample. Files taken out of it are analysed in its name: `root_id` tells whose bounds hold.
create table app.analyses (
  id uuid primary key,
  sample_id uuid not null references app.samples,
  root_id uuid references app.analyses,
  depth smallint not null check (depth >= 0),
  pipeline_version integer not null,
  state text not null default 'running' check (state in ('running', 'done')),
  password text check (length(password) between 1 and 200),
  -- Of a root: what was taken out in its name so far.
  unpacked_files integer not null default 0,
  unpacked_bytes bigint not null default 0,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  check ((root_id is null) = (depth = 0)),
  check ((state = 'done') = (finished_at is not null))
);
create index analyses_sample on app.analyses (sample_id, created_at desc, id desc);
create index analyses_root on app.analyses (root_id) where root_id is not null;

create table app.analysis_steps (
  analysis_id uuid not null references app.analyses,
  position smallint not null,
  step text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  findings jsonb not null default '[]',
  started_at timestamptz(3),
  finished_at timestamptz(3),
  primary key (analysis_id, position)
);

-- A sample within another, at the path that the archive gives it.
create table app.contained_samples (
  container_id uuid not null references app.samples,
  sample_id uuid not null references app.samples,
  path text not null check (length(path) <= 200),
  primary key (container_id, path, sample_id)
);
create index contained_samples_sample on app.contained_samples (sample_id, container_id);

insert into app.customer_tasks (task) values ('lab.answer');
