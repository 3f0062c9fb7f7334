import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import {
  IdParams,
  InterfaceLanguage,
  nullable,
  object,
  oneOf,
  ref,
  type Static,
  Timestamp,
  Type,
  Uuid,
} from './schema.ts';

/** Who may read an article: anybody, members of companies, the vendor's staff alone. */
export const ARTICLE_AUDIENCES = ['public', 'customers', 'internal'] as const;
export type ArticleAudience = (typeof ARTICLE_AUDIENCES)[number];
/** Of a version: `draft` → `published` → `replaced` by the next, or `withdrawn`. */
export const ARTICLE_STATES = ['draft', 'published', 'replaced', 'withdrawn'] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];
export const ARTICLE_IMAGE_STATES = ['pending', 'ready', 'refused'] as const;

export const ARTICLE_TITLE_MAX = 150;
export const ARTICLE_SUMMARY_MAX = 300;
export const ARTICLE_TEXT_MAX = 50_000;
export const ARTICLE_COMMENT_MAX = 2000;
export const ARTICLE_IMAGES_MAX = 50;
/** How many articles are suggested at once. */
export const SUGGESTIONS_MAX = 4;
const Slug = Type.String({ minLength: 2, maxLength: 80, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' });
const Audience = oneOf(ARTICLE_AUDIENCES);
const Product = nullable(object({ id: Uuid, name: Type.String() }));
const Person = object({ id: Uuid, name: Type.String() });
/** A day; the article is to be looked through again by then. */
const Day = Type.String({ format: 'date' });

/** Where a picture of an article is fetched; in its text, this is the address of the picture. */
export const articleImagePath = (id: string): string => `/api/v1/help/images/${id}`;

const summaryFields = {
  id: Uuid,
  slug: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  language: InterfaceLanguage,
  audience: Audience,
  product: Product,
  publishedAt: Timestamp,
};
export const ArticleSummary = object(summaryFields, 'ArticleSummary');
export type ArticleSummary = Static<typeof ArticleSummary>;

export const Article = object(
  {
    ...summaryFields,
    text: Type.String({ description: 'Markdown' }),
    languages: Type.Array(InterfaceLanguage, { description: 'those it can be read in' }),
  },
  'Article',
);
export type Article = Static<typeof Article>;

const feedbackCounts = { helpful: Type.Integer(), unhelpful: Type.Integer() };

export const ArticleRow = object(
  {
    id: Uuid,
    slug: Type.String(),
    title: Type.String({ description: 'in the language asked for, else in another' }),
    audience: Audience,
    product: Product,
    texts: Type.Array(object({ language: InterfaceLanguage, published: Type.Boolean(), draft: Type.Boolean() }), {
      description: 'the languages it is written in',
    }),
    reviewOn: nullable(Day),
    ...feedbackCounts,
    updatedAt: Timestamp,
  },
  'ArticleRow',
);
export type ArticleRow = Static<typeof ArticleRow>;

const versionFields = {
  id: Uuid,
  number: Type.Integer({ description: 'counted from 1 in each language' }),
  state: oneOf(ARTICLE_STATES),
  title: Type.String(),
  author: Person,
  publisher: nullable(Person),
  publishedAt: nullable(Timestamp),
  endedAt: nullable(Timestamp, { description: 'when it was replaced or withdrawn' }),
  updatedAt: Timestamp,
};
export const ArticleVersionRow = object(versionFields, 'ArticleVersionRow');
export type ArticleVersionRow = Static<typeof ArticleVersionRow>;
export const ArticleVersion = object(
  { ...versionFields, summary: Type.String(), text: Type.String() },
  'ArticleVersion',
);
export type ArticleVersion = Static<typeof ArticleVersion>;

export const ArticleText = object(
  {
    language: InterfaceLanguage,
    version: Type.Integer({ description: 'counts on with every change in this language' }),
    draft: nullable(ref(ArticleVersion)),
    published: nullable(ref(ArticleVersion)),
    last: ref(ArticleVersion),
  },
  'ArticleText',
);
export type ArticleText = Static<typeof ArticleText>;

export const ArticleImage = object(
  {
    id: Uuid,
    state: oneOf(ARTICLE_IMAGE_STATES),
    name: Type.String(),
    width: nullable(Type.Integer()),
    height: nullable(Type.Integer()),
  },
  'ArticleImage',
);
export type ArticleImage = Static<typeof ArticleImage>;

export const ArticleRecord = object(
  {
    id: Uuid,
    slug: Type.String(),
    slugIsFixed: Type.Boolean({ description: 'it was published under this address once' }),
    audience: Audience,
    product: Product,
    request: nullable(object({ id: Uuid, number: Type.String() }), { description: 'from which it was begun' }),
    reviewOn: nullable(Day),
    texts: Type.Array(ref(ArticleText)),
    images: Type.Array(ref(ArticleImage)),
    ...feedbackCounts,
    createdAt: Timestamp,
    updatedAt: Timestamp,
    version: Type.Integer(),
  },
  'ArticleRecord',
);
export type ArticleRecord = Static<typeof ArticleRecord>;

export const ArticleComment = object(
  {
    id: Uuid,
    language: InterfaceLanguage,
    helpful: Type.Boolean(),
    comment: Type.String(),
    from: oneOf(['public', 'customer', 'vendor']),
    createdAt: Timestamp,
  },
  'ArticleComment',
);
export type ArticleComment = Static<typeof ArticleComment>;

const written = {
  title: Type.String({ minLength: 1, maxLength: ARTICLE_TITLE_MAX, pattern: '\\S' }),
  summary: Type.String({ maxLength: ARTICLE_SUMMARY_MAX }),
  text: Type.String({ minLength: 1, maxLength: ARTICLE_TEXT_MAX, pattern: '\\S' }),
};
export const WriteArticle = object(written, 'WriteArticle');
export type WriteArticle = Static<typeof WriteArticle>;

export const CreateArticle = object(
  {
    ...written,
    language: InterfaceLanguage,
    audience: Audience,
    slug: Type.Optional(Slug),
    productId: Type.Optional(nullable(Uuid)),
    requestId: Type.Optional(Uuid),
  },
  'CreateArticle',
);
export type CreateArticle = Static<typeof CreateArticle>;

export const PatchArticle = object({
  slug: Type.Optional(Slug),
  audience: Type.Optional(Audience),
  productId: Type.Optional(nullable(Uuid)),
  reviewOn: Type.Optional(nullable(Day)),
});
export type PatchArticle = Static<typeof PatchArticle>;

export const RateArticle = object({
  language: InterfaceLanguage,
  helpful: Type.Boolean(),
  comment: Type.Optional(Type.String({ maxLength: ARTICLE_COMMENT_MAX })),
  /** What the same reader said of it within the last hour; this takes its place. */
  follows: Type.Optional(Uuid),
});
export type RateArticle = Static<typeof RateArticle>;

const Question = Type.String({ maxLength: 200 });
const inLanguage = { language: Type.Optional(InterfaceLanguage) };
/** Staff who answer a customer ask for what customers may read. */
const forReader = { for: Type.Optional(oneOf(['customer'])) };

const open = { permission: 'anyone', recognises: true, status: 200 } as const;
const SlugParams = object({ slug: Slug });
const TextParams = object({ id: Uuid, language: InterfaceLanguage });

/** What anybody reads of the help centre; members and staff, who are recognised by their session, are shown more. */
export const helpRoutes = {
  listArticles: route({
    ...open,
    method: 'GET',
    path: '/api/v1/help/articles',
    summary: 'Articles that the caller may read, the latest first; with `q` those that all of its words are found in',
    query: object({
      q: Type.Optional(Question),
      product: Type.Optional(Uuid),
      ...inLanguage,
      ...forReader,
      ...pageQuery,
    }),
    reply: listOf(ref(ArticleSummary)),
    throttle: { by: 'address', limit: 300, seconds: 60 },
  }),
  getArticle: route({
    ...open,
    method: 'GET',
    path: '/api/v1/help/articles/:slug',
    summary: 'One article, in the language asked for or else in another, which is named',
    params: SlugParams,
    query: object(inLanguage),
    reply: ref(Article),
    errors: ['not_found'],
  }),
  suggestArticles: route({
    ...open,
    method: 'GET',
    path: '/api/v1/help/suggestions',
    summary: 'Articles that may answer what somebody is writing, the likeliest first',
    query: object({ q: Type.String({ minLength: 1, maxLength: 2000 }), ...inLanguage, ...forReader }),
    reply: object({ data: Type.Array(ref(ArticleSummary), { maxItems: SUGGESTIONS_MAX }) }),
    throttle: { by: 'address', limit: 300, seconds: 60 },
  }),
  rateArticle: route({
    ...open,
    method: 'POST',
    path: '/api/v1/help/articles/:slug/feedback',
    summary: 'Say whether an article helped; a comment reaches whoever wrote it',
    params: SlugParams,
    body: RateArticle,
    reply: object({ id: Uuid }),
    errors: ['not_found'],
    throttle: { by: 'address', limit: 20, seconds: 600 },
  }),
  getArticleImage: route({
    ...open,
    method: 'GET',
    path: '/api/v1/help/images/:id',
    summary: 'A picture of an article, encoded anew (WebP or JPEG)',
    params: IdParams,
    reply: null,
    answer: 'raw',
    mediaType: 'image/*',
    errors: ['not_found'],
  }),
};

const path = '/api/v1/desk/articles';
const staff = { permission: 'staff', status: 200 } as const;
/** What others then read is let out by those who answer for it. */
const publisher = { permission: 'lead_or_admin', status: 200, versioned: true } as const;

/** How articles are written: all staff write, leads and admins publish. */
export const articleRoutes = {
  listOwnArticles: route({
    ...staff,
    method: 'GET',
    path,
    summary: 'All articles, those changed last first',
    query: object({
      q: Type.Optional(Question),
      audience: Type.Optional(Audience),
      state: Type.Optional(oneOf(['draft', 'published', 'unpublished'])),
      due: Type.Optional(Type.Boolean({ description: 'only those that are to be looked through again by today' })),
      ...inLanguage,
      ...pageQuery,
    }),
    reply: listOf(ref(ArticleRow)),
  }),
  createArticle: route({
    ...staff,
    method: 'POST',
    path,
    summary: 'Begin an article, as a draft in one language',
    query: draftQuery,
    body: ref(CreateArticle),
    status: 201,
    reply: ref(ArticleRecord),
    idempotent: true,
    errors: ['not_found', 'transition_not_allowed'],
  }),
  getArticleRecord: route({
    ...staff,
    method: 'GET',
    path: `${path}/:id`,
    summary: 'One article with what is written and what is published in each language',
    params: IdParams,
    reply: ref(ArticleRecord),
  }),
  patchArticle: route({
    ...staff,
    method: 'PATCH',
    path: `${path}/:id`,
    summary:
      'Change who may read an article, its address, product or day of review; who may read a published one, only as a lead or an admin',
    params: IdParams,
    body: PatchArticle,
    reply: ref(ArticleRecord),
    versioned: true,
    errors: ['transition_not_allowed'],
  }),
  writeArticle: route({
    ...staff,
    method: 'PUT',
    path: `${path}/:id/texts/:language`,
    summary: 'Save the draft in a language; readers go on seeing what is published',
    params: TextParams,
    query: draftQuery,
    body: ref(WriteArticle),
    reply: ref(ArticleRecord),
    versioned: true,
    creates: true,
  }),
  dropArticleDraft: route({
    ...staff,
    method: 'DELETE',
    path: `${path}/:id/texts/:language/draft`,
    summary: 'Discard the draft in a language; an article of which nothing else is left goes with it',
    params: TextParams,
    status: 204,
    reply: null,
    versioned: true,
    errors: ['transition_not_allowed'],
  }),
  publishArticle: route({
    ...publisher,
    method: 'POST',
    path: `${path}/:id/texts/:language/publish`,
    summary: 'Publish the draft in a language as it was read',
    params: TextParams,
    reply: ref(ArticleRecord),
    errors: ['transition_not_allowed'],
  }),
  withdrawArticle: route({
    ...publisher,
    method: 'POST',
    path: `${path}/:id/texts/:language/withdraw`,
    summary: 'Take back what is published in a language',
    params: TextParams,
    reply: ref(ArticleRecord),
    errors: ['transition_not_allowed'],
  }),
  listArticleVersions: route({
    ...staff,
    method: 'GET',
    path: `${path}/:id/texts/:language/versions`,
    summary: 'Versions of an article in a language, newest first',
    params: TextParams,
    query: object({ ...pageQuery }),
    reply: listOf(ref(ArticleVersionRow)),
  }),
  getArticleVersion: route({
    ...staff,
    method: 'GET',
    path: `${path}/:id/versions/:versionId`,
    summary: 'One version with its text',
    params: object({ id: Uuid, versionId: Uuid }),
    reply: ref(ArticleVersion),
  }),
  listArticleComments: route({
    ...staff,
    method: 'GET',
    path: `${path}/:id/comments`,
    summary: 'What readers have said about an article, newest first',
    params: IdParams,
    query: object({ ...pageQuery }),
    reply: listOf(ref(ArticleComment)),
  }),
  addArticleImage: route({
    ...staff,
    method: 'POST',
    path: `${path}/:id/images`,
    summary: 'Take a finished upload as a picture of the article; it is encoded anew before anybody sees it',
    params: IdParams,
    body: object({ uploadId: Uuid }),
    status: 201,
    reply: ref(ArticleImage),
    errors: ['upload_not_ready', 'too_many_files', 'payload_too_large'],
  }),
};
