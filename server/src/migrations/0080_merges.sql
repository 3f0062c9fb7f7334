-- Requests that were merged into others, and requests that were split off.

alter table app.requests
  -- Where a request goes on that was merged into another one; it is closed meanwhile.
  add column merged_into_id uuid references app.requests,
  add column merged_at timestamptz(3),
  add check ((merged_into_id is null) = (merged_at is null)),
  add check (merged_into_id <> id),
  add check (merged_into_id is null or status = 'closed');
create index requests_merged on app.requests (merged_into_id, merged_at desc, id) where merged_into_id is not null;

-- What a merge changed, so that it can be taken back.
create table app.request_merges (
  request_id uuid primary key references app.requests,
  -- How the request stood before; and the one it was merged into, before and right after.
  stood jsonb not null,
  target_stood jsonb not null,
  target_came_to jsonb not null,
  -- What went over to the other one.
  message_ids uuid[] not null,
  object_ids uuid[] not null,
  participant_ids uuid[] not null,
  draft_ids uuid[] not null
);

alter table app.request_links
  drop constraint request_links_kind_check,
  add constraint request_links_kind_check check (kind in ('follow_up', 'other_desk', 'related', 'split'));

-- What one customer waits for, to find the same trouble filed twice.
create index requests_company_waiting on app.requests (company_id, desk, created_at desc)
  where status in ('new', 'open', 'waiting_for_customer');
