-- Credentials by which a company's scanners say whose they are, and what each scanner was last served.

create table app.scanner_credentials (
  id uuid primary key,
  company_id uuid not null references app.companies,
  -- SHA-256 of the secret, which is shown once and kept nowhere.
  hash bytea not null unique check (length(hash) = 32),
  -- Its first characters, so that people tell one from another.
  hint text not null,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  unique (company_id, id)
);
create index scanner_credentials_company on app.scanner_credentials (company_id, created_at desc, id desc)
  where revoked_at is null;
-- Everything but the hash, and nothing is written by customers: that is for administrators, which this wall does not know.
select app.protect('app.scanner_credentials',
  'select (id, company_id, hint, name, created_at, last_used_at, revoked_at)');

create table app.scanners (
  id uuid primary key,
  company_id uuid not null references app.companies,
  -- What freshclam calls itself. Two companies may name the same; neither learns of the other.
  scanner_id uuid not null,
  credential_id uuid not null,
  -- Number of the release that it has; null: it has had none whole.
  release text,
  seen_at timestamptz(3) not null,
  unique (company_id, scanner_id),
  foreign key (company_id, credential_id) references app.scanner_credentials (company_id, id)
);
create index scanners_seen on app.scanners (company_id, seen_at desc, id desc);
create index scanners_credential on app.scanners (credential_id);
select app.protect('app.scanners', 'select');
