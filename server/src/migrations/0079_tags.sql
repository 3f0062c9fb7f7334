-- Words by which staff find requests again. Customers have no right to any of this: their transactions cannot even ask.
create table app.tags (
  id uuid primary key,
  desk text not null check (desk in ('support', 'lab')),
  name text not null check (length(name) between 1 and 40)
);
create unique index tags_name on app.tags (desk, name);

create table app.request_tags (
  request_id uuid not null references app.requests on delete cascade,
  tag_id uuid not null references app.tags,
  primary key (request_id, tag_id)
);
create index request_tags_tag on app.request_tags (tag_id, request_id);
