-- Search: what was written, cut into words. One row per message, and one per subject under the request's own id.

-- The stemmer of a language; languages that have none are searched by their words as they stand.
create function app.stemmer_of(language text) returns regconfig language sql immutable parallel safe
  set search_path = pg_catalog
  as $$
  select case split_part(language, '-', 1)
    when 'ar' then 'arabic' when 'da' then 'danish' when 'de' then 'german' when 'el' then 'greek'
    when 'en' then 'english' when 'es' then 'spanish' when 'fi' then 'finnish' when 'fr' then 'french'
    when 'hu' then 'hungarian' when 'id' then 'indonesian' when 'it' then 'italian' when 'lt' then 'lithuanian'
    when 'nl' then 'dutch' when 'no' then 'norwegian' when 'nb' then 'norwegian' when 'pt' then 'portuguese'
    when 'ro' then 'romanian' when 'ru' then 'russian' when 'sv' then 'swedish' when 'tr' then 'turkish'
    else 'simple'
  end::regconfig
$$;
select app.open_to_customers('app.stemmer_of(text)');

-- What is found of a text: its stems, its words as they stand (both in order), and ends of the words of its names.
create function app.search_vector(language text, words text, plain_words text, ends text[]) returns tsvector
  language sql immutable parallel safe
  set search_path = pg_catalog, app
  as $$
  select to_tsvector(app.stemmer_of(language), words) || to_tsvector('simple', plain_words)
    || array_to_tsvector(array(select distinct unnest(ends)))
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
