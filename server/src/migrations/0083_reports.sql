-- Reports: what happened on each day, counted ahead, so that a year is read at once.

-- Requests to be counted anew. Each change adds a row of its own, so that no two of them wait for each other here.
create table app.report_changes (
  id bigint generated always as identity primary key,
  request_id uuid not null
);
create index report_changes_request on app.report_changes (request_id);
insert into app.report_changes (request_id) select id from app.requests;

create function app.note_requests() returns trigger language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  insert into app.report_changes (request_id) select id from changed;
  return null;
end $$;

create function app.note_moved_requests() returns trigger language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  insert into app.report_changes (request_id)
    select n.id from changed n join before o on o.id = n.id
    where (n.status, n.product_id, n.plan_id, n.owner_id, n.language, n.public_minutes, n.created_at)
      is distinct from (o.status, o.product_id, o.plan_id, o.owner_id, o.language, o.public_minutes, o.created_at);
  return null;
end $$;

create function app.note_parts() returns trigger language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  insert into app.report_changes (request_id) select distinct request_id from changed;
  return null;
end $$;

create trigger requests_report_insert after insert on app.requests
  referencing new table as changed for each statement execute function app.note_requests();
create trigger requests_report_update after update on app.requests
  referencing new table as changed old table as before for each statement execute function app.note_moved_requests();
create trigger requests_report_delete after delete on app.requests
  referencing old table as changed for each statement execute function app.note_requests();
create trigger timeline_entries_report_insert after insert on app.timeline_entries
  referencing new table as changed for each statement execute function app.note_parts();
create trigger messages_report_insert after insert on app.messages
  referencing new table as changed for each statement execute function app.note_parts();
create trigger messages_report_update after update on app.messages
  referencing new table as changed for each statement execute function app.note_parts();
create trigger messages_report_leave after update on app.messages
  referencing old table as changed for each statement execute function app.note_parts();
create trigger request_ratings_report_insert after insert on app.request_ratings
  referencing new table as changed for each statement execute function app.note_parts();
create trigger request_ratings_report_update after update on app.request_ratings
  referencing new table as changed for each statement execute function app.note_parts();

-- What counts of each request, with all that it is counted by: rows of a request are written and taken back together.
create table app.report_facts (
  request_id uuid not null,
  day date not null,
  kind text not null
    check (kind in ('filed', 'answered', 'resolved', 'ended', 'reopened', 'kept', 'broken', 'good', 'bad')),
  -- On the clock, and of the working time in which its promises are counted.
  minutes double precision check (minutes >= 0),
  working double precision check (working >= 0),
  desk text not null,
  product_id uuid,
  plan_id uuid,
  agent_id uuid,
  language text not null
);
create index report_facts_request on app.report_facts (request_id);
create index report_facts_day on app.report_facts (day);

-- When a request waited to be resolved; what is open ends in infinity.
create table app.report_spans (
  request_id uuid not null,
  filed_at timestamptz(3) not null,
  opened_at timestamptz(3) not null,
  ended_at timestamptz(3) not null,
  desk text not null,
  product_id uuid,
  plan_id uuid,
  agent_id uuid,
  language text not null,
  check (opened_at <= ended_at)
);
create index report_spans_request on app.report_spans (request_id);
create index report_spans_open on app.report_spans using gist (tstzrange(opened_at, ended_at));

-- Days of which something has changed since they were counted.
create table app.report_due_days (day date primary key);

-- The figures of a day or a month, for all requests of a desk and for each product, plan, agent and language.
create table app.report_counts (
  grain text not null check (grain in ('day', 'month')),
  start date not null,
  desk text not null,
  dimension text not null check (dimension in ('all', 'product', 'plan', 'agent', 'language')),
  -- An id or a language; empty for all, and for requests that have none.
  key text not null,
  -- Counts by their names, the open ones by age, and how many took how long: see docs/reports.md.
  figures jsonb not null,
  primary key (grain, dimension, key, start, desk)
);
create index report_counts_start on app.report_counts (grain, dimension, start);
