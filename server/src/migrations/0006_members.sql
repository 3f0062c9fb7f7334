-- What administrators change about their company.

alter table app.companies add column version integer not null default 1;
