-- Second factors, passkeys, and what a session remembers about the sign-in it began with.

alter table auth.sessions
  -- When the person last proved who they are; sensitive actions ask for ten minutes at most.
  add column signed_in_at timestamptz(3) not null default now(),
  -- Written once a minute while the session is in use.
  add column last_used_at timestamptz(3) not null default now(),
  -- Whether a second factor was given for it.
  add column second_factor boolean not null default false;
update auth.sessions set signed_in_at = created_at, last_used_at = created_at;
create index sessions_last_used on auth.sessions (last_used_at);

-- The authenticator app of a person. A new one is pending, beside the old, until a code of it was typed in.
create table auth.authenticators (
  person_id uuid primary key references auth.people on delete cascade,
  sealed_secret bytea,
  confirmed_at timestamptz(3),
  -- The time step of the last code taken: no code is taken twice, nor one from before it.
  last_step bigint not null default 0,
  pending_secret bytea,
  pending_until timestamptz(3)
);

-- Single-use codes for whoever has lost everything else. Only SHA-256 of 80 random bits is kept.
create table auth.recovery_codes (
  person_id uuid not null references auth.people on delete cascade,
  code_hash bytea not null,
  used_at timestamptz(3),
  primary key (person_id, code_hash)
);

create table auth.passkeys (
  id uuid primary key,
  person_id uuid not null references auth.people on delete cascade,
  name text not null check (length(name) between 1 and 100),
  credential_id bytea not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  -- Kept by the maker of the device or browser for all devices of the person.
  synced boolean not null,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3)
);
create index passkeys_person on auth.passkeys (person_id);

-- What was asked of a browser and waits for its answer, once and for minutes: the second step of a sign-in, a passkey's
-- signature. Found by the hash of the random text that the browser was given.
create table auth.challenges (
  secret_hash bytea primary key,
  purpose text not null check (purpose in ('second_step', 'passkey_sign_in', 'passkey_registration')),
  person_id uuid references auth.people on delete cascade,
  remember boolean not null default false,
  expires_at timestamptz(3) not null
);
create index challenges_person on auth.challenges (person_id);
create index challenges_expires on auth.challenges (expires_at);
