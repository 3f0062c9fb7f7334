-- Whoever works for the vendor looks for what a person filed in any company.
drop index app.requests_company_author;
create index requests_author on app.requests (author_id, created_at desc, id desc);
