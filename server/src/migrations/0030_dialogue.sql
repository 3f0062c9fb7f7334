-- Corrected messages, people who take part, and reasons of a change.

-- How often a message was corrected, and when last. Its text is the newest; what it said before stands in
-- app.message_versions, which only the vendor reads.
alter table app.messages add column version integer not null default 1;
alter table app.messages add column corrected_at timestamptz(3);

create table app.message_versions (
  message_id uuid not null references app.messages,
  version integer not null,
  text text not null,
  -- When the next version took its place.
  replaced_at timestamptz(3) not null,
  primary key (message_id, version)
);
create trigger message_versions_append_only before update or delete or truncate on app.message_versions
  for each statement execute function app.forbid_change();

-- Puts a new version in a message's place. A customer's transaction has no other way to change a message, and corrects
-- only what its own person wrote.
create function app.correct_message(message uuid, new_text text, corrected timestamptz) returns void
  language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  if app.is_customer() and not exists (
    select from app.messages m
    where m.id = message and m.company_id = app.current_company() and m.author_id = app.current_person()
      and m.visibility = 'public'
  ) then
    raise exception 'a customer may not correct this message' using errcode = 'insufficient_privilege';
  end if;
  insert into app.message_versions (message_id, version, text, replaced_at)
    select m.id, m.version, m.text, corrected from app.messages m where m.id = message;
  update app.messages m set text = new_text, version = m.version + 1, corrected_at = corrected where m.id = message;
end $$;
select app.open_to_customers('app.correct_message(uuid,text,timestamptz)');

alter table app.request_participants add column added_at timestamptz(3) not null default now();
create index request_participants_added on app.request_participants (request_id, added_at, person_id);

-- Why something was changed, in the words of whoever did it.
alter table app.timeline_entries add column reason text;
