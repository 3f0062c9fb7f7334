-- The public form of the Virus Lab: whoever solves a challenge gets an upload token, which is worth a few files and one submission.

-- The address may be left out; one that is not confirmed in time is forgotten.
alter table app.submitters alter column email drop not null;
create index submitters_unconfirmed on app.submitters (created_at) where confirmed_at is null and email is not null;

create table app.upload_tokens (
  id uuid primary key,
  -- SHA-256 of the token, and of the challenge that it was bought with, so that none buys twice. A row outlives its challenge.
  token_hash bytea not null unique check (length(token_hash) = 32),
  challenge_hash bytea not null unique check (length(challenge_hash) = 32),
  -- Uploads begun with it, given up ones included.
  begun smallint not null default 0,
  -- When the submission was made.
  spent_at timestamptz(3),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index upload_tokens_expires on app.upload_tokens (expires_at);

-- An upload is that of a person or of a token.
alter table app.uploads alter column person_id drop not null;
alter table app.uploads add column upload_token_id uuid references app.upload_tokens;
alter table app.uploads add check (num_nonnulls(person_id, upload_token_id) = 1);
alter table app.uploads add check (upload_token_id is null or company_id is null);
create index uploads_token on app.uploads (upload_token_id) include (size) where upload_token_id is not null;
