-- Files that are known to be clean, which no definition may hit. Vendor's own.

-- Folders of the machine where the jobs run, as they were last read.
create table app.clean_folders (
  path text primary key,
  -- It was not there.
  missing boolean not null default false,
  files integer not null default 0,
  bytes bigint not null default 0,
  -- Files that could not be read.
  unreadable integer not null default 0,
  indexed_at timestamptz(3),
  -- A job reads it now.
  indexing_since timestamptz(3)
);

create table app.clean_folder_files (
  folder text not null references app.clean_folders on delete cascade,
  -- Within the folder.
  path text not null,
  sha256 bytea not null check (length(sha256) = 32),
  size bigint not null,
  -- When the file system last changed it, in milliseconds; the same: not read again.
  changed bigint not null,
  -- The reading that last saw it.
  seen uuid not null,
  primary key (folder, path)
);
create index clean_folder_files_sha256 on app.clean_folder_files (sha256);

-- Samples that an analyst vouches for.
create table app.clean_files (
  id uuid primary key,
  sample_id uuid not null unique references app.samples,
  -- As it was uploaded; null: kept from the page of the sample.
  name text check (length(name) between 1 and 200),
  reason text not null check (length(reason) between 1 and 500),
  author_id uuid not null references auth.people,
  created_at timestamptz(3) not null
);
create index clean_files_recent on app.clean_files (created_at desc, id desc);
