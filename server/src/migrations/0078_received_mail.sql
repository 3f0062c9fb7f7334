-- Mail that came in: kept as it came for a while, what it was taken for, and what became of it.

create table app.received_mails (
  -- Also the id of its blob.
  id uuid primary key,
  -- Mailbox and place in it, so that it is taken once.
  place text not null unique check (length(place) between 1 and 500),
  size bigint not null check (size >= 0),
  -- `arriving`: being fetched; `waiting`: to be opened; `posted`: a message; `noted`: an unconfirmed note for the desk;
  -- `opened`: a request; `unconfirmed`: held until its sender follows the mailed link; `confirmed`: they have.
  state text not null check (state in ('arriving', 'waiting', 'posted', 'noted', 'opened', 'unconfirmed', 'confirmed',
    'returned', 'ignored', 'refused', 'failed')),
  reason text check (length(reason) <= 100),
  -- What it says of itself; gone with the mail.
  sender text check (length(sender) <= 998),
  subject text check (length(subject) <= 998),
  request_id uuid references app.requests,
  message_id uuid references app.messages,
  received_at timestamptz(3) not null,
  settled_at timestamptz(3),
  expires_at timestamptz(3) not null,
  check (state in ('posted', 'noted', 'opened') = (message_id is not null))
);
create index received_mails_received on app.received_mails (received_at desc, id desc);
create index received_mails_state on app.received_mails (state, received_at desc, id desc);
create index received_mails_expires on app.received_mails (expires_at);

-- How reading the mailbox goes: one row for each that was ever read.
create table app.mailboxes (
  place text primary key check (length(place) between 1 and 500),
  -- When it was last looked through.
  read_at timestamptz(3),
  failing_since timestamptz(3),
  error text check (length(error) <= 300),
  check ((failing_since is null) = (error is null))
);

alter table app.messages
  add column by_mail boolean not null default false,
  -- What a mail sent along below its own words.
  add column quoted text check (length(quoted) <= 50000),
  -- Who says to have written it, in a mail whose sender nobody vouches for. Only ever in notes.
  add column unconfirmed_from text check (length(unconfirmed_from) <= 998),
  add check (unconfirmed_from is null or (visibility = 'internal' and author_id is null));

-- Whom mails about a request went to, and so who may answer them.
create index mails_thread on app.mails (request_id, recipient_id) where request_id is not null;
-- Told by a mail that came back later: that another mail could be handed over says nothing against it.
alter table app.bouncing_addresses add column returned boolean not null default false;
