-- A small picture of a picture: made by an isolated process, sealed in the blob store like the original.
alter table app.attachments
  -- Set before the blob is made, so that one whose making was cut short is found and removed.
  add column preview_blob_id uuid,
  add column preview_type text check (preview_type in ('image/webp', 'image/jpeg')),
  add column preview_width smallint check (preview_width > 0),
  add column preview_height smallint check (preview_height > 0),
  add constraint attachments_preview_whole check (
    num_nonnulls(preview_type, preview_width, preview_height) in (0, 3)
    and (preview_type is null or preview_blob_id is not null)
  );

-- Jobs of a higher number wait until those of lower ones are taken, so that a heap of slow ones leaves the others their turn.
drop function app.enqueue(text, json, text, timestamptz);
create function app.enqueue(
  task text, payload json, job_key text default null, run_at timestamptz default null, priority integer default 0
) returns void language plpgsql security definer
  set search_path = pg_catalog
  as $$
begin
  if app.is_customer() and not exists (select from app.customer_tasks t where t.task = enqueue.task) then
    raise exception 'a customer may not start the job %', task using errcode = 'insufficient_privilege';
  end if;
  perform graphile_worker.add_job(task, payload, priority := enqueue.priority, job_key := enqueue.job_key,
    run_at := enqueue.run_at, job_key_mode := 'replace');
end $$;
select app.open_to_customers('app.enqueue(text,json,text,timestamptz,integer)');
