-- A registration is written the same for every address; a job then finds out whether the address is known, and makes the
-- link. Until it has, there is no token.
alter table app.registrations alter column token_hash drop not null;
create index registrations_email on app.registrations (email);
