-- Verdicts on samples. Vendor's own; what concerns a customer is copied to the objects that they sent.

create table app.verdicts (
  id uuid primary key,
  sample_id uuid not null references app.samples,
  -- Counted from 1 for each sample; the highest stands.
  revision integer not null check (revision > 0),
  verdict text not null check (verdict in ('malware', 'unwanted', 'clean', 'no_threats_found', 'false_detection_removed',
    'detection_correct', 'inconclusive', 'not_analysable')),
  reason text check (reason in ('encrypted', 'damaged', 'incomplete', 'unsupported_format', 'too_large')),
  -- What makes scanners follow the verdict; at most one of the two.
  detection_id uuid references app.detections,
  allow_entry_id uuid references app.allow_entries,
  person_id uuid not null references auth.people,
  -- What its submitters were written, by language.
  texts jsonb not null,
  -- Taken for a file within this one.
  inner_id uuid references app.verdicts,
  created_at timestamptz(3) not null,
  unique (sample_id, revision),
  check ((verdict = 'not_analysable') = (reason is not null)),
  check (detection_id is null or allow_entry_id is null)
);
create index verdicts_detection on app.verdicts (detection_id) where detection_id is not null;
create index verdicts_allow_entry on app.verdicts (allow_entry_id) where allow_entry_id is not null;

alter table app.submission_objects
  add column verdict_id uuid references app.verdicts,
  add column verdict text,
  add column verdict_reason text,
  add column verdict_detection text,
  add column verdict_at timestamptz(3),
  -- Scanners follow with a release that is not out yet.
  add column verdict_due boolean not null default false,
  add column verdict_release text,
  add column verdict_released_at timestamptz(3),
  add constraint submission_objects_verdict check ((verdict_id is null) = (verdict is null) and (verdict is null) = (verdict_at is null)),
  add constraint submission_objects_release check ((verdict_release is null) = (verdict_released_at is null) and not (verdict_due and verdict is null));
create index submission_objects_due on app.submission_objects (verdict_id) where verdict_due;
create index submission_objects_hash on app.submission_objects (sha256, request_id) where kind = 'hash';

-- Which release makes scanners follow a verdict, or whether one is still to come; neither where nothing was named, or
-- what was named has been taken back.
create function app.publication_of(taken app.verdicts) returns table (due boolean, release_id uuid)
language sql stable set search_path = pg_catalog as $$
  select coalesce(found.due, false), found.release_id from (values (1)) as one (row) left join lateral (
    select e.state in ('draft', 'approved') as due, e.released_in as release_id
    from app.allow_entries e where e.id = taken.allow_entry_id and e.state <> 'withdrawn'
    union all
    -- Something is detected: by the revision that is out, unless the sample waits for the next one.
    select f.next is not null and not coalesce(f.out_has_it, false),
      case when f.next is null or f.out_has_it then f.released_in end
    from (
      select o.released_in, o.id as out_id, n.id as next,
        o.samples @> array[(select s.sha256 from app.samples s where s.id = taken.sample_id)] as out_has_it
      from app.detections d
      left join app.detection_revisions o on o.detection_id = d.id and o.state = 'released'
      left join app.detection_revisions n on n.detection_id = d.id and n.state in ('draft', 'approved')
      where d.id = taken.detection_id
    ) f where taken.verdict <> 'false_detection_removed' and (f.next is not null or f.out_id is not null)
    union all
    -- Something is no longer reported: with the release that took the detection back, or that carried a better one.
    select f.number is null, f.id
    from (
      select r.id, r.number from app.detections d
      left join lateral (
        select r.id, r.number from app.detection_revisions v join app.releases r on r.id in (v.released_in, v.withdrawn_in)
        where v.detection_id = d.id and r.state = 'published'
          and (r.id = v.withdrawn_in and v.newest or v.state = 'released' and r.published_at > taken.created_at)
        order by r.version desc limit 1
      ) r on true
      where d.id = taken.detection_id and exists (select from app.detection_revisions v
        where v.detection_id = d.id and v.state in ('released', 'replaced', 'withdrawn'))
    ) f where taken.verdict = 'false_detection_removed'
  ) found on true limit 1;
$$;

alter table app.requests
  -- When a verdict last answered all or a part of it, and who took that verdict.
  add column verdict_at timestamptz(3),
  add column verdict_by uuid references auth.people,
  -- The customer's objection to a verdict, which there is once.
  add column disputed_at timestamptz(3);

-- The program writes by itself, too: that a file is known, that a release is out.
alter table app.messages drop constraint messages_check;
