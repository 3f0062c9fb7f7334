-- Hashes of files that are detected by the thousand, imported at once under one name. Vendor's own.
create table app.hash_lists (
  id uuid primary key,
  name text not null unique check (length(name) between 7 and 100),
  note text not null check (length(note) <= 2000),
  -- Stands in what scanners report, like the number of a signature.
  serial bigint not null unique default nextval('app.signature_serials'),
  state text not null default 'reading' check (state in ('reading', 'draft', 'approved', 'released', 'withdrawn')),
  -- The file as it was sent, until it has been read.
  blob_id uuid,
  -- Some hashes have names of their own.
  own_names boolean not null default false,
  lines integer not null default 0,
  accepted integer not null default 0,
  duplicates integer not null default 0,
  refused integer not null default 0,
  -- The first lines that were refused, as the contract has them.
  refused_lines jsonb not null default '[]',
  author_id uuid not null references auth.people,
  approver_id uuid references auth.people,
  withdrawn_by uuid references auth.people,
  withdrawn_at timestamptz(3),
  withdrawal_reason text check (length(withdrawal_reason) <= 500),
  released_in uuid references app.releases,
  withdrawn_in uuid references app.releases,
  created_at timestamptz(3) not null,
  check ((state = 'withdrawn') = (withdrawn_at is not null)),
  check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawal_reason is null) = (withdrawn_at is null))
);
create index hash_lists_recent on app.hash_lists (created_at desc, id desc);

create table app.listed_hashes (
  list_id uuid not null references app.hash_lists,
  sha256 bytea not null check (length(sha256) = 32),
  -- Bytes; null: unknown.
  size bigint,
  name text check (length(name) between 7 and 100),
  primary key (list_id, sha256)
);
create index listed_hashes_sha256 on app.listed_hashes (sha256);

-- The lists that are in the base container of a release; the current one has the rest.
alter table app.releases add column base_lists uuid[] not null default '{}';
alter table app.release_changes drop constraint release_changes_thing_check;
alter table app.release_changes add constraint release_changes_thing_check
  check (thing in ('detection', 'hash_list', 'allowed_file', 'allowed_signature'));
