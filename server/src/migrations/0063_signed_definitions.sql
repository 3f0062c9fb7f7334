-- What clients of The Update Framework fetch, byte for byte as it was signed. Vendor's own; its routes are open to everybody.
create table app.signed_metadata (
  role text not null check (role in ('root', 'targets', 'definitions', 'snapshot', 'timestamp')),
  version bigint not null check (version > 0),
  content bytea not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  -- When it was last said that a root comes to its end.
  reminded_at timestamptz(3),
  primary key (role, version)
);
-- Targets of clients are asked for by their digest.
create index release_files_sha256 on app.release_files (sha256);
