import { type Desk, LAB_KINDS, SUPPORT_KINDS } from '@companyaccount/contract/requests';
import { v7 } from 'uuid';
import type { Chance } from './chance.ts';
import { LANGUAGES } from './phrases.ts';
import { fill, write } from './texts.ts';

export interface MadeCompany {
  id: string;
  planId: string;
  people: readonly string[];
}
/** Among whom and what the requests are spread. */
export interface Cast {
  companies: readonly MadeCompany[];
  engineers: readonly string[];
  analysts: readonly string[];
  products: readonly { id: string; name: string; versions: readonly string[] }[];
}

export interface MadeMessage {
  id: string;
  authorId: string;
  side: 'customer' | 'vendor';
  internal: boolean;
  text: string;
  at: number;
}
export interface MadeRequest {
  id: string;
  company: MadeCompany;
  authorId: string;
  ownerId: string | null;
  desk: Desk;
  kind: string;
  severity: number;
  status: 'new' | 'open' | 'waiting_for_customer' | 'resolved' | 'closed';
  resolution: string | null;
  subject: string;
  language: string;
  product: { id: string; version: string };
  messages: MadeMessage[];
  createdAt: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** One in so many requests is one of those that never end. */
const ENDLESS = 60_000;
const ENDLESS_MESSAGES = 2_000;

const idAt = (at: number) => v7({ msecs: at });

/** Few companies write most: the n-th largest about 1/n of what the largest does. */
const pickCompany = ({ companies }: Cast, { next }: Chance) =>
  companies[Math.floor(companies.length ** next()) - 1] ?? (companies[0] as MadeCompany);

function pickLanguage({ between }: Chance) {
  let at = between(1, 100);
  const found = LANGUAGES.find(({ share }) => (at -= share) <= 0);
  if (found === undefined) throw new Error('the shares of the languages make no hundred');
  return found;
}

function statusAt(age: number, messages: number, chance: Chance): MadeRequest['status'] {
  if (messages === 1) return age < 20 * DAY ? 'new' : 'closed';
  const live = chance.next() < (age < 10 * DAY ? 0.6 : age < 40 * DAY ? 0.1 : 0.001);
  // Nothing waits or stays resolved for longer than the calendar lets it.
  if (live) return chance.next() < 0.6 || age > 6 * DAY ? 'open' : 'waiting_for_customer';
  return age < 13 * DAY ? 'resolved' : 'closed';
}

/** A request filed at `createdAt`, with all that was said until `now`; times in milliseconds. */
export function makeRequest(cast: Cast, chance: Chance, index: number, createdAt: number, now: number): MadeRequest {
  const company = pickCompany(cast, chance);
  const { language, phrases } = pickLanguage(chance);
  const desk = chance.next() < 0.8 ? 'support' : 'lab';
  const made = chance.pick(cast.products);
  const product = { id: made.id, name: made.name, version: chance.pick(made.versions) };
  const authorId = chance.pick(company.people);
  const vendor = chance.pick(desk === 'support' ? cast.engineers : cast.analysts);
  const count = index % ENDLESS === ENDLESS - 1 ? ENDLESS_MESSAGES : 1 + Math.floor(chance.next() ** 1.3 * 21);
  const messages: MadeMessage[] = [];
  let at = createdAt;
  for (let n = 0; n < count && at <= now; n += 1) {
    const side = n % 2 === 0 ? 'customer' : 'vendor';
    const internal = side === 'vendor' && chance.next() < 0.15;
    const text =
      n === 0
        ? write(phrases, ['problems', 'details', 'details', 'asks'], chance, product)
        : internal
          ? write(phrases, ['notes'], chance, product)
          : side === 'vendor'
            ? write(phrases, ['answers', 'answers'], chance, product)
            : write(phrases, n >= count - 2 ? ['thanks'] : ['follows', 'details'], chance, product);
    messages.push({ id: idAt(at), authorId: side === 'customer' ? authorId : vendor, side, internal, text, at });
    at += chance.between(5, 36 * 60) * 60_000;
  }
  const status = statusAt(now - (messages.at(-1)?.at ?? now), messages.length, chance);
  return {
    id: idAt(createdAt),
    company,
    authorId,
    ownerId: status === 'new' ? null : vendor,
    desk,
    kind: chance.pick<string>(desk === 'support' ? SUPPORT_KINDS : LAB_KINDS),
    severity: chance.pick([1, 2, 2, 3, 3, 3, 3, 4]),
    status,
    resolution:
      status === 'resolved' || status === 'closed' ? (messages.length === 1 ? 'no_response' : 'answered') : null,
    subject: fill(chance.pick(phrases.subjects), chance, product),
    language,
    product,
    messages,
    createdAt,
  };
}
