-- Webhooks: addresses of companies, and of the vendor, that are called when something happens.

create table app.webhooks (
  id uuid primary key,
  -- Null: the vendor's own, told of all companies.
  company_id uuid references app.companies,
  name text not null check (length(name) between 1 and 100),
  url text not null check (length(url) between 1 and 2000),
  events text[] not null check (cardinality(events) > 0),
  -- `paused` by a person, `stopped` by the program after days without one success.
  state text not null default 'active' check (state in ('active', 'paused', 'stopped')),
  version integer not null default 1,
  -- Since when no call has succeeded, and how many failed since.
  failing_since timestamptz(3),
  failures integer not null default 0,
  warned_at timestamptz(3),
  succeeded_at timestamptz(3),
  -- Not called before: while a call is under way, and to rest after one that failed.
  not_before timestamptz(3) not null default '-infinity',
  created_at timestamptz(3) not null
);
create index webhooks_company on app.webhooks (company_id, created_at, id);
-- Customers' transactions have no right to any of this: administrators of a company read and write it on the vendor's side.

-- What signs the calls; more than one while a new one takes the place of the old.
create table app.webhook_secrets (
  id uuid primary key,
  webhook_id uuid not null references app.webhooks on delete cascade,
  sealed_secret bytea not null,
  created_at timestamptz(3) not null,
  ends_at timestamptz(3)
);
create index webhook_secrets_webhook on app.webhook_secrets (webhook_id, created_at desc);

-- What a webhook is told of one event, the same at each try.
create table app.webhook_deliveries (
  id uuid primary key,
  webhook_id uuid not null references app.webhooks on delete cascade,
  -- What the receiver knows it by.
  event_id uuid not null,
  type text not null,
  payload text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- Tries of the present round; `attempts` counts those of all.
  tries integer not null default 0,
  attempts integer not null default 0,
  last_status integer,
  last_fault text,
  next_try_at timestamptz(3),
  done_at timestamptz(3),
  created_at timestamptz(3) not null,
  unique (webhook_id, event_id),
  check ((state = 'waiting') = (next_try_at is not null))
);
create index webhook_deliveries_due on app.webhook_deliveries (webhook_id, next_try_at) where state = 'waiting';
create index webhook_deliveries_webhook on app.webhook_deliveries (webhook_id, created_at desc, id desc);
create index webhook_deliveries_failed on app.webhook_deliveries (webhook_id, created_at desc, id desc)
  where state = 'failed';
create index webhook_deliveries_created on app.webhook_deliveries (created_at desc, id desc);

create table app.webhook_attempts (
  delivery_id uuid not null references app.webhook_deliveries on delete cascade,
  number integer not null,
  at timestamptz(3) not null,
  milliseconds integer not null,
  status integer,
  fault text,
  answer text not null,
  primary key (delivery_id, number)
);

-- Has the webhooks told that wish it, by a job of the running transaction; costs one look where there are none.
create function app.tell_hooks(event uuid, type text, company uuid, object uuid, data jsonb)
  returns void language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  if app.is_customer() and company is distinct from app.current_company() then
    raise exception 'a customer may not tell this' using errcode = 'insufficient_privilege';
  end if;
  if not exists (
    select from app.webhooks w where w.state = 'active' and tell_hooks.type = any (w.events)
      and (w.company_id is null or w.company_id = company or tell_hooks.type = 'release.published')
  ) then return; end if;
  perform graphile_worker.add_job('webhook.spread', json_build_object(
    'id', event, 'type', tell_hooks.type, 'companyId', company, 'objectId', object, 'data', data,
    'at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
end $$;
select app.open_to_customers('app.tell_hooks(uuid,text,uuid,uuid,jsonb)');
