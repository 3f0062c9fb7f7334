import { insertAgent, insertCompany, insertMember, insertPerson } from '#features/accounts/index.ts';
import { claimLicense } from '#features/licensing/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { issueDemoLicense } from '../demo-licenses.ts';
import { makeChance } from './chance.ts';
import { buildWordIndex, dropWordIndex, insertHistory } from './history-store.ts';
import { type Cast, type MadeCompany, makeRequest } from './make-requests.ts';

const GIVEN = ['Alma', 'Bruno', 'Dora', 'Emil', 'Faina', 'Gleb', 'Ines', 'Jonas', 'Klara', 'Lev', 'Mina', 'Oskar'];
const FAMILY = ['Adler', 'Brandt', 'Castel', 'Dorn', 'Egorov', 'Falk', 'Garin', 'Holm', 'Ivanek', 'Kern', 'Lund'];
const FIRST = ['Alder', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Fjord', 'Granite', 'Harbor', 'Indigo', 'Juniper'];
const SECOND = ['Metals', 'Foods', 'Transport', 'Energy', 'Textiles', 'Optics', 'Paper', 'Clinics', 'Insurance'];

const DAY = 86_400_000;
const YEARS = 3;
/** Requests in one transaction; it must be over well within 30 s. */
const BATCH = 2_000;
const AT_ONCE = 2;

/** No password: nobody signs in as these people. */
const NO_PASSWORD = '!';

async function makeCast(platform: Platform, companies: number, seed: number): Promise<Cast> {
  const { db } = platform;
  const chance = makeChance(seed);
  const name = () => `${chance.pick(GIVEN)} ${chance.pick(FAMILY)}`;
  const products = await db.selectFrom('app.products').select(['id', 'name']).orderBy('position').execute();
  const versions = await db.selectFrom('app.product_versions').select(['product_id', 'version']).execute();
  const plans = await db.selectFrom('app.support_plans').select('id').orderBy('name').execute();
  const person = (email: string) => ({ name: name(), email, language: 'en' as const, passwordHash: NO_PASSWORD });
  const staff = (role: 'engineer' | 'analyst', count: number) =>
    transact(db, SYSTEM, async (tx) => {
      const ids: string[] = [];
      for (let n = 1; n <= count; n += 1) {
        const id = await insertPerson(tx, person(`${role}-${seed}-${n}@vendor.example`));
        await insertAgent(tx, id, [role]);
        ids.push(id);
      }
      return ids;
    });
  const made: MadeCompany[] = [];
  for (let n = 1; n <= companies; n += 1) {
    const planId = chance.pick(plans).id;
    made.push(
      await transact(db, SYSTEM, async (tx) => {
        const id = await insertCompany(tx, `${chance.pick(FIRST)} ${chance.pick(SECOND)} ${n}`);
        const people: string[] = [];
        for (let at = 1; at <= chance.between(2, 12); at += 1) {
          const personId = await insertPerson(tx, person(`person-${seed}-${at}@company-${n}.example`));
          await insertMember(tx, id, personId, at === 1 ? 'administrator' : 'user', 'active');
          people.push(personId);
        }
        const license = { serial: `NL-H${seed}-${n}`, productId: chance.pick(products).id, planId, seats: 100 };
        await claimLicense(tx, await issueDemoLicense(platform, tx, license), id);
        return { id, planId, people };
      }),
    );
  }
  return {
    companies: made,
    engineers: await staff('engineer', 24),
    analysts: await staff('analyst', 8),
    products: products.map(({ id, name: product }) => ({
      id,
      name: product,
      versions: versions.filter(({ product_id }) => product_id === id).map(({ version }) => version),
    })),
  };
}

export interface HistorySize {
  requests: number;
  companies: number;
  /** The same seed makes the same history; another one adds another. */
  seed: number;
}

/** Adds a made-up history of three years: companies, people, requests, and all they said. */
export async function loadHistory(
  platform: Platform,
  { requests, companies, seed }: HistorySize,
  say: (line: string) => void,
): Promise<void> {
  const cast = await makeCast(platform, companies, seed);
  const chance = makeChance(seed + 1);
  const now = platform.clock().getTime();
  const span = YEARS * 365 * DAY;
  let done = 0;
  const running = new Set<Promise<void>>();
  // Built once at the end, the index takes a tenth of the time. Killed in between, the command is run once more.
  await dropWordIndex(platform);
  for (let start = 0; start < requests; start += BATCH) {
    const size = Math.min(BATCH, requests - start);
    const batch = Array.from({ length: size }, (_none, at) => {
      const index = start + at;
      // The vendor grows: there are more requests each month.
      const createdAt = Math.floor(now - span * (1 - Math.sqrt((index + 1) / (requests + 1))));
      return makeRequest(cast, chance, index, createdAt, now);
    });
    const insert = insertHistory(platform, batch).then(() => {
      running.delete(insert);
      done += size;
      if (done % (10 * BATCH) === 0 || done === requests) say(`${done} of ${requests} requests`);
    });
    running.add(insert);
    if (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
  say('Building the search index');
  await buildWordIndex(platform);
}
