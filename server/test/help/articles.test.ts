import type { Client } from '@companyaccount/contract/client';
import { type RawBuilder, sql } from 'kysely';
import { enqueue } from '#platform/db/enqueue.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, fileRequest, mailsTo } from '../security/attack.ts';
import { NEW_ARTICLE, publishNew, versionOf } from './new-article.ts';

let test: TestApp;
let engineer: Client;
let lead: Client;
let anna: Client;
let nobody: Client;
beforeAll(async () => {
  test = await startTestApp();
  engineer = await test.as('engineer@vendor.example');
  lead = await test.as('lead@vendor.example');
  anna = await test.as('anna@acme.example');
  nobody = test.client();
});
afterAll(() => test.close());

/** Fails unless the call is refused with this code. */
const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const refusal = await call.then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(ApiError);
  expect(refusal).toMatchObject({ code });
};

const en = (id: string) => ({ params: { id, language: 'en' } as const });
const ru = (id: string) => ({ params: { id, language: 'ru' } as const });

describe('writing', () => {
  it('keeps a draft to the staff until a lead publishes it as it was read', async () => {
    const made = await engineer.createArticle({ body: { ...NEW_ARTICLE, title: 'Align the mirror array' } });
    expect(made).toMatchObject({ slug: 'align-the-mirror-array', slugIsFixed: false, version: 1, reviewOn: null });
    await refusedWith(nobody.getArticle({ params: { slug: made.slug } }), 'not_found');
    await refusedWith(engineer.publishArticle({ ...en(made.id), version: versionOf(made) }), 'forbidden');
    const changed = await engineer.writeArticle({
      ...en(made.id),
      version: versionOf(made),
      body: { title: 'Align the mirror array', summary: '', text: 'Turn the *left* screw.' },
    });
    await refusedWith(lead.publishArticle({ ...en(made.id), version: versionOf(made) }), 'version_moved');
    const published = await lead.publishArticle({ ...en(made.id), version: versionOf(changed) });
    expect(published).toMatchObject({ slugIsFixed: true, reviewOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u) });
    expect(await nobody.getArticle({ params: { slug: made.slug } })).toMatchObject({
      title: 'Align the mirror array',
      text: 'Turn the *left* screw.',
      language: 'en',
      languages: ['en'],
    });
    await refusedWith(lead.publishArticle({ ...en(made.id), version: versionOf(published) }), 'transition_not_allowed');
  });

  it('shows readers what is published while the next version is written, and keeps all versions', async () => {
    const { id, slug, ...made } = await publishNew(lead, { title: 'Swap the coolant' });
    const body = { title: 'Swap the coolant at once', summary: '', text: 'Now in two steps.' };
    const second = await engineer.writeArticle({ ...en(id), version: versionOf({ id, slug, ...made }), body });
    expect((await nobody.getArticle({ params: { slug } })).title).toBe('Swap the coolant');
    await refusedWith(engineer.writeArticle({ ...en(id), version: 1, body }), 'version_moved');
    await lead.publishArticle({ ...en(id), version: versionOf(second) });
    const { data } = await engineer.listArticleVersions(en(id));
    expect(data.map(({ number, state, title }) => [number, state, title])).toEqual([
      [2, 'published', 'Swap the coolant at once'],
      [1, 'replaced', 'Swap the coolant'],
    ]);
    const first = await engineer.getArticleVersion({ params: { id, versionId: data[1]?.id ?? '' } });
    expect(first).toMatchObject({ text: NEW_ARTICLE.text, endedAt: expect.any(String) });
    const page = await engineer.listArticleVersions({ ...en(id), query: { 'page[size]': 1 } });
    expect(page.meta.hasMore).toBe(true);
    const withdrawn = await lead.withdrawArticle({
      ...en(id),
      version: versionOf(await lead.getArticleRecord(en(id))),
    });
    expect(withdrawn.texts[0]).toMatchObject({ published: null, draft: null, last: { state: 'withdrawn', number: 2 } });
    await refusedWith(nobody.getArticle({ params: { slug } }), 'not_found');
    await refusedWith(anna.getArticle({ params: { slug } }), 'not_found');
  });

  it('is read in the language asked for, else in another that is named', async () => {
    const made = await publishNew(lead, { title: 'Grease the hinge' });
    const body = { title: 'Смажьте петлю', summary: '', text: 'Три капли.' };
    await refusedWith(engineer.writeArticle({ ...ru(made.id), version: 3, body }), 'not_found');
    const record = await engineer.writeArticle({ ...ru(made.id), version: 0, body });
    const asked = { params: { slug: made.slug }, query: { language: 'ru' } } as const;
    expect(await nobody.getArticle(asked)).toMatchObject({ language: 'en', languages: ['en'] });
    await lead.publishArticle({ ...ru(made.id), version: versionOf(record, 'ru') });
    expect(await nobody.getArticle(asked)).toMatchObject({
      language: 'ru',
      title: 'Смажьте петлю',
      languages: ['en', 'ru'],
    });
    const listed = await nobody.listArticles({ query: { q: 'петли', language: 'en' } });
    expect(listed.data).toMatchObject([{ slug: made.slug, language: 'en', title: 'Grease the hinge' }]);
  });

  it('drops a draft, and an article of which nothing else is left', async () => {
    const { id, ...made } = await engineer.createArticle({ body: NEW_ARTICLE });
    await engineer.dropArticleDraft({ ...en(id), version: versionOf({ id, ...made }) });
    await refusedWith(engineer.getArticleRecord({ params: { id } }), 'not_found');
    const kept = await publishNew(lead, { title: 'Polish the lens' });
    const body = { title: 'Polish', summary: '', text: 'Differently.' };
    const draft = await engineer.writeArticle({ ...en(kept.id), version: versionOf(kept), body });
    await engineer.dropArticleDraft({ ...en(kept.id), version: versionOf(draft) });
    const left = await engineer.getArticleRecord({ params: { id: kept.id } });
    expect(left.texts[0]).toMatchObject({ draft: null, published: { title: 'Polish the lens' } });
  });

  it('keeps an address that was published, and gives each article its own', async () => {
    const first = await publishNew(lead, { title: 'Purge the queue' });
    const second = await engineer.createArticle({ body: { ...NEW_ARTICLE, title: 'Purge the queue' } });
    expect(second.slug).toBe('purge-the-queue-2');
    const patch = (id: string, slug: string) => engineer.patchArticle({ params: { id }, version: 1, body: { slug } });
    await refusedWith(patch(second.id, first.slug), 'validation_failed');
    expect(await patch(second.id, 'purge-it')).toMatchObject({ slug: 'purge-it', version: 2 });
    await refusedWith(
      engineer.patchArticle({ params: { id: first.id }, version: first.version, body: { slug: 'purge' } }),
      'transition_not_allowed',
    );
    await refusedWith(engineer.createArticle({ body: { ...NEW_ARTICLE, slug: first.slug } }), 'validation_failed');
  });

  it('lets a lead alone decide who reads what is published', async () => {
    const made = await publishNew(lead, { title: 'Mount the tray', audience: 'internal' });
    const open = { params: { id: made.id }, version: made.version, body: { audience: 'public' } } as const;
    await refusedWith(engineer.patchArticle(open), 'forbidden');
    expect(await lead.patchArticle(open)).toMatchObject({ audience: 'public' });
  });

  it('begins from a request that is answered, and from no other', async () => {
    const requestId = await fileRequest(test);
    const body = { ...NEW_ARTICLE, title: 'From a request', requestId };
    await refusedWith(engineer.createArticle({ body }), 'transition_not_allowed');
    await engineer.setRequestStatus({
      params: { id: requestId },
      body: { status: 'resolved', resolution: 'answered' },
    });
    const made = await engineer.createArticle({ body });
    expect(made.request).toMatchObject({ id: requestId, number: expect.stringMatching(/^TS-/u) });
    const admin = await test.as('admin@vendor.example');
    expect((await admin.getArticleRecord({ params: { id: made.id } })).request).toBeNull();
    await refusedWith(admin.createArticle({ body }), 'not_found');
  });
});

describe('finding', () => {
  it('finds word forms, parts of titles, and titles with typing errors', async () => {
    const { slug } = await publishNew(lead, {
      title: 'Troubleshooting the harvester',
      text: 'When harvests stop, restart the threshing unit.',
    });
    const found = async (q: string) => (await nobody.listArticles({ query: { q } })).data.map((one) => one.slug);
    expect(await found('restarting thresh')).toEqual([slug]);
    expect(await found('shoot')).toEqual([slug]);
    expect(await found('harvestr')).toEqual([slug]);
    expect(await found('combine')).toEqual([]);
    expect(await found('!!!')).toEqual([]);
  });

  it('walks the list to its end, each article once', async () => {
    for (const title of ['List one', 'List two', 'List three']) await publishNew(lead, { title });
    const all = await nobody.listArticles({ query: { 'page[size]': 100 } });
    const seen: string[] = [];
    let next: string | null = '/api/v1/help/articles?page%5Bsize%5D=2';
    while (next !== null) {
      const answer: Awaited<ReturnType<Client['listArticles']>> = (
        await test.app.inject({ method: 'GET', url: next })
      ).json();
      seen.push(...answer.data.map(({ id }) => id));
      next = answer.links.next;
    }
    expect(seen).toEqual(all.data.map(({ id }) => id));
  });

  it('has an index for every list and for the words', async () => {
    /** `without`: an index that a few rows are read by instead. */
    const planOf = async (query: RawBuilder<unknown>, without?: string) => {
      const tx = await test.platform.db.startTransaction().execute();
      for (const way of ['seqscan', 'sort']) await sql.raw(`set local enable_${way} = off`).execute(tx);
      if (without !== undefined) await sql`drop index ${sql.table(without)}`.execute(tx);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(tx);
      await tx.rollback().execute();
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const id = '0198f5b0-0000-7000-8000-000000000000';
    expect(
      await planOf(sql`select id from app.articles where published_at is not null and audience in ('public')
        and (published_at, id) < (now(), ${sql.lit(id)}::uuid) order by published_at desc, id desc limit 20`),
    ).toContain('articles_published');
    expect(
      await planOf(sql`select id from app.articles where (updated_at, id) < (now(), ${sql.lit(id)}::uuid)
        order by updated_at desc, id desc limit 20`),
    ).toContain('articles_updated');
    expect(
      await planOf(
        sql`select article_id from app.article_versions where state = 'published'
        and words @@ to_tsquery('simple', 'sensor:*')`,
        'app.article_versions_published',
      ),
    ).toContain('article_versions_words');
    expect(
      await planOf(sql`select id from app.article_feedback where article_id = ${sql.lit(id)}::uuid and comment is not null
        and (created_at, id) < (now(), ${sql.lit(id)}::uuid) order by created_at desc, id desc limit 20`),
    ).toContain('article_feedback_comments');
    expect(
      await planOf(sql`select number from app.article_versions where article_id = ${sql.lit(id)}::uuid
        and language = 'en' and number < 5 order by number desc limit 20`),
    ).toMatch(/article_versions_article_id_language_number_key/u);
  });

  it('suggests what shares words with what is written, the likeliest first', async () => {
    await publishNew(lead, { title: 'Periscope is foggy', text: 'Dry the periscope.' });
    const best = await publishNew(lead, { title: 'Periscope leaks oil', text: 'Tighten the seal of the periscope.' });
    const { data } = await nobody.suggestArticles({ query: { q: 'Our periscope is leaking oil since Monday' } });
    expect(data[0]?.slug).toBe(best.slug);
    expect((await nobody.suggestArticles({ query: { q: 'the and of' } })).data).toEqual([]);
    expect((await nobody.suggestArticles({ query: { q: "'); drop | & ! table <->" } })).data).toEqual([]);
  });

  it('lists what is written, by state, audience, review and title', async () => {
    const draft = await engineer.createArticle({
      body: { ...NEW_ARTICLE, title: 'Only a draft', audience: 'internal' },
    });
    const due = await publishNew(lead, { title: 'Due for review' });
    await lead.patchArticle({ params: { id: due.id }, version: due.version, body: { reviewOn: '2020-01-01' } });
    const ids = async (query: NonNullable<Parameters<Client['listOwnArticles']>[0]>['query'] & object) =>
      (await engineer.listOwnArticles({ query })).data.map(({ id }) => id);
    expect(await ids({ due: true })).toEqual([due.id]);
    expect(await ids({ q: 'only a dr' })).toEqual([draft.id]);
    expect(await ids({ state: 'draft' })).toContain(draft.id);
    expect(await ids({ state: 'published' })).not.toContain(draft.id);
    expect(await ids({ audience: 'internal', state: 'unpublished' })).toContain(draft.id);
  });
});

describe('feedback', () => {
  it('lets somebody unknown add to what they said, once counted, and nobody to what others said', async () => {
    const [one, two] = [await publishNew(lead, { title: 'Said once' }), await publishNew(lead, { title: 'Said else' })];
    const of = (slug: string) => ({ params: { slug } });
    const { id } = await nobody.rateArticle({ ...of(one.slug), body: { language: 'en', helpful: true } });
    const body = { language: 'en', helpful: false, comment: 'Not quite.', follows: id } as const;
    expect(await nobody.rateArticle({ ...of(one.slug), body })).toEqual({ id });
    expect(await lead.getArticleRecord({ params: { id: one.id } })).toMatchObject({ helpful: 0, unhelpful: 1 });
    expect((await nobody.rateArticle({ ...of(two.slug), body })).id).not.toBe(id);
    const { id: annas } = await anna.rateArticle({ ...of(one.slug), body: { language: 'en', helpful: true } });
    const forged = await nobody.rateArticle({ ...of(one.slug), body: { ...body, follows: annas } });
    expect(forged.id).not.toBe(annas);
    expect(await lead.getArticleRecord({ params: { id: one.id } })).toMatchObject({ helpful: 1, unhelpful: 2 });
  });

  const tellAuthors = async () => {
    await enqueue(test.platform.db, 'articles.tell-authors', {});
    await test.runJobs();
  };

  it('counts one voice a person, and mails comments to the author once a day', async () => {
    const made = await engineer.createArticle({ body: { ...NEW_ARTICLE, title: 'Rate this guide' } });
    await lead.publishArticle({ ...en(made.id), version: versionOf(made) });
    const params = { slug: made.slug };
    await anna.rateArticle({ params, body: { language: 'en', helpful: false, comment: 'Step 2 is missing.' } });
    await anna.rateArticle({ params, body: { language: 'en', helpful: true } });
    await attempt(test, 'rateArticle', { params, body: { language: 'en', helpful: false, comment: '  ' } });
    expect(await engineer.getArticleRecord({ params: { id: made.id } })).toMatchObject({ helpful: 1, unhelpful: 1 });
    const { data } = await engineer.listArticleComments({ params: { id: made.id } });
    expect(data).toMatchObject([{ comment: 'Step 2 is missing.', helpful: true, from: 'customer' }]);
    await test.platform.db.updateTable('auth.people').set({ language: 'en' }).execute();
    await tellAuthors();
    const mails = (await mailsTo(test, 'engineer@vendor.example')).filter(
      (mail) => mail.template === 'article_comments',
    );
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Step 2 is missing.');
    expect(mails[0]?.text).toContain(`/desk/articles/${made.id}`);
    await tellAuthors();
    expect(
      (await mailsTo(test, 'engineer@vendor.example')).filter((mail) => mail.template === 'article_comments'),
    ).toHaveLength(1);
  });
});
