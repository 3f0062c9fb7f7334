-- Requests that are closed by the calendar, by their customer, or opened again; and requests that follow from others.

alter table app.requests
  -- When the request came into its status.
  add column status_since timestamptz(3) not null default now(),
  -- When it was resolved, as long as that stands.
  add column resolved_at timestamptz(3),
  -- When the customer, who is awaited, was reminded.
  add column reminded_at timestamptz(3),
  -- When the calendar acts next: reminds the customer, or closes the request.
  add column step_at timestamptz(3);
update app.requests set
  status_since = updated_at,
  resolved_at = case when status in ('resolved', 'closed') then updated_at end,
  -- What was laid aside before is not closed all at once.
  step_at = case status
    when 'waiting_for_customer' then greatest(updated_at, now()) + interval '7 days'
    when 'resolved' then greatest(updated_at, now()) + interval '14 days'
  end;
create index requests_step on app.requests (step_at, id) where step_at is not null;

-- Two requests that belong together; the later one names the earlier.
create table app.request_links (
  request_id uuid not null references app.requests,
  other_id uuid not null references app.requests,
  company_id uuid references app.companies,
  -- follow_up: written to the earlier one after it was closed for good; other_desk: filed with the other desk from there.
  kind text not null check (kind in ('follow_up', 'other_desk', 'related')),
  person_id uuid references auth.people,
  created_at timestamptz(3) not null,
  primary key (request_id, other_id),
  check (request_id <> other_id)
);
create index request_links_other on app.request_links (other_id, request_id);
select app.protect('app.request_links', 'select, insert, delete');
