-- Tokens by which programs act for a person, and a narrower view of the audit log for customers.

create table app.api_tokens (
  id uuid primary key,
  -- SHA-256 of the token, which is shown once and kept nowhere.
  hash bytea not null unique check (length(hash) = 32),
  -- Its first characters, so that people tell one from another.
  hint text not null,
  person_id uuid not null references auth.people on delete cascade,
  -- Null for staff of the vendor.
  company_id uuid references app.companies,
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  last_used_from text
);
create index api_tokens_company on app.api_tokens (company_id, created_at desc, id desc) where revoked_at is null;
create index api_tokens_person on app.api_tokens (person_id, created_at desc, id desc) where revoked_at is null;

-- That an internal note was written is as little a customer's business as the note.
do $$ begin
  execute format(
    'alter policy customer on app.audit_entries using (company_id = (nullif(current_setting(''app.company'', true), ''''))::uuid '
      'and data ->> ''visibility'' is distinct from ''internal'') with check (false)');
end $$;
