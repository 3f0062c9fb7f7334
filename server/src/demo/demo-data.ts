import { formatActivationCode } from '@companyaccount/contract/activation-code';
import {
  DEMO_PASSWORD,
  DEMO_PEOPLE,
  hashPassword,
  insertAgent,
  insertCompany,
  insertMember,
  insertPerson,
} from '#features/accounts/index.ts';
import { createCannedAnswer } from '#features/canned-answers/index.ts';
import { createArticle, publishArticle, writeArticle } from '#features/help/index.ts';
import { claimLicense, issueKeyFiles } from '#features/licensing/index.ts';
import { createRequest, forgetNews, writeMessage } from '#features/requests/index.ts';
import { INTERFACE_LANGUAGES } from '@companyaccount/contract/schema';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { type Agent, type Member, scopeOf } from '#platform/http/actor.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { DEMO_CANNED } from './demo-canned.ts';
import { DEMO_ARTICLES, type DemoArticle } from './demo-articles.ts';
import { findUnclaimedCodes, findUnclaimedKeyFile, insertCatalogue, issueDemoLicense } from './demo-licenses.ts';
import { DEMO_REQUESTS, type DemoRequest } from './demo-requests.ts';

const UNCLAIMED = [
  'Northlight Endpoint',
  'Northlight Endpoint',
  'Northlight Mail Gateway',
  'Northlight Mobile',
  'Northlight Server',
];
const CLAIMED = {
  'Acme Logistics': [
    { product: 'Northlight Endpoint', plan: 'Standard', seats: 250 },
    { product: 'Northlight Mail Gateway', plan: 'Standard', seats: 400 },
  ],
  'Globex Energy': [
    { product: 'Northlight Endpoint', plan: 'Premium', seats: 1200 },
    { product: 'Northlight Server', plan: 'Premium', seats: 60 },
  ],
};

/** Those that show what comes around the end of a license. */
const ENDING = [
  { product: 'Northlight Mobile', seats: 120, daysLeft: 23 },
  { product: 'Northlight Server', seats: 40, daysLeft: -12 },
];

type People = Record<string, Member | Agent>;

async function insertPeople(tx: Tx): Promise<{ people: People; companies: Record<string, string> }> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const people: People = {};
  const companies: Record<string, string> = {};
  for (const person of DEMO_PEOPLE) {
    const personId = await insertPerson(tx, { name: person.name, email: person.email, language: 'en', passwordHash });
    const signedIn = {
      personId,
      sessionId: '',
      token: null,
      signedInAt: new Date(0),
      secondFactorMissing: false,
      language: 'en',
    } as const;
    if ('roles' in person) {
      await insertAgent(tx, personId, person.roles);
      people[person.email] = { ...signedIn, membership: null, agentRoles: [...person.roles] };
    } else {
      const companyId = (companies[person.company] ??= await insertCompany(tx, person.company));
      await insertMember(tx, companyId, personId, person.role, 'active');
      people[person.email] = {
        ...signedIn,
        membership: { companyId, role: person.role, sharing: 'company' },
        agentRoles: [],
      };
    }
  }
  return { people, companies };
}

/** Plays one request through the same use cases that people use, at the times they would have. */
async function play(
  { db, clock }: Platform,
  people: People,
  products: Record<string, string>,
  demo: DemoRequest,
): Promise<void> {
  const author = people[demo.by] as Member;
  let at = new Date(clock().getTime() - demo.daysAgo * 86_400_000 - 25 * 60_000);
  const productId = demo.product === undefined ? undefined : products[demo.product];
  const input = { ...demo.request, ...(productId === undefined ? {} : { productId }) };
  const { id } = await transact(db, scopeOf(author), (tx) => createRequest(tx, author, input, at));
  for (const { by, text, minutesLater, thenStatus, resolution, internal } of demo.dialogue) {
    const writer = people[by] as Member | Agent;
    at = new Date(at.getTime() + minutesLater * 60_000);
    const message = {
      text,
      ...(internal === true ? { visibility: 'internal' as const } : {}),
      ...(thenStatus === undefined ? {} : { thenStatus }),
      ...(resolution === undefined ? {} : { resolution: resolution as 'answered' }),
    };
    const messageId = await transact(db, scopeOf(writer), (tx) => writeMessage(tx, writer, id, message, at));
    await transact(db, SYSTEM, (tx) => forgetNews(tx, messageId));
  }
}

/** Has an article written by the engineer and published by the lead. */
async function publish(
  tx: Tx,
  people: People,
  products: Record<string, string>,
  { slug, audience, product, daysAgo, texts, draft }: DemoArticle,
  now: Date,
): Promise<void> {
  const [author, lead] = [people['engineer@vendor.example'] as Agent, people['lead@vendor.example'] as Agent];
  const at = new Date(now.getTime() - daysAgo * 86_400_000);
  const id = newId();
  const productId = product === undefined ? undefined : products[product];
  for (const [n, language] of INTERFACE_LANGUAGES.filter((one) => texts[one] !== undefined).entries()) {
    const written = texts[language];
    if (written === undefined) continue;
    if (n === 0) {
      const more = productId === undefined ? {} : { productId };
      await createArticle(tx, author, id, { ...written, language, audience, slug, ...more }, at);
    } else await writeArticle(tx, author, { id, language }, 0, written, { draft: undefined, at });
    if (draft !== true) await publishArticle(tx, { id, language }, 1, { publisherId: lead.personId, at });
  }
}

/** Fills an empty installation with invented companies, people, licenses and requests. Does nothing on any other. */
export async function loadDemoData(platform: Platform): Promise<boolean> {
  const { db } = platform;
  const used = await db.selectFrom('auth.people').select('id').limit(1).executeTakeFirst();
  if (used !== undefined) return false;
  const { people, products, unclaimed } = await transact(db, SYSTEM, async (tx) => {
    const { products, plans } = await insertCatalogue(tx, platform.clock());
    const { people, companies } = await insertPeople(tx);
    const issue = (product: string, plan: string, seats: number, daysLeft?: number) =>
      issueDemoLicense(platform, tx, {
        productId: products[product] ?? '',
        planId: plans[plan] ?? '',
        seats,
        ...(daysLeft === undefined ? {} : { daysLeft }),
      });
    for (const [company, licenses] of Object.entries(CLAIMED)) {
      for (const { product, plan, seats } of licenses) {
        await claimLicense(tx, await issue(product, plan, seats), companies[company] ?? '');
      }
    }
    let unclaimed = '';
    for (const product of UNCLAIMED) unclaimed = await issue(product, 'Standard', 100);
    for (const { product, seats, daysLeft } of ENDING) {
      const id = await issue(product, 'Standard', seats, daysLeft);
      await claimLicense(tx, id, companies['Acme Logistics'] ?? '');
    }
    return { people, products, unclaimed };
  });
  const lead = people['lead@vendor.example'] as Agent;
  for (const answer of DEMO_CANNED) {
    await transact(db, scopeOf(lead), (tx) => createCannedAnswer(tx, lead, answer, platform.clock()));
  }
  await transact(db, scopeOf(lead), async (tx) => {
    for (const article of DEMO_ARTICLES) await publish(tx, people, products, article, platform.clock());
  });
  // Jobs sign the rest; this one is printed at once. A process without jobs has no key to sign with.
  if (platform.config.role !== 'web') await issueKeyFiles(platform, unclaimed);
  for (const demo of DEMO_REQUESTS.toSorted((a, b) => b.daysAgo - a.daysAgo))
    await play(platform, people, products, demo);
  // Whoever tries the demo is not to be warned of what is long past.
  await db.updateTable('app.requests').set({ watch_at: null }).execute();
  return true;
}

/** What a person needs to try the demo, as printed at start. */
export async function describeDemo(platform: Platform): Promise<string> {
  const codes = await findUnclaimedCodes(platform);
  const keyFile = await findUnclaimedKeyFile(platform);
  const people = DEMO_PEOPLE.map(
    (person) =>
      `  ${person.email.padEnd(26)}${'roles' in person ? person.roles.join(', ') : `${person.role}, ${person.company}`}`,
  );
  return [
    `Demo accounts, password "${DEMO_PASSWORD}" for each:`,
    ...people,
    codes.length === 0 ? 'All activation codes are claimed.' : 'Activation codes to register with:',
    ...codes.map(({ code, product }) => `  ${formatActivationCode(code)}   ${product}`),
    ...(keyFile === undefined ? [] : ['A key file of an unclaimed license:', keyFile.trimEnd()]),
  ].join('\n');
}
