-- What ClamAV says of a file is told to its sender, by the name it gives.
alter table app.submission_objects
  add column detection text check (length(detection) between 1 and 200),
  drop constraint submission_objects_outcome_check,
  add constraint submission_objects_outcome_check check (outcome in ('detected', 'nothing_found', 'encrypted', 'empty', 'too_large', 'unreadable', 'already_sent', 'send_file', 'for_analyst')),
  add constraint submission_objects_detection check ((outcome = 'detected') = (detection is not null));
