-- Requests that customers bring before the lead, and what they say of how a request was resolved.

create index requests_escalated on app.requests (desk, promise_at, id) where escalated;
insert into app.customer_tasks (task) values ('request.escalated');

create table app.request_ratings (
  request_id uuid not null references app.requests,
  -- Which resolution is meant: a request that is opened again can be resolved, and rated, once more.
  resolved_at timestamptz(3) not null,
  company_id uuid not null references app.companies,
  person_id uuid not null references auth.people,
  -- Who was in charge, whoever is later.
  owner_id uuid references auth.people,
  value text not null check (value in ('good', 'bad')),
  comment text check (length(comment) between 1 and 2000),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (request_id, resolved_at)
);
-- What reports read.
create index request_ratings_created on app.request_ratings (created_at, request_id);
select app.protect('app.request_ratings', 'select, insert, update');
