-- What a company does with what it bought: lists of licenses by their end, codes shown again, lost key files sent again,
-- reminders before and after the end, and the environments that requests are about.

-- The licenses of a company by their end; what never ends comes last.
create index licenses_ending on app.licenses (company_id, coalesce(valid_until, 'infinity'::timestamptz), id);

-- The sealed activation code of a license of the customer's own company. What opens it is not in the database.
create function app.sealed_activation_code(license uuid) returns bytea language sql stable security definer
  set search_path = pg_catalog
  as $$
  select a.sealed_code from app.activation_codes a join app.licenses l on l.id = a.license_id
  where l.id = license and l.company_id = app.current_company()
$$;
select app.open_to_customers('app.sealed_activation_code(uuid)');

-- Files that go out with a mail, sealed like its text, and forgotten like it.
create table app.mail_attachments (
  mail_id uuid not null references app.mails on delete cascade,
  position smallint not null,
  name text not null,
  media_type text not null,
  size integer not null check (size >= 0),
  sealed_content bytea,
  primary key (mail_id, position)
);

-- Key files sent again to an administrator, counted per license and day.
create table app.key_file_recoveries (
  id uuid primary key,
  license_id uuid not null references app.licenses,
  sent_at timestamptz(3) not null
);
create index key_file_recoveries_license on app.key_file_recoveries (license_id, sent_at);

-- Reminders sent about the end of a license; a renewed license has another end, and is reminded of anew.
create table app.license_reminders (
  license_id uuid not null references app.licenses,
  valid_until timestamptz not null,
  -- Before (negative) or after the end.
  days smallint not null,
  sent_at timestamptz(3) not null,
  primary key (license_id, valid_until, days)
);
create index licenses_to_remind on app.licenses (valid_until)
  where company_id is not null and state = 'active' and valid_until is not null;

-- An environment of the company's, which fills the form for a new request.
create table app.product_profiles (
  id uuid primary key,
  company_id uuid not null references app.companies,
  name text not null check (length(name) between 1 and 100),
  product_id uuid not null references app.products,
  product_version text check (length(product_version) between 1 and 100),
  operating_system text check (length(operating_system) between 1 and 200),
  notes text check (length(notes) between 1 and 2000),
  version integer not null default 1,
  created_at timestamptz(3) not null
);
create unique index product_profiles_name on app.product_profiles (company_id, lower(name));
create index product_profiles_company on app.product_profiles (company_id, created_at, id);
select app.protect('app.product_profiles', 'select, insert, update, delete');
