-- A digest that is near to those of similar files; null where a file is too short or too much alike throughout.
alter table app.samples add column tlsh text check (tlsh ~ '^T1[0-9A-F]{70}$');
