-- Mail about requests: what a person wants to be told and when, and what became of each mail.

alter table app.mails
  -- The same mail as HTML; sealed and forgotten like the text.
  add column sealed_html bytea,
  -- Of mails about a request: the request, whom it was written to (a person, or the submitter), and why.
  add column request_id uuid references app.requests,
  add column recipient_id uuid,
  add column event text,
  add column fault text,
  -- Null unless it was tried in vain and will be tried again.
  add column next_try_at timestamptz(3);
create index mails_state on app.mails (state, created_at desc, id desc);
create index mails_recipient_part on app.mails using gin (recipient gin_trgm_ops);

-- Addresses that their mail server refused for good when it was last asked.
create table app.bouncing_addresses (
  address text primary key check (address = lower(address)),
  since timestamptz(3) not null,
  reason text not null
);

-- Where a person wants something else than to be told at once.
create table app.notification_settings (
  person_id uuid not null references auth.people on delete cascade,
  event text not null,
  mail text not null check (mail in ('at_once', 'daily', 'never')),
  primary key (person_id, event)
);

-- What waits for a person's next daily mail.
create table app.digest_entries (
  person_id uuid not null references auth.people on delete cascade,
  news_id uuid not null,
  request_id uuid not null references app.requests,
  event text not null,
  -- Null where nobody said anything.
  message_id uuid references app.messages,
  at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  primary key (person_id, news_id)
);
create index digest_entries_due on app.digest_entries (due_at, person_id);

insert into app.customer_tasks (task) values ('request.tell');
