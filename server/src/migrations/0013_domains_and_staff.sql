-- Mail domains of companies, and what the vendor's administrators look companies up by.

-- A company may claim any domain; from the proof on, people with an address of it are let in without being asked for.
-- `proof` is null while it is only claimed, and again when a proof by DNS was gone for too long.
create table app.company_domains (
  id uuid primary key,
  company_id uuid not null references app.companies,
  -- In ASCII (IDNA), lower case, without a dot at the end.
  domain text not null check (domain = lower(domain) and length(domain) between 3 and 253),
  -- What the record in DNS must say; random, so that nobody else's record can be shown for it.
  token text not null,
  proof text check (proof in ('dns', 'vendor')),
  proved_at timestamptz(3),
  checked_at timestamptz(3),
  finding text check (finding in ('found', 'missing', 'other_value', 'no_answer')),
  -- Since when the record of a proof by DNS is not to be found.
  missing_since timestamptz(3),
  ended_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  unique (company_id, domain),
  check ((proof is null) = (proved_at is null))
);
-- Two companies may claim a domain; one can have proved it.
create unique index company_domains_proved on app.company_domains (domain) where proof is not null;
create index company_domains_company on app.company_domains (company_id, created_at, id);
-- Customers' transactions have no right to it: administrators of a company read and write it on the vendor's side.

-- Companies as the vendor's administrators list and search them.
create index companies_created on app.companies (created_at desc, id desc);
create index company_domains_part on app.company_domains using gin (domain gin_trgm_ops);
create index people_email_part on auth.people using gin (email gin_trgm_ops);
create index agents_created on app.agents (created_at, person_id);
