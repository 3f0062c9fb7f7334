-- Definition releases: built, checked, published, never changed. Vendor's own; what is public is asked for by its routes.

-- Rises with each build; clients take what has a higher one than theirs.
create sequence app.release_versions as integer;

create table app.releases (
  id uuid primary key,
  -- year.month.day.n
  number text not null unique check (number ~ '^\d{4}\.\d{1,2}\.\d{1,2}\.\d{1,5}$'),
  version integer not null unique,
  state text not null default 'building' check (state in ('building', 'failed', 'ready', 'published', 'dropped')),
  -- Of everything that goes in; where it has moved, the release is built anew instead of published.
  fingerprint bytea,
  report jsonb not null,
  person_id uuid not null references auth.people,
  publisher_id uuid references auth.people,
  created_at timestamptz(3) not null,
  published_at timestamptz(3),
  check ((state = 'published') = (published_at is not null)),
  check ((publisher_id is null) = (published_at is null))
);
create unique index releases_building on app.releases ((true)) where state = 'building';
create index releases_recent on app.releases (version desc, id desc);
create index releases_published on app.releases (version desc) where state = 'published';

-- What a release changes, as everybody may read it once it is published.
create table app.release_changes (
  release_id uuid not null references app.releases,
  position integer not null,
  thing text not null check (thing in ('detection', 'allowed_file', 'allowed_signature')),
  change text not null check (change in ('added', 'changed', 'withdrawn')),
  name text not null,
  -- SHA-256 of files that it concerns, in hex.
  hashes text[] not null,
  primary key (release_id, position)
);
create index release_changes_name on app.release_changes (name);
create index release_changes_hashes on app.release_changes using gin (hashes);

-- The files that clients fetch; several releases may share one that did not change.
create table app.release_files (
  release_id uuid not null references app.releases,
  name text not null check (name ~ '^[a-z0-9-]{1,60}[.a-z0-9-]{2,20}$'),
  blob_id uuid not null,
  size bigint not null check (size > 0),
  sha256 bytea not null check (length(sha256) = 32),
  primary key (release_id, name)
);
create index release_files_blob on app.release_files (blob_id);

-- Which release carried a revision out, and which one took it back.
alter table app.detection_revisions
  add column released_in uuid references app.releases,
  add column withdrawn_in uuid references app.releases;
create index detection_revisions_out on app.detection_revisions (detection_id) where state in ('approved', 'released')
  or (state = 'withdrawn' and withdrawn_in is null);
alter table app.allow_entries
  add column released_in uuid references app.releases,
  add column withdrawn_in uuid references app.releases;

-- What a scanner was last served, told by the id that freshclam sends: whoever has it gets no second copy.
create table app.scanner_downloads (
  scanner_id uuid not null,
  file text not null,
  sha256 bytea not null check (length(sha256) = 32),
  served_at timestamptz(3) not null,
  primary key (scanner_id, file)
);
create index scanner_downloads_served on app.scanner_downloads (served_at);
