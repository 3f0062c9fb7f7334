-- Links to samples, each for one download by the session that asked for it. No customer's transaction reads them.
create table app.sample_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  sample_id uuid not null references app.samples,
  session_id text not null,
  expires_at timestamptz(3) not null
);
create index sample_links_expiry on app.sample_links (expires_at);
