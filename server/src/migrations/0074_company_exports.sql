-- All data of a company in one archive, besides requests as a table; kept, told and deleted as those are.
alter table app.exports drop constraint exports_format_check;
alter table app.exports add constraint exports_format_check check (format in ('csv', 'xlsx', 'json', 'zip'));
