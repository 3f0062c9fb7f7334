-- The analysis of samples that are known already, once more: after the pipeline or its rules have changed. Vendor's own.
create table app.reanalyses (
  id uuid primary key,
  scope text not null check (scope in ('all', 'outdated')),
  state text not null default 'running' check (state in ('running', 'done', 'cancelled')),
  pipeline_version integer not null,
  -- Of the YARA rules, as the jobs have them; null until the first portion.
  rules_digest text check (length(rules_digest) = 64),
  -- Samples there were at its start, and those settled of them.
  total integer not null,
  done integer not null default 0,
  changes integer not null default 0,
  -- How far it has walked, from the newest sample to the oldest.
  reached_at timestamptz(3) not null,
  reached_id uuid not null,
  walked boolean not null default false,
  person_id uuid not null references auth.people,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  check ((state = 'running') = (finished_at is null))
);
create unique index reanalyses_one on app.reanalyses ((true)) where state = 'running';
create index reanalyses_recent on app.reanalyses (created_at desc, id desc);

create index samples_recent on app.samples (created_at desc, id desc);

alter table app.analyses
  -- Of the YARA rules that were tried; null until then, and of what was analysed before they were noted.
  add column rules_digest text check (length(rules_digest) = 64),
  add column reanalysis_id uuid references app.reanalyses;
create index analyses_reanalysis on app.analyses (reanalysis_id) where state = 'running' and reanalysis_id is not null;

-- A sample whose outcome is no longer what its senders were told, or contradicts the verdict that stands.
create table app.reanalysis_changes (
  reanalysis_id uuid not null references app.reanalyses,
  sample_id uuid not null references app.samples,
  told_outcome text,
  told_detection text,
  verdict text,
  outcome text not null,
  detection text,
  created_at timestamptz(3) not null,
  primary key (reanalysis_id, sample_id)
);
create index reanalysis_changes_recent on app.reanalysis_changes (reanalysis_id, created_at desc, sample_id desc);
