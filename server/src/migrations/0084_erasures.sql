-- People whose personal data was erased. The list itself says only who, by an id that names nobody any more, so that an
-- erasure can be done again after an older backup was restored.
create table app.erasures (
  id uuid primary key,
  person_id uuid not null unique references auth.people,
  asked_by uuid not null references auth.people,
  -- How many steps are done; see features/erasure.
  done smallint not null default 0 check (done >= 0),
  created_at timestamptz(3) not null,
  finished_at timestamptz(3)
);
create index erasures_created on app.erasures (created_at desc, id desc);
