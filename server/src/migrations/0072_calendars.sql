-- Calendars in which the minutes of support plans are counted, and clocks of requests that stop and go on.

-- Like the plans, every customer may read them: their promises are computed on their side too.
create table app.calendars (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  -- An IANA name.
  time_zone text not null,
  -- Working hours in local time: [{"day": 1, "from": "09:00", "to": "18:00"}, …], Monday being 1.
  hours jsonb not null,
  -- Days on which nobody works: [{"date": "2026-12-25", "name": "…"}, …].
  holidays jsonb not null default '[]',
  -- The program's own, around the clock.
  built_in boolean not null default false,
  version integer not null default 1,
  created_at timestamptz(3) not null default now()
);
create unique index calendars_name on app.calendars (lower(name));
create index calendars_created on app.calendars (created_at, id);
select app.publish_catalogue('app.calendars');

insert into app.calendars (id, name, time_zone, hours, built_in)
select '00000000-0000-7000-8000-000000000247', '24/7', 'UTC',
  jsonb_agg(jsonb_build_object('day', day, 'from', '00:00', 'to', '24:00') order by day), true
from generate_series(1, 7) day;

-- So far all minutes were counted around the clock, and those of plans that are there still are.
alter table app.support_plans
  add column calendar_id uuid not null default '00000000-0000-7000-8000-000000000247' references app.calendars;
create index support_plans_calendar on app.support_plans (calendar_id);

-- Working minutes that were left of the promise when its clock was stopped; it goes on with them.
alter table app.requests add column promise_left double precision check (promise_left >= 0);
