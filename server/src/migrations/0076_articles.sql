-- The help centre. Customers' transactions have no right to any of this: who may read what is asked on the vendor's side,
-- since most readers are nobody (see features/help/article.ts).

create table app.articles (
  id uuid primary key,
  -- Its address; fixed once something was published under it.
  slug text not null unique check (length(slug) between 2 and 80),
  audience text not null check (audience in ('public', 'customers', 'internal')),
  product_id uuid references app.products on delete set null,
  -- The request that it was begun from.
  request_id uuid references app.requests,
  review_on date,
  author_id uuid not null references auth.people,
  version integer not null default 1,
  -- When something of it was published last; null while nothing is.
  published_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create index articles_updated on app.articles (updated_at desc, id desc);
create index articles_published on app.articles (published_at desc, id desc) include (audience) where published_at is not null;
create index articles_product on app.articles (product_id, published_at desc, id desc) where published_at is not null;
create index articles_review on app.articles (review_on) where review_on is not null;
create index articles_request on app.articles (request_id) where request_id is not null;

-- A language that an article is written in. Whoever changes anything in it locks this row.
create table app.article_texts (
  article_id uuid not null references app.articles on delete cascade,
  language text not null check (length(language) between 2 and 3),
  version integer not null,
  primary key (article_id, language)
);

create table app.article_versions (
  id uuid primary key,
  article_id uuid not null,
  language text not null,
  number integer not null,
  state text not null check (state in ('draft', 'published', 'replaced', 'withdrawn')),
  title text not null check (length(title) between 1 and 150),
  summary text not null check (length(summary) <= 300),
  text text not null check (length(text) between 1 and 50000),
  -- The pictures of the article that stand in the text.
  images uuid[] not null,
  author_id uuid not null references auth.people,
  publisher_id uuid references auth.people,
  published_at timestamptz(3),
  ended_at timestamptz(3),
  updated_at timestamptz(3) not null,
  -- As in app.search_entries; words of the title weigh more.
  words tsvector not null,
  unique (article_id, language, number),
  foreign key (article_id, language) references app.article_texts on delete cascade,
  check ((state = 'draft') = (published_at is null)),
  check ((state in ('replaced', 'withdrawn')) = (ended_at is not null))
);
create unique index article_versions_draft on app.article_versions (article_id, language) where state = 'draft';
create unique index article_versions_published on app.article_versions (article_id, language) where state = 'published';
create index article_versions_words on app.article_versions using gin (words) where state = 'published';
create index article_versions_title on app.article_versions using gin (title gin_trgm_ops) where state in ('draft', 'published');

create table app.article_images (
  id uuid primary key,
  article_id uuid not null references app.articles on delete cascade,
  name text not null,
  state text not null default 'pending' check (state in ('pending', 'ready', 'refused')),
  -- What was sent, until it is encoded anew; nobody is ever given it.
  original_id uuid not null,
  blob_id uuid not null,
  type text check (type in ('image/webp', 'image/jpeg')),
  width smallint check (width > 0),
  height smallint check (height > 0),
  created_at timestamptz(3) not null,
  check ((state = 'ready') = (type is not null)),
  check (num_nonnulls(type, width, height) in (0, 3))
);
create index article_images_article on app.article_images (article_id, created_at);

create table app.article_feedback (
  id uuid primary key,
  article_id uuid not null references app.articles on delete cascade,
  language text not null,
  helpful boolean not null,
  comment text check (length(comment) between 1 and 2000),
  side text not null check (side in ('public', 'customer', 'vendor')),
  -- Null: nobody who was signed in.
  person_id uuid references auth.people,
  -- When the comment was mailed to whoever wrote the article.
  told_at timestamptz(3),
  created_at timestamptz(3) not null
);
-- One voice a person, the last one.
create unique index article_feedback_person on app.article_feedback (article_id, person_id) where person_id is not null;
create index article_feedback_counts on app.article_feedback (article_id, helpful);
create index article_feedback_comments on app.article_feedback (article_id, created_at desc, id desc)
  where comment is not null;
create index article_feedback_untold on app.article_feedback (article_id) where comment is not null and told_at is null;
