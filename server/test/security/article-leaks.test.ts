// Articles and pictures of the help centre that somebody must not read: by their address, search, suggestions, lists,
// pictures, or as what is not published any more. Markup in them stays text.
// Seen as: CVE-2023-45024 (RT), GHSA-gh3r-jh6q-wrvj (FreeScout), CVE-2024-33668 (Zammad), CVE-2026-56731 (Zammad).
import type { ArticleAudience, ArticleRecord } from '@companyaccount/contract/articles';
import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GIF } from '../attachments/pictures.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { NEW_ARTICLE, publishNew, versionOf } from '../help/new-article.ts';
import { addMember, attempt } from './attack.ts';

let test: TestApp;
let lead: Client;
const articles = {} as Record<ArticleAudience, ArticleRecord>;
const images = {} as Record<ArticleAudience, string>;
let draft: ArticleRecord;
let withdrawn: ArticleRecord;

async function addPicture(id: string, content: Buffer = GIF): Promise<string> {
  const uploadId = await uploadCalls(test, await test.signIn('lead@vendor.example')).whole(content, 'picture.gif');
  const image = await lead.addArticleImage({ params: { id }, body: { uploadId } });
  await test.runJobs();
  return image.id;
}

beforeAll(async () => {
  test = await startTestApp();
  lead = await test.as('lead@vendor.example');
  for (const audience of ['public', 'customers', 'internal'] as const) {
    const made = await lead.createArticle({ body: { ...NEW_ARTICLE, title: `Zanzibar ${audience}`, audience } });
    const image = await addPicture(made.id);
    const text = `About zanzibar cloves. ![shot](/api/v1/help/images/${image})`;
    const params = { id: made.id, language: 'en' } as const;
    const body = { title: `Zanzibar ${audience}`, summary: 'Zanzibar cloves', text };
    const written = await lead.writeArticle({ params, version: versionOf(made), body });
    articles[audience] = await lead.publishArticle({ params, version: versionOf(written) });
    images[audience] = image;
  }
  draft = await lead.createArticle({ body: { ...NEW_ARTICLE, title: 'Zanzibar draft', text: 'Zanzibar cloves' } });
  const gone = await publishNew(lead, { title: 'Zanzibar withdrawn', text: 'Zanzibar cloves' });
  const params = { id: gone.id, language: 'en' } as const;
  withdrawn = await lead.withdrawArticle({ params, version: versionOf(gone) });
});
afterAll(() => test.close());

const READERS = {
  nobody: async () => undefined,
  'a person who waits to be let in': async () =>
    (await addMember(test, { email: 'waits@acme.example', state: 'pending' })).cookie,
  'a removed member': async () => (await addMember(test, { email: 'gone@acme.example', state: 'removed' })).cookie,
  'a member': () => test.signIn('boris@acme.example'),
  'an administrator': () => test.signIn('anna@acme.example'),
  'the staff': () => test.signIn('engineer@vendor.example'),
};
const ALLOWED: Record<string, readonly ArticleAudience[]> = {
  nobody: ['public'],
  'a person who waits to be let in': ['public'],
  'a removed member': ['public'],
  'a member': ['public', 'customers'],
  'an administrator': ['public', 'customers'],
  'the staff': ['public', 'customers', 'internal'],
};

describe.each(Object.entries(READERS))('%s', (name, signIn) => {
  let cookie: { cookie?: string };
  const allowed = ALLOWED[name] ?? [];
  const slugs = allowed.map((audience) => `zanzibar-${audience}`).toSorted();
  beforeAll(async () => {
    const given = await signIn();
    cookie = given === undefined ? {} : { cookie: given };
  });
  const found = async (route: 'listArticles' | 'suggestArticles', query: Record<string, unknown>) => {
    const answer = await attempt(test, route, { query, ...cookie });
    expect(answer.statusCode).toBe(200);
    return answer
      .json<{ data: { slug: string }[] }>()
      .data.map(({ slug }) => slug)
      .toSorted();
  };

  it('finds by words, parts, typing errors and suggestions what they may read, and nothing else', async () => {
    expect(await found('listArticles', { q: 'zanzibar' })).toEqual(slugs);
    expect(await found('listArticles', { q: 'nzib' })).toEqual(slugs);
    expect(await found('listArticles', { q: 'zanzibbar' })).toEqual(slugs);
    expect(await found('suggestArticles', { q: 'the cloves of Zanzibar are gone' })).toEqual(slugs);
    const listed = await found('listArticles', { 'page[size]': 100 });
    expect(listed.filter((slug) => slug.startsWith('zanzibar'))).toEqual(slugs);
  });

  it('opens and rates by address what they may read; all else does not exist', async () => {
    for (const [audience, { slug }] of Object.entries(articles)) {
      const isAllowed = allowed.includes(audience as ArticleAudience);
      const answer = await attempt(test, 'getArticle', { params: { slug }, ...cookie });
      expect(answer.statusCode, audience).toBe(isAllowed ? 200 : 404);
      const body = { language: 'en', helpful: true };
      const rated = await attempt(test, 'rateArticle', { params: { slug }, body, ...cookie });
      expect(rated.statusCode, audience).toBe(isAllowed ? 200 : 404);
    }
    for (const { slug } of [draft, withdrawn]) {
      const answer = await attempt(test, 'getArticle', { params: { slug }, ...cookie });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toContain('Zanzibar');
    }
  });

  it('fetches pictures of what they may read alone, and only encoded anew', async () => {
    for (const [audience, id] of Object.entries(images)) {
      const answer = await attempt(test, 'getArticleImage', { params: { id }, ...cookie });
      expect(answer.statusCode, audience).toBe(allowed.includes(audience as ArticleAudience) ? 200 : 404);
      if (answer.statusCode !== 200) continue;
      expect(answer.headers['content-type']).toMatch(/^image\/(?:webp|jpeg)$/u);
      expect(answer.headers['content-security-policy']).toContain('sandbox');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.rawPayload.equals(GIF)).toBe(false);
    }
  });
});

it('shows nobody but the staff a picture that no published text has', async () => {
  const { id } = articles.public;
  const image = await addPicture(id);
  const call = { params: { id: image } };
  expect((await attempt(test, 'getArticleImage', call)).statusCode).toBe(404);
  const cookie = await test.signIn('engineer@vendor.example');
  expect((await attempt(test, 'getArticleImage', { ...call, cookie })).statusCode).toBe(200);
});

it('opens no picture of one article by naming it in another', async () => {
  await publishNew(lead, { title: 'A borrowed picture', text: `![x](/api/v1/help/images/${images.internal})` });
  expect((await attempt(test, 'getArticleImage', { params: { id: images.internal } })).statusCode).toBe(404);
});

it('takes no document, however it is called, for a picture', async () => {
  const { id } = articles.public;
  const image = await addPicture(id, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'));
  const record = await lead.getArticleRecord({ params: { id } });
  expect(record.images.find((one) => one.id === image)).toMatchObject({ state: 'refused', width: null });
  const cookie = await test.signIn('lead@vendor.example');
  expect((await attempt(test, 'getArticleImage', { params: { id: image }, cookie })).statusCode).toBe(404);
});

it('recognises nobody by a token, nor by the cookie beside it', async () => {
  const engineer = await test.as('engineer@vendor.example');
  const { token } = await engineer.createOwnToken({ body: { name: 'x', scopes: ['files'], expiresInDays: 1 } });
  const cookie = await test.signIn('engineer@vendor.example');
  const answer = await attempt(test, 'getArticle', {
    params: { slug: articles.internal.slug },
    headers: { authorization: `Bearer ${token}` },
    cookie,
  });
  expect(answer.statusCode).toBe(404);
});

it('narrows down for staff what they look for on behalf of a customer', async () => {
  const cookie = await test.signIn('engineer@vendor.example');
  for (const route of ['listArticles', 'suggestArticles'] as const) {
    const answer = await attempt(test, route, { query: { q: 'zanzibar cloves', for: 'customer' }, cookie });
    expect(answer.body).not.toContain('internal');
    expect(answer.body).toContain('zanzibar-customers');
  }
});

it('keeps markup as it is, as text, and tells readers nothing of who wrote it or from what', async () => {
  const markup = '<script>alert(1)</script> [x](javascript:alert(1)) ![x](https://evil.example/x.png)';
  const { slug } = await publishNew(lead, { title: markup, summary: markup, text: markup });
  const answer = await attempt(test, 'getArticle', { params: { slug } });
  expect(answer.json()).toMatchObject({ title: markup, summary: markup, text: markup });
  expect(answer.headers['content-type']).toMatch(/^application\/json/u);
  expect(Object.keys(answer.json<object>()).toSorted()).toEqual([
    'audience',
    'id',
    'language',
    'languages',
    'product',
    'publishedAt',
    'slug',
    'summary',
    'text',
    'title',
  ]);
});
