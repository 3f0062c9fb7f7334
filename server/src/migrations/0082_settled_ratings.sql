-- A bad rating is seen to by a lead, and what is said of a resolution once more is unsettled anew.

alter table app.request_ratings
  add column settled_at timestamptz(3),
  add column settled_by uuid references auth.people,
  -- For colleagues; no customer reads it.
  add column settled_note text check (length(settled_note) between 1 and 2000),
  add column unsettled boolean not null
    generated always as (value = 'bad' and (settled_at is null or settled_at < updated_at)) stored,
  add check ((settled_at is null) = (settled_by is null));

create index request_ratings_unsettled on app.request_ratings (updated_at desc, request_id desc) where unsettled;
create index request_ratings_settled on app.request_ratings (updated_at desc, request_id desc)
  where value = 'bad' and not unsettled;
create index request_ratings_updated on app.request_ratings (updated_at desc, request_id desc);
create index request_ratings_of_company on app.request_ratings (company_id, updated_at desc, request_id desc);

-- Customers keep to what they say themselves.
do $$ begin
  execute format('revoke select, insert, update on app.request_ratings from %I', app.customer_role());
  execute format('grant select (request_id, resolved_at, company_id, person_id, value, comment, created_at, updated_at) '
    'on app.request_ratings to %I', app.customer_role());
  execute format('grant insert (request_id, resolved_at, company_id, person_id, owner_id, value, comment, created_at, updated_at), '
    'update (person_id, value, comment, updated_at) on app.request_ratings to %I', app.customer_role());
end $$;

insert into app.customer_tasks (task) values ('request.rated_bad');
