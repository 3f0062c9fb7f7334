-- Objections to verdicts, what analysts write about samples, and the queue of the lab by stage.

-- Whoever took the verdict that the customer objects to: somebody else decides about it now.
alter table app.requests add column barred_id uuid references auth.people;
create index requests_lab_stage on app.requests (lab_stage, promise_at, id)
  where desk = 'lab' and status in ('new', 'open', 'waiting_for_customer');

-- For the lab alone.
create table app.sample_comments (
  id uuid primary key,
  sample_id uuid not null references app.samples,
  person_id uuid not null references auth.people,
  text text not null check (length(text) between 1 and 5000),
  created_at timestamptz(3) not null
);
create index sample_comments_sample on app.sample_comments (sample_id, created_at desc, id desc);
