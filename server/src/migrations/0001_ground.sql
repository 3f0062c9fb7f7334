-- Schemas, the wall between companies, and the functions through which a customer's transaction reaches outside it.

-- A transaction that hangs holds locks that others wait for; none of ours takes this long. Set here rather than by
-- each connection, because a pooler refuses what it does not know.
do $$ begin
  execute format('alter database %I set idle_in_transaction_session_timeout = ''30s''', current_database());
end $$;

create schema app;
create schema auth;

create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;

-- A customer's transaction runs under this role. Role names belong to the whole cluster, hence the database's name in it;
-- a database cloned or restored under another name keeps the name it was made with, so the name is asked, never guessed.
do $$
declare
  customer text := current_database() || '_customer';
  -- PostgreSQL 15 knows no such options: there the owner inherits the role, which adds nothing to what an owner may do.
  options text := case when current_setting('server_version_num')::int >= 160000 then ' with inherit false, set true' else '' end;
  make text := format('create role %I nologin noinherit', customer);
  join_it text := format('grant %I to %I', customer, current_user) || options;
begin
  begin
    if not exists (select from pg_roles where rolname = customer) then execute make; end if;
    if not pg_has_role(current_user, customer, 'MEMBER') or options <> '' then execute join_it; end if;
  exception when insufficient_privilege then
    -- Whoever prepared everything by hand has nothing left to grant.
    if not exists (select from pg_roles where rolname = customer) or not pg_has_role(current_user, customer, 'MEMBER') then
      raise exception 'this database user may not create roles: have an administrator of the server run: %; %;', make, join_it;
    end if;
  end;
  execute format('create function app.customer_role() returns text language sql immutable parallel safe as %L',
    format('select %L::text', customer));
  execute format('grant usage on schema app to %I', customer);
end $$;

-- Functions are closed until opened by name.
alter default privileges revoke execute on functions from public;
grant execute on function app.customer_role() to public;

-- Whether the running statement is a customer's. The setting survives SECURITY DEFINER, unlike current_user.
create function app.is_customer() returns boolean language sql stable parallel safe
  set search_path = pg_catalog
  as $$ select current_setting('role', true) = app.customer_role() $$;

create function app.current_company() returns uuid language sql stable parallel safe
  set search_path = pg_catalog
  as $$ select nullif(current_setting('app.company', true), '')::uuid $$;

create function app.current_person() returns uuid language sql stable parallel safe
  set search_path = pg_catalog
  as $$ select nullif(current_setting('app.person', true), '')::uuid $$;

-- Lets a customer's transaction run a function of ours.
create function app.open_to_customers(target regprocedure) returns void language plpgsql
  set search_path = pg_catalog
  as $$ begin execute format('grant execute on function %s to %I', target, app.customer_role()); end $$;

select app.open_to_customers('app.is_customer()');
select app.open_to_customers('app.current_company()');
select app.open_to_customers('app.current_person()');

-- Puts a table behind the wall: the owner (the vendor's side) sees all rows, a customer's transaction those of its
-- company that also meet `further`. The setting is written out because the planner must see it to use an index, and
-- nullif because a setting once used returns to '', which no uuid is.
create function app.protect(target regclass, privileges text, further text default 'true', company_column text default 'company_id')
  returns void language plpgsql
  set search_path = pg_catalog
  as $$
declare
  condition text := format('%I = (nullif(current_setting(''app.company'', true), ''''))::uuid and (%s)', company_column, further);
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy vendor on %s to %I using (true) with check (true)', target, current_user);
  execute format('create policy customer on %s to %I using (%s) with check (%s)', target, app.customer_role(), condition, condition);
  execute format('grant %s on %s to %I', privileges, target, app.customer_role());
end $$;

-- A catalogue that every customer may read whole (products, plans); it says nothing of any company.
create function app.publish_catalogue(target regclass) returns void language plpgsql
  set search_path = pg_catalog
  as $$
begin
  execute format('grant select on %s to %I', target, app.customer_role());
  execute format('comment on table %s is %L', target, 'catalogue');
end $$;

-- Facts of this installation, such as the fingerprint of its master key.
create table app.installation (
  key text primary key,
  value text not null
);

-- Jobs that a customer's transaction may start.
create table app.customer_tasks (task text primary key);

create function app.enqueue(task text, payload json, job_key text default null, run_at timestamptz default null)
  returns void language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  if app.is_customer() and not exists (select from app.customer_tasks t where t.task = enqueue.task) then
    raise exception 'a customer may not start the job %', task using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(task, payload, job_key := enqueue.job_key, run_at := enqueue.run_at, job_key_mode := 'replace');
end $$;
select app.open_to_customers('app.enqueue(text,json,text,timestamptz)');

-- Who did what. Written through app.audit alone, in the transaction of the deed; never changed.
create table app.audit_entries (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  person_id uuid,
  company_id uuid,
  action text not null,
  object_type text not null,
  object_id text not null,
  data jsonb not null default '{}'
);
create index audit_entries_company on app.audit_entries (company_id, id desc);

create function app.forbid_change() returns trigger language plpgsql
  as $$ begin raise exception '% is append-only', tg_table_name; end $$;
create trigger audit_entries_append_only before update or delete or truncate on app.audit_entries
  for each statement execute function app.forbid_change();

create function app.audit(action text, object_type text, object_id text, data jsonb default '{}', company uuid default null)
  returns void language sql security definer
  set search_path = pg_catalog
  as $$
  insert into app.audit_entries (person_id, company_id, action, object_type, object_id, data)
  values (app.current_person(), case when app.is_customer() then app.current_company() else company end,
    action, object_type, object_id, data)
$$;
select app.open_to_customers('app.audit(text,text,text,jsonb,uuid)');

-- Short-lived hints that something changed: ids and audience, never content. Kept for 48 hours.
create table app.live_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  type text not null,
  company_id uuid,
  request_id uuid,
  desk text,
  -- Members concerned when the company's requests are not open to all its members.
  watcher_ids uuid[],
  -- The one person concerned, for events about a person's rights.
  person_id uuid,
  internal boolean not null default false
);
create index live_events_at on app.live_events (at);

create function app.emit(type text, company uuid, request uuid, desk text, watchers uuid[], person uuid, internal boolean)
  returns void language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  if app.is_customer() and (company is distinct from app.current_company() or person is not null or internal) then
    raise exception 'a customer may not tell this' using errcode = 'insufficient_privilege';
  end if;
  insert into app.live_events (type, company_id, request_id, desk, watcher_ids, person_id, internal)
  values (emit.type, emit.company, emit.request, emit.desk, emit.watchers, emit.person, emit.internal);
  perform pg_notify('companyaccount_live', '');
end $$;
select app.open_to_customers('app.emit(text,uuid,uuid,text,uuid[],uuid,boolean)');

-- One sequence of numbers per desk; gaps are normal.
create sequence app.support_numbers start 104001;
create sequence app.lab_numbers start 10001;
create function app.next_number(desk text) returns bigint language sql security definer
  set search_path = pg_catalog
  as $$ select case desk when 'support' then nextval('app.support_numbers') when 'lab' then nextval('app.lab_numbers') end $$;
select app.open_to_customers('app.next_number(text)');

-- A creating call that is repeated under the same key answers with what the first one made.
create table app.idempotency_keys (
  person_id uuid not null,
  route text not null,
  key text not null,
  company_id uuid,
  body_hash bytea not null,
  resource_id uuid,
  created_at timestamptz(3) not null default now(),
  primary key (person_id, route, key)
);
create index idempotency_keys_created on app.idempotency_keys (created_at);
select app.protect('app.idempotency_keys', 'select, insert, update',
  'person_id = (nullif(current_setting(''app.person'', true), ''''))::uuid');

-- Calls counted per caller and window, for the throttles of the route table.
create table app.throttles (
  key text not null,
  window_start timestamptz not null,
  count integer not null,
  primary key (key, window_start)
);
create index throttles_window on app.throttles (window_start);

-- Every mail the program wrote. `sealed_text` is encrypted, for it may carry a link that opens an account.
create table app.mails (
  id uuid primary key,
  recipient text not null,
  template text not null,
  language text not null,
  subject text not null,
  sealed_text bytea,
  secret boolean not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  error text,
  created_at timestamptz(3) not null default now(),
  sent_at timestamptz(3)
);
create index mails_created on app.mails (created_at desc, id desc);

-- Job workers that are alive. A job whose worker is no longer among them is taken up by another.
create table app.job_workers (
  worker_id text primary key,
  seen_at timestamptz not null
);
