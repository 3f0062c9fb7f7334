-- The number of the release since which the definitions of this installation detect an object.
alter table app.submission_objects add column release text check (length(release) <= 40);
