-- The company that a person of several chose last: their next session begins there.
alter table auth.people add column chosen_company_id uuid references app.companies;

-- However a session begins. A company that has removed the person meanwhile is not begun with.
create function auth.begin_in_chosen_company() returns trigger language plpgsql as $$
begin
  new.company_id := coalesce(new.company_id, (
    select m.company_id from auth.people p join app.members m on m.person_id = p.id and m.company_id = p.chosen_company_id
    where p.id = new.person_id and m.state = 'active'));
  return new;
end $$;
create trigger begin_in_chosen_company before insert on auth.sessions
  for each row execute function auth.begin_in_chosen_company();
