-- What the Virus Lab detects, and what it never reports. Vendor's own: no customer's transaction reads any of it.

-- Counts the signatures of the installation; stands in what scanners report.
create sequence app.signature_serials;

create table app.detections (
  id uuid primary key,
  name text not null unique check (length(name) between 7 and 100),
  -- Of everything that can be changed about it, its revisions included.
  version integer not null default 1,
  created_at timestamptz(3) not null
);
create index detections_name on app.detections using gin (name gin_trgm_ops);

create table app.detection_revisions (
  id uuid primary key,
  detection_id uuid not null references app.detections,
  revision smallint not null check (revision >= 0),
  newest boolean not null,
  state text not null default 'draft' check (state in ('draft', 'approved', 'released', 'replaced', 'withdrawn')),
  -- As the contract has them, each with its serial.
  signatures jsonb not null,
  samples bytea[] not null,
  note text not null check (length(note) <= 2000),
  -- Everybody who wrote on this revision, the last one at the end: none of them approves it.
  author_ids uuid[] not null check (cardinality(author_ids) > 0),
  approver_id uuid references auth.people,
  approved_at timestamptz(3),
  withdrawn_by uuid references auth.people,
  withdrawn_at timestamptz(3),
  withdrawal_reason text check (length(withdrawal_reason) <= 500),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  unique (detection_id, revision),
  check ((state = 'draft') = (approver_id is null)),
  check ((approver_id is null) = (approved_at is null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawal_reason is null) = (withdrawn_at is null))
);
create unique index detection_revisions_newest on app.detection_revisions (detection_id) where newest;
create unique index detection_revisions_open on app.detection_revisions (detection_id) where state in ('draft', 'approved');
create unique index detection_revisions_released on app.detection_revisions (detection_id) where state = 'released';
create index detection_revisions_recent on app.detection_revisions (updated_at desc, detection_id desc) where newest;
create index detection_revisions_by_state on app.detection_revisions (state, updated_at desc, detection_id desc) where newest;

create table app.allow_entries (
  id uuid primary key,
  kind text not null check (kind in ('file', 'signature')),
  -- A SHA-256 in hex, or a name.
  value text not null check (length(value) between 1 and 200),
  reason text not null check (length(reason) between 1 and 500),
  state text not null default 'draft' check (state in ('draft', 'approved', 'released', 'withdrawn')),
  author_id uuid not null references auth.people,
  approver_id uuid references auth.people,
  withdrawn_by uuid references auth.people,
  withdrawn_at timestamptz(3),
  withdrawal_reason text check (length(withdrawal_reason) <= 500),
  created_at timestamptz(3) not null,
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawal_reason is null) = (withdrawn_at is null))
);
create unique index allow_entries_value on app.allow_entries (kind, value) where state <> 'withdrawn';
create index allow_entries_recent on app.allow_entries (created_at desc, id desc);
create index allow_entries_by_state on app.allow_entries (state, created_at desc, id desc);
