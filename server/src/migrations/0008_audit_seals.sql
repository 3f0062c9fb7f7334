-- The record of who did what can be proven: every entry gets a place in a chain of hashes whose heads are signed. What
-- names a person or a machine stands beside the entry, where it can be erased without breaking the chain.

alter table app.audit_entries alter column at type timestamptz(3);
alter table app.audit_entries
  add column session_id uuid,
  add column token_id uuid,
  -- Of the row in app.audit_subjects; null where there is none, as in deeds of the program itself.
  add column subject_hash bytea check (length(subject_hash) = 32);

drop index app.audit_entries_company;
create index audit_entries_at on app.audit_entries (at desc, id desc);
create index audit_entries_company on app.audit_entries (company_id, at desc, id desc);
create index audit_entries_person on app.audit_entries (person_id, at desc, id desc);
create index audit_entries_action on app.audit_entries (action, at desc, id desc);
create index audit_entries_object on app.audit_entries (object_id, at desc, id desc);
select app.protect('app.audit_entries', 'select');

-- Who it was and from where, as text whose exact bytes were hashed with the salt. A row may go (erasure), never change.
-- A customer sees those of its own side; the addresses of the vendor's staff are none of its business.
create table app.audit_subjects (
  entry_id bigint primary key,
  person_id uuid,
  company_id uuid,
  staff boolean not null,
  salt bytea not null,
  details text not null
);
create index audit_subjects_person on app.audit_subjects (person_id);
create trigger audit_subjects_unchanged before update or truncate on app.audit_subjects
  for each statement execute function app.forbid_change();
select app.protect('app.audit_subjects', 'select', 'not staff');

-- Entries that wait for their place. Whatever can be read here has been committed, in whichever order ids were given.
create table app.audit_unsealed (entry_id bigint primary key);
insert into app.audit_unsealed (entry_id) select id from app.audit_entries;

-- The chain, without gaps.
create table app.audit_seals (
  number bigint primary key check (number > 0),
  entry_id bigint not null unique,
  hash bytea not null check (length(hash) = 32)
);
create trigger audit_seals_append_only before update or delete or truncate on app.audit_seals
  for each statement execute function app.forbid_change();

-- Public halves only. One key signs at a time.
create table app.audit_keys (
  kid text primary key,
  public_key text not null,
  created_at timestamptz(3) not null,
  retired_at timestamptz(3)
);
create unique index audit_keys_in_use on app.audit_keys ((true)) where retired_at is null;

-- What the chain had come to at a moment, signed.
create table app.audit_heads (
  number bigint primary key,
  hash bytea not null check (length(hash) = 32),
  kid text not null references app.audit_keys,
  signature bytea not null,
  sealed_at timestamptz(3) not null
);
create trigger audit_heads_append_only before update or delete or truncate on app.audit_heads
  for each statement execute function app.forbid_change();

-- `app.caller` is set with the scope of the transaction: the address, session or token, and browser of whoever calls.
create or replace function app.audit(action text, object_type text, object_id text, data jsonb default '{}', company uuid default null)
  returns void language plpgsql security definer
  set search_path = pg_catalog
  as $$
declare
  caller jsonb := nullif(current_setting('app.caller', true), '')::jsonb;
  person uuid := app.current_person();
  company_of_deed uuid := case when app.is_customer() then app.current_company() else audit.company end;
  salt bytea;
  details text;
  staff boolean;
  entry bigint;
begin
  if person is not null or caller is not null then
    salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    select json_build_object('name', p.name, 'email', p.email, 'address', caller ->> 'address', 'agent', caller ->> 'agent')::text,
      exists (select from app.agents a where a.person_id = person)
      into details, staff
      from (select) one left join auth.people p on p.id = person;
  end if;
  insert into app.audit_entries (person_id, company_id, session_id, token_id, action, object_type, object_id, data, subject_hash)
    values (person, company_of_deed, (caller ->> 'session')::uuid, (caller ->> 'token')::uuid,
      audit.action, audit.object_type, audit.object_id, audit.data, sha256(salt || convert_to(details, 'UTF8')))
    returning id into entry;
  if details is not null then
    insert into app.audit_subjects (entry_id, person_id, company_id, staff, salt, details)
      values (entry, person, company_of_deed, staff, salt, details);
  end if;
  insert into app.audit_unsealed (entry_id) values (entry);
end $$;
