import { ARTICLE_AUDIENCES, type ArticleAudience, articleImagePath } from '@companyaccount/contract/articles';
import { allows, type ActorFacts } from '@companyaccount/contract/permissions';

/**
 * Whose articles an actor may read. This is the only place that says so: pages, search, suggestions and pictures ask
 * here. `asCustomer` narrows it down for staff who look for something to send to a customer.
 */
export function audiencesFor(actor: ActorFacts, asCustomer = false): readonly ArticleAudience[] {
  if (allows('staff', actor)) return asCustomer ? ['public', 'customers'] : ARTICLE_AUDIENCES;
  return actor.membership === null ? ['public'] : ['public', 'customers'];
}

/** Cyrillic as it is written in addresses. */
const LATIN: Record<string, string> = Object.fromEntries(
  (
    'а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ' +
    'ъ _ ы y ь _ э e ю yu я ya'
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, sign, at, all) => {
      if (at % 2 === 0) pairs.push([sign, all[at + 1] === '_' ? '' : (all[at + 1] ?? '')]);
      return pairs;
    }, []),
);
const SLUG_LENGTH = 60;

/** The address of an article, made of the words of its title; `article` where none of them can be written so. */
export function slugOf(title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[а-яё]/gu, (sign) => LATIN[sign] ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .match(/[a-z0-9]+/gu);
  let slug = '';
  for (const word of words ?? []) {
    if (slug.length + word.length >= SLUG_LENGTH) break;
    slug += slug === '' ? word : `-${word}`;
  }
  return slug.length < 2 ? 'article' : slug;
}

/** The same address for one more article. */
export const numberedSlug = (slug: string, number: number): string => (number === 1 ? slug : `${slug}-${number}`);

const IMAGE = new RegExp(`${articleImagePath('')}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})`, 'gu');

/** The ids of the pictures that a text shows, each once. */
export const imagesIn = (text: string): string[] => [...new Set([...text.matchAll(IMAGE)].map(([, id = '']) => id))];

/** A published article is to be looked through again after so long. */
const REVIEW_MONTHS = 12;

/** The day of review of an article that is published now and has none, as `2027-11-24`. */
export function reviewDayAfter(now: Date): string {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + REVIEW_MONTHS, now.getUTCDate()));
  return day.toISOString().slice(0, 10);
}

/** How many words of what somebody writes an article must have to be suggested; all, when there are fewer. */
export const SUGGESTED_BY = 2;
/** As much of a text is looked through for suggestions. */
export const ASKED_WORDS_MAX = 60;
