-- Texts that staff put into their answers. They belong to the vendor: customers never see more than what was sent to them.
create table app.canned_answers (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  -- Null for both desks.
  desk text check (desk in ('support', 'lab')),
  -- By language: {"en": "Hello {{customer}}, …", "ru": "…"}.
  texts jsonb not null check (jsonb_typeof(texts) = 'object' and texts <> '{}'),
  uses integer not null default 0,
  used_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null
);
create unique index canned_answers_name on app.canned_answers (lower(name));
