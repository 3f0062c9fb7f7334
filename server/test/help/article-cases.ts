import { randomUUID } from 'node:crypto';
import type { TestApp } from '../harness/test-app.ts';
import { NEW_ARTICLE, publishNew, versionOf } from './new-article.ts';

/** How the routes of the help centre are called by every kind of actor: the article read is open to all. */
export function articleCases(test: () => TestApp) {
  const lead = () => test().as('lead@vendor.example');
  let published: ReturnType<typeof publishNew> | undefined;
  const onPublished = async () => (published ??= publishNew(await lead()));
  const onSlug =
    (more: object = {}) =>
    async () => ({ params: { slug: (await onPublished()).slug }, ...more });
  /** A new article with nothing but a draft. */
  const onDraft =
    (more: object = {}) =>
    async () => {
      const made = await (await lead()).createArticle({ body: { ...NEW_ARTICLE, title: randomUUID() } });
      const headers = { 'if-match': `"${versionOf(made)}"` };
      return { params: { id: made.id, language: 'en' }, headers, ...more };
    };
  return {
    listArticles: {},
    getArticle: { given: onSlug() },
    suggestArticles: { given: () => ({ query: { q: 'calibrate the sensor' } }) },
    rateArticle: { given: onSlug({ body: { language: 'en', helpful: true } }) },
    getArticleImage: { given: () => ({ params: { id: randomUUID() } }), success: 404 },
    listOwnArticles: {},
    createArticle: { given: () => ({ body: { ...NEW_ARTICLE, title: randomUUID() } }) },
    getArticleRecord: { given: async () => ({ params: { id: (await onPublished()).id } }) },
    patchArticle: { given: onDraft({ body: { audience: 'internal' } }) },
    writeArticle: { given: onDraft({ body: { title: 'Changed', summary: '', text: 'Changed.' } }) },
    dropArticleDraft: { given: onDraft() },
    publishArticle: { given: onDraft() },
    withdrawArticle: { given: onDraft(), success: 409 },
    listArticleVersions: { given: onDraft() },
    getArticleVersion: {
      given: async () => {
        const { id, texts } = await onPublished();
        return { params: { id, versionId: texts[0]?.last.id ?? '' } };
      },
    },
    listArticleComments: { given: async () => ({ params: { id: (await onPublished()).id } }) },
    addArticleImage: { given: onDraft({ body: { uploadId: randomUUID() } }), success: 409 },
  };
}
