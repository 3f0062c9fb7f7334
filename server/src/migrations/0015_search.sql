-- Search: what was written, cut into words. One row per message, and one per subject under the request's own id.

-- Neither function names a search path: then they are inlined, which makes them three times as fast.
-- The stemmer of a language; languages that have none are searched by their words as they stand.
create function app.stemmer_of(language text) returns regconfig language sql immutable parallel safe
  as $$
  select case split_part(language, '-', 1)
    when 'ar' then 'pg_catalog.arabic'::regconfig
    when 'da' then 'pg_catalog.danish'::regconfig
    when 'de' then 'pg_catalog.german'::regconfig
    when 'el' then 'pg_catalog.greek'::regconfig
    when 'en' then 'pg_catalog.english'::regconfig
    when 'es' then 'pg_catalog.spanish'::regconfig
    when 'fi' then 'pg_catalog.finnish'::regconfig
    when 'fr' then 'pg_catalog.french'::regconfig
    when 'hu' then 'pg_catalog.hungarian'::regconfig
    when 'id' then 'pg_catalog.indonesian'::regconfig
    when 'it' then 'pg_catalog.italian'::regconfig
    when 'lt' then 'pg_catalog.lithuanian'::regconfig
    when 'nl' then 'pg_catalog.dutch'::regconfig
    when 'no' then 'pg_catalog.norwegian'::regconfig
    when 'nb' then 'pg_catalog.norwegian'::regconfig
    when 'pt' then 'pg_catalog.portuguese'::regconfig
    when 'ro' then 'pg_catalog.romanian'::regconfig
    when 'ru' then 'pg_catalog.russian'::regconfig
    when 'sv' then 'pg_catalog.swedish'::regconfig
    when 'tr' then 'pg_catalog.turkish'::regconfig
    else 'pg_catalog.simple'::regconfig
  end
$$;
select app.open_to_customers('app.stemmer_of(text)');

-- What is found of a text: its stems, its words as they stand (both in order), and ends of the words of its names.
create function app.search_vector(language text, words text, plain_words text, ends text[]) returns tsvector
  language sql immutable parallel safe
  as $$
  select pg_catalog.to_tsvector(app.stemmer_of(language), words)
    || pg_catalog.to_tsvector('pg_catalog.simple'::regconfig, plain_words) || pg_catalog.array_to_tsvector(ends)
$$;
select app.open_to_customers('app.search_vector(text,text,text,text[])');

create table app.search_entries (
  -- A message's id, or the request's own for its subject.
  source_id uuid primary key,
  request_id uuid not null references app.requests,
  company_id uuid references app.companies,
  internal boolean not null default false,
  words tsvector not null
);
create index search_entries_request on app.search_entries (request_id);
create index search_entries_words on app.search_entries using gin (words);
-- No index serves `@@` behind the wall, so the vendor's side finds the ids for customers too, and the rows are then
-- loaded behind the wall.
select app.protect('app.search_entries', 'select, insert, update', 'not internal');
insert into app.customer_tasks (task) values ('search.index-request');

create index companies_name on app.companies using gin (name gin_trgm_ops);
create index people_name on auth.people using gin (name gin_trgm_ops);

insert into app.search_entries (source_id, request_id, company_id, internal, words)
  select r.id, r.id, r.company_id, false,
    app.search_vector(r.language, w, w, '{}')
  from app.requests r, regexp_replace(r.subject, '[^[:alnum:]]+', ' ', 'g') w;
insert into app.search_entries (source_id, request_id, company_id, internal, words)
  select m.id, m.request_id, m.company_id, m.visibility = 'internal',
    app.search_vector(r.language, w, w, '{}')
  from app.messages m join app.requests r on r.id = m.request_id, regexp_replace(m.text, '[^[:alnum:]]+', ' ', 'g') w;
