-- How the revision of a detection came through a trial on its samples and on clean files, before anybody approves it.
alter table app.detection_revisions add column trial jsonb;
