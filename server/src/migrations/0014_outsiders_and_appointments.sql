-- Requests of people outside every company, and how a company gets an administrator when none of its own can make one.

-- Somebody who reached the vendor without acting for a company. Holds a tracking link to one request, nothing else.
create table app.submitters (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null check (email = lower(email)),
  language text not null,
  -- Null until they followed a link mailed there; no mail but that one goes to an address before.
  confirmed_at timestamptz(3),
  -- Counts on when the tracking link is withdrawn: it is part of the link.
  link_version integer not null default 1,
  created_at timestamptz(3) not null
);
create index submitters_email on app.submitters (email);
create index submitters_words on app.submitters using gin (name gin_trgm_ops, email gin_trgm_ops);

-- A request belongs to a company or to a submitter. Without an author it was filed by the submitter, or by the program
-- in the company's name.
alter table app.requests alter column author_id drop not null;
alter table app.requests add column submitter_id uuid unique references app.submitters;
-- Minutes within which the vendor speaks, where no plan says it.
alter table app.requests add column public_minutes integer check (public_minutes > 0);
alter table app.requests add check (num_nonnulls(company_id, submitter_id) = 1);
alter table app.requests add check (submitter_id is null or author_id is null);
-- Null as above.
alter table app.messages alter column author_id drop not null;
alter table app.messages add check (author_id is not null or author_side = 'customer');
-- The submitter's own deeds have no actor, nor have those of the program.
alter table app.timeline_entries add column by_submitter boolean not null default false;

-- Names as a customer may see them: colleagues (past ones too), the vendor's staff, their own company. The vendor sees all.
create or replace function app.people_seen(ids uuid[]) returns table (id uuid, name text, side text)
  language sql stable security definer
  set search_path = pg_catalog
  as $$
  select p.id, p.name, case when a.person_id is null then 'customer' else 'vendor' end
  from auth.people p left join app.agents a on a.person_id = p.id
  where p.id = any (ids)
    and (not app.is_customer() or a.person_id is not null
      or exists (select from app.members m where m.person_id = p.id and m.company_id = app.current_company()))
  union all
  select c.id, c.name, 'customer' from app.companies c
  where c.id = any (ids) and (not app.is_customer() or c.id = app.current_company())
  union all
  select s.id, s.name, 'customer' from app.submitters s
  where s.id = any (ids) and not app.is_customer()
$$;

-- What somebody wrote in the account-help form, until they confirm their address; it vanishes after 48 hours. Of a typed
-- code only the last group is kept, and what it is worth.
create table app.account_help_forms (
  id uuid primary key,
  name text not null,
  email text not null,
  company_name text,
  text text not null,
  language text not null,
  code_hint text,
  code_mistyped boolean not null default false,
  license_id uuid references app.licenses,
  token_hash bytea not null unique,
  created_at timestamptz(3) not null,
  expires_at timestamptz not null
);
create index account_help_forms_expires on app.account_help_forms (expires_at);

-- What stands behind a request about access to a company; only the vendor sees it.
create table app.account_cases (
  request_id uuid primary key references app.requests,
  reason text not null check (reason in ('account_help', 'member_waiting', 'no_administrator')),
  -- The company concerned, where the program knows it.
  company_id uuid references app.companies,
  -- Who waits to be let in, and since when: nobody is reported twice for one wait.
  member_id uuid references app.members,
  waiting_since timestamptz(3),
  company_name text,
  code_hint text,
  code_mistyped boolean not null default false,
  license_id uuid references app.licenses,
  created_at timestamptz(3) not null,
  unique (member_id, waiting_since)
);
create index account_cases_company on app.account_cases (company_id);

-- The vendor makes a member an administrator, after a notice during which the company may object.
create table app.appointments (
  id uuid primary key,
  company_id uuid not null references app.companies,
  request_id uuid not null references app.requests,
  member_id uuid not null references app.members,
  -- Told to the company.
  reason text not null,
  -- What was checked before; only the vendor reads it.
  checked text not null,
  state text not null default 'announced' check (state in ('announced', 'done', 'objected', 'cancelled', 'lapsed')),
  appointed_by uuid not null references auth.people,
  created_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  ended_at timestamptz(3),
  ended_by uuid references auth.people,
  objection text,
  check ((state = 'announced') = (ended_at is null))
);
create index appointments_company on app.appointments (company_id, created_at desc, id desc);
create index appointments_request on app.appointments (request_id);
create index appointments_due on app.appointments (due_at) where state = 'announced';
-- One at a time, so that a company always knows what it may object to.
create unique index appointments_announced on app.appointments (company_id) where state = 'announced';
