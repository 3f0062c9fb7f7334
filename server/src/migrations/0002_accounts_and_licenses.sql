-- People, companies and what they bought.

-- Sign-in: the tables of better-auth under the names of this product. Session tokens are signed with a secret outside
-- the database, so a copy of it opens no session; link tokens are stored hashed.
create table auth.people (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  language text not null default 'en',
  time_zone text not null default 'UTC',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table auth.sessions (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references auth.people on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  -- The company the session acts for; null for staff.
  company_id uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index sessions_person on auth.sessions (person_id);

create table auth.accounts (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references auth.people on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (provider_id, account_id)
);
create index accounts_person on auth.accounts (person_id);

create table auth.verifications (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index verifications_identifier on auth.verifications (identifier);

create table app.companies (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  sharing text not null default 'company' check (sharing in ('own', 'company')),
  created_at timestamptz(3) not null default now()
);
select app.protect('app.companies', 'select', company_column => 'id');

create table app.members (
  id uuid primary key,
  company_id uuid not null references app.companies,
  person_id uuid not null references auth.people,
  role text not null check (role in ('administrator', 'user')),
  state text not null check (state in ('pending', 'active', 'removed')),
  created_at timestamptz(3) not null default now(),
  unique (company_id, person_id)
);
create index members_person on app.members (person_id);
select app.protect('app.members', 'select');

create table app.agents (
  person_id uuid primary key references auth.people,
  roles text[] not null check (roles <@ array['engineer', 'analyst', 'lead', 'admin']),
  active boolean not null default true,
  created_at timestamptz(3) not null default now()
);

-- Names of people as a customer may see them: colleagues (past ones too) and the vendor's staff.
create function app.people_seen(ids uuid[]) returns table (id uuid, name text, side text) language sql stable security definer
  set search_path = pg_catalog
  as $$
  select p.id, p.name, case when a.person_id is null then 'customer' else 'vendor' end
  from auth.people p left join app.agents a on a.person_id = p.id
  where p.id = any (ids)
    and (not app.is_customer() or a.person_id is not null
      or exists (select from app.members m where m.person_id = p.id and m.company_id = app.current_company()))
$$;
select app.open_to_customers('app.people_seen(uuid[])');

create table app.products (
  id uuid primary key,
  name text not null unique,
  position integer not null
);
select app.publish_catalogue('app.products');

create table app.product_versions (
  product_id uuid not null references app.products,
  version text not null,
  support text not null check (support in ('full', 'limited', 'ended')),
  position integer not null,
  primary key (product_id, version)
);
select app.publish_catalogue('app.product_versions');

-- `targets`: per severity, minutes to the first answer and to each next update: {"1": {"first": 60, "next": 120}, …}.
create table app.support_plans (
  id uuid primary key,
  name text not null unique,
  targets jsonb not null
);
select app.publish_catalogue('app.support_plans');

create table app.licenses (
  id uuid primary key,
  serial text not null unique,
  -- Null until the license is claimed.
  company_id uuid references app.companies,
  product_id uuid not null references app.products,
  plan_id uuid not null references app.support_plans,
  seats integer not null check (seats > 0),
  valid_from timestamptz not null,
  valid_until timestamptz,
  -- Expiry follows from valid_until.
  state text not null default 'active' check (state in ('active', 'suspended', 'revoked')),
  created_at timestamptz(3) not null default now()
);
create index licenses_company on app.licenses (company_id, created_at desc, id desc);
select app.protect('app.licenses', 'select');

-- The code itself is stored as a keyed hash for look-up and sealed for administrators to see again.
create table app.activation_codes (
  license_id uuid primary key references app.licenses,
  code_hash bytea not null unique,
  sealed_code bytea not null
);

-- A registration waiting for its e-mail to be confirmed; it vanishes after 48 hours.
create table app.registrations (
  id uuid primary key,
  license_id uuid not null references app.licenses,
  email text not null,
  name text not null,
  company_name text,
  language text not null,
  password_hash text not null,
  token_hash bytea not null unique,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz not null
);
create index registrations_expires on app.registrations (expires_at);

-- The name a registrant sees on the page that says "waiting for approval" is the company's; nothing else is shown.
