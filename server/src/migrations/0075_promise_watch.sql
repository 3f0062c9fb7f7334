-- Nobody forgets a promise: whoever is in charge is warned before it runs out, and when it has, the request is escalated.

alter table app.requests
  -- When something is done about the promise next; null while none runs, or when all has been done.
  add column watch_at timestamptz(3),
  -- What has been done: 0 nothing, 1 the owner was warned, 2 the leads were warned, 3 the request was escalated.
  add column watch_stage smallint not null default 0 check (watch_stage between 0 and 3);
-- What is late by now stands first in the queues already; it is not mailed about all at once.
update app.requests set watch_at = promise_at - (promise_at - now()) / 4
  where promise_at > now() and promise_at <> 'infinity';
create index requests_watch on app.requests (watch_at, id) where watch_at is not null;
