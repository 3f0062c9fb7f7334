import type { RouteName } from '@companyaccount/contract/routes';
import { pngOf } from '../attachments/pictures.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';
import type { TestApp } from '../harness/test-app.ts';
import { NEW_ARTICLE, publishNew, versionOf } from '../help/new-article.ts';
import type { Attempt } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What staff do with articles, and readers say about them. */
export function articleDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const cookie = () => test().signIn('lead@vendor.example');
  const lead = async () => test().client(await cookie());
  const onDraft = async (more: Attempt = {}) => {
    const made = await (await lead()).createArticle({ body: NEW_ARTICLE });
    const headers = { 'if-match': `"${versionOf(made)}"` };
    return { params: { id: made.id, language: 'en' }, cookie: await cookie(), headers, ...more };
  };
  return {
    createArticle: { action: 'article.created', given: async () => ({ cookie: await cookie() }) },
    patchArticle: { action: 'article.changed', given: () => onDraft() },
    writeArticle: { action: 'article.written', given: () => onDraft() },
    dropArticleDraft: { action: 'article.dropped', given: () => onDraft() },
    publishArticle: { action: 'article.published', given: () => onDraft() },
    withdrawArticle: {
      action: 'article.withdrawn',
      given: async () => {
        const made = await publishNew(await lead());
        const headers = { 'if-match': `"${versionOf(made)}"` };
        return { params: { id: made.id, language: 'en' }, cookie: await cookie(), headers };
      },
    },
    addArticleImage: {
      action: 'article.image_added',
      given: async () => {
        const uploadId = await uploadCalls(test(), await cookie()).whole(pngOf(1, 1, Buffer.alloc(5)), 'shot.png');
        return onDraft({ body: { uploadId } });
      },
    },
    rateArticle: {
      action: 'article.rated',
      given: async () => ({ params: { slug: (await publishNew(await lead())).slug } }),
    },
  };
}
