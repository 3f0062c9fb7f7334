import type { Client } from '@companyaccount/contract/client';
import type { ArticleAudience, ArticleRecord } from '@companyaccount/contract/articles';

/** An article as staff begin it. */
export const NEW_ARTICLE = {
  title: 'Calibrate the flux sensor',
  summary: 'When the sensor reads too much.',
  text: 'Open **Settings**, then calibrate the sensor.',
  language: 'en',
  audience: 'public',
} as const;

/** The version of an article's text in English. */
export const versionOf = ({ texts }: ArticleRecord, language = 'en'): number =>
  texts.find((text) => text.language === language)?.version ?? 0;

/** Begins an article and publishes it, as somebody who may. */
export async function publishNew(
  lead: Client,
  more: Partial<Omit<Parameters<Client['createArticle']>[0]['body'], 'audience'>> & { audience?: ArticleAudience } = {},
): Promise<ArticleRecord> {
  const body = { ...NEW_ARTICLE, ...more };
  const made = await lead.createArticle({ body });
  const { language } = body;
  return lead.publishArticle({ params: { id: made.id, language }, version: versionOf(made, language) });
}
