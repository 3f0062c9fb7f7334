-- The vendor keeps its catalogue, issues licenses, one or a hundred thousand, changes them, and takes them back.

-- What is in use is put aside, not deleted: licenses and requests go on naming it.
alter table app.products
  add column archived_at timestamptz(3),
  add column version integer not null default 1;
create index products_position on app.products (position, id);
-- The last day of this support, where one is announced.
alter table app.product_versions add column support_until date;
alter table app.product_components add column archived_at timestamptz(3);
create index product_components_product on app.product_components (product_id, position, id);

-- `targets` may hold minutes to a resolution too: {"1": {"first": 60, "next": 120, "resolution": 480}, …}.
alter table app.support_plans
  add column position integer not null default 0,
  -- In words, until plans have calendars.
  add column hours text not null default '' check (length(hours) <= 200),
  -- How many people may turn to support; null: everyone.
  add column named_contacts integer check (named_contacts > 0),
  add column archived_at timestamptz(3),
  add column version integer not null default 1;
update app.support_plans p set position = o.place
  from (select id, row_number() over (order by name) as place from app.support_plans) o where o.id = p.id;
create index support_plans_position on app.support_plans (position, id);

-- Many licenses issued together. They come to be at once, when all of them are prepared.
create table app.license_batches (
  id uuid primary key,
  source text not null check (source in ('terms', 'file')),
  state text not null default 'running' check (state in ('running', 'done')),
  total integer not null check (total between 1 and 100000),
  -- How many have their code.
  prepared integer not null default 0,
  person_id uuid not null references auth.people,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  -- Until when the codes of all can be downloaded.
  result_until timestamptz(3)
);
create index license_batches_created on app.license_batches (created_at desc, id desc);

-- What is to be issued; gone when it has been.
create table app.license_batch_rows (
  batch_id uuid not null references app.license_batches,
  row integer not null,
  product_id uuid not null references app.products,
  plan_id uuid not null references app.support_plans,
  seats integer not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  reference text,
  license_id uuid,
  serial text,
  code_hash bytea,
  sealed_code bytea,
  primary key (batch_id, row)
);
create unique index license_batch_rows_code on app.license_batch_rows (code_hash) where code_hash is not null;
create index license_batch_rows_open on app.license_batch_rows (batch_id, row) where code_hash is null;

-- Serials go on after the highest there is.
create sequence app.license_serials;
select setval('app.license_serials', greatest(1000,
  (select max(substring(serial from '[0-9]{1,15}$')::bigint) from app.licenses)));

alter table app.licenses
  -- The customer's own word for it, such as the number of an order.
  add column reference text check (length(reference) between 1 and 200),
  -- Why it was suspended or revoked.
  add column state_reason text check (length(state_reason) between 1 and 1000),
  -- Counts changes of what PATCH can change, never of the state.
  add column version integer not null default 1,
  add column batch_id uuid references app.license_batches,
  add column batch_row integer;
-- One index per order and filter of the vendor's list.
create index licenses_created on app.licenses (created_at desc, id desc);
create index licenses_product on app.licenses (product_id, created_at desc, id desc);
create index licenses_plan on app.licenses (plan_id, created_at desc, id desc);
create index licenses_end on app.licenses (valid_until, id) where state = 'active' and valid_until is not null;
create index licenses_stopped on app.licenses (state, created_at desc, id desc) where state <> 'active';
create index licenses_reference on app.licenses (reference) where reference is not null;
create index licenses_batch on app.licenses (batch_id, batch_row) where batch_id is not null;
-- Any part of a name.
create index if not exists companies_name_part on app.companies using gin (name gin_trgm_ops);
