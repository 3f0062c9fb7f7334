-- Key files: what of a product can be licensed, the keys that sign, and what they signed.

-- A part of a product that takes a key file of its own.
create table app.product_components (
  id uuid primary key,
  product_id uuid not null references app.products,
  -- Stands in the name of the file.
  code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 60),
  name text not null,
  position integer not null,
  unique (product_id, code)
);
select app.publish_catalogue('app.product_components');

-- Products from before this migration have one component, themselves.
insert into app.product_components (id, product_id, code, name, position)
  select gen_random_uuid(), id, 'main', name, 0 from app.products;

-- Public halves only: the private one stands in a file that the web never opens. One key signs at a time.
create table app.license_keys (
  kid text primary key,
  public_key text not null,
  created_at timestamptz(3) not null,
  retired_at timestamptz(3)
);
create unique index license_keys_in_use on app.license_keys ((true)) where retired_at is null;

create table app.key_files (
  id uuid primary key,
  license_id uuid not null references app.licenses,
  component_id uuid not null references app.product_components,
  -- Of the license; null until it is claimed.
  company_id uuid references app.companies,
  kid text not null references app.license_keys,
  text text not null,
  issued_at timestamptz(3) not null,
  unique (license_id, component_id)
);
create index key_files_company on app.key_files (company_id);
select app.protect('app.key_files', 'select');

insert into app.customer_tasks (task) values ('key-files.issue');
