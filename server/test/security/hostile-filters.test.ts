// SQL and other nonsense in filters, sort orders and cursors: never a fault of ours, never a row of another company.
// Seen as: CVE-2026-41075 (RT), CVE-2026-44706 (Chatwoot).
import fc from 'fast-check';
import { REQUEST_SORTS, RequestFilters } from '@companyaccount/contract/requests';
import type { RouteName } from '@companyaccount/contract/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newReanalysis, onSample } from '../lab/lab-cases.ts';
import { NEW_ARTICLE } from '../help/new-article.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { NEW_WEBHOOK } from '../webhooks/new-webhook.ts';
import { ALL_ROUTES, attempt, callerOf, companyId, fileRequest } from './attack.ts';

let test: TestApp;
let acme: string;
let anna: string;
let request: string;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.signIn('anna@acme.example');
  request = await fileRequest(test);
});
afterAll(() => test.close());

const WORDS = [
  "' or 1=1 --",
  '1;drop table app.requests',
  '%',
  '\0',
  '\ud800',
  '()',
  '{}',
  '[]',
  'null',
  'NaN',
  'infinity',
  '-infinity',
  '1e400',
  '-1',
  '0',
  '00',
  'urn:uuid:0198a5c2-0000-7000-8000-000000000000',
  '{0198a5c2-0000-7000-8000-000000000000}',
  '0198A5C2-0000-7000-8000-000000000000',
  '------------------------------------',
  'me',
  'nobody',
  '-created',
  'r.created_at',
  'created;select 1',
  '2026-12-31T23:59:60Z',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00+23',
  '2026-01-01T00:00:00-99:99',
  '275760-09-13T00:00:00Z',
  'support',
  'new',
  '1',
  '2',
];
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const cursor = fc.oneof(
  word,
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
  fc
    .tuple(fc.oneof(word, fc.integer(), fc.double(), fc.constant(null)), fc.oneof(word, fc.uuid()))
    .map((pair) => Buffer.from(JSON.stringify(pair)).toString('base64url')),
);
const names = [
  ...Object.keys(RequestFilters),
  'page[size]',
  'page',
  'q',
  '__proto__',
  'company',
  'company_id',
  'status[]',
  'r.company_id',
];
const query = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...names), fc.oneof(word, fc.array(word, { maxLength: 3 })), { maxKeys: 3 }),
    fc.option(fc.oneof(fc.constantFrom(...REQUEST_SORTS), word), { nil: undefined }),
    fc.option(cursor, { nil: undefined }),
  )
  .map(([filters, sort, after]) => ({
    ...filters,
    ...(sort === undefined ? {} : { sort }),
    ...(after === undefined ? {} : { 'page[after]': after }),
  }));

it('answers any query of the request list with rows of the company or a refusal', async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(query, async (given) => {
      const answer = await attempt(test, 'listRequests', { query: given, cookie: anna });
      expect([200, 422], `${JSON.stringify(given)} → ${answer.body.slice(0, 300)}`).toContain(answer.statusCode);
      if (answer.statusCode !== 200) return;
      answered += 1;
      for (const row of answer.json().data) expect(row.company.id).toBe(acme);
    }),
    { numRuns: 500, seed: 14 },
  );
  expect(answered).toBeGreaterThan(5);
});

it.each(WORDS)('takes %j for no single filter that would break', async (value) => {
  for (const name of [...Object.keys(RequestFilters), 'sort', 'page[size]', 'page[after]']) {
    const answer = await attempt(test, 'listRequests', { query: { [name]: value }, cookie: anna });
    expect([200, 422], `${name}=${value}`).toContain(answer.statusCode);
  }
});

it.each(WORDS)('takes %j for no search of companies that would break', async (q) => {
  const cookie = await test.signIn('admin@vendor.example');
  const answer = await attempt(test, 'listCompanies', { query: { q }, cookie });
  expect([200, 422], q).toContain(answer.statusCode);
});

const LISTS: readonly RouteName[] = [
  'listRequests',
  'listRatings',
  'listLicenses',
  'listMessages',
  'listMessageVersions',
  'listParticipants',
  'listColleagues',
  'listTimeline',
  'listMails',
  'listReceivedMails',
  'listAudit',
  'listCompanyAudit',
  'listDomains',
  'listTokens',
  'listScannerCredentials',
  'listScanners',
  'listOwnTokens',
  'listOwnSessions',
  'listMembers',
  'listProductProfiles',
  'listDrafts',
  'listExports',
  'listCatalogueProducts',
  'listCataloguePlans',
  'listCalendars',
  'listIssuedLicenses',
  'listLicenseBatches',
  'listAgents',
  'listCompanies',
  'listMembersOf',
  'listDomainsOf',
  'listAppointments',
  'listDeskAppointments',
  'listCandidates',
  'listObjects',
  'listSampleRequests',
  'listVerdicts',
  'listLabQueue',
  'listSampleComments',
  'listDetections',
  'listAllowList',
  'listHashLists',
  'listCleanFiles',
  'listReanalyses',
  'listReanalysisChanges',
  'listLabReleases',
  'listWebhooks',
  'listDeliveries',
  'listVendorWebhooks',
  'listVendorDeliveries',
  'listWebhookLog',
  'listOwnArticles',
  'listArticleVersions',
  'listArticleComments',
  'listErasures',
];

it('knows every list', () => {
  // What is open by a link has tests of its own.
  const paged = ALL_ROUTES.filter(
    ([, spec]) => spec.permission !== 'anyone' && JSON.stringify(spec.query ?? {}).includes('page[after]'),
  ).map(([name]) => name);
  expect(paged.toSorted()).toEqual(LISTS.toSorted());
});

const anArticle = async () => {
  const { id } = await (await test.as('engineer@vendor.example')).createArticle({ body: NEW_ARTICLE });
  return { id, language: 'en' };
};
/** Some lists are of what has to be made first. */
const MADE_FIRST: Partial<Record<RouteName, () => Promise<Record<string, string>>>> = {
  listArticleVersions: anArticle,
  listArticleComments: anArticle,
  listReanalysisChanges: async () => ({ id: await newReanalysis(test) }),
  listDeliveries: async () => {
    const administrator = await test.as('anna@acme.example');
    const { id } = await administrator.createWebhook({ params: { id: acme }, body: NEW_WEBHOOK });
    return { webhookId: id };
  },
  listVendorDeliveries: async () => {
    const { id } = await (await test.as('admin@vendor.example')).createVendorWebhook({ body: NEW_WEBHOOK });
    return { id };
  },
};

it.each(ALL_ROUTES.filter(([name]) => LISTS.includes(name)))('takes no hostile cursor in %s', async (name, spec) => {
  const id = spec.path.includes('/companies/') ? acme : request;
  const made = await MADE_FIRST[name]?.();
  const { data } = await (await test.as('anna@acme.example')).listMessages({ params: { id: request } });
  const { params: sample } = await onSample(test);
  const cookie = await test.signIn(callerOf(spec));
  await fc.assert(
    fc.asyncProperty(cursor, async (after) => {
      const answer = await attempt(test, name, {
        params: { ...sample, id, messageId: data[0]?.id ?? '', ...made },
        query: { 'page[after]': after },
        cookie,
      });
      expect([200, 422], `${name} ${after} → ${answer.body.slice(0, 300)}`).toContain(answer.statusCode);
    }),
    { numRuns: 60, seed: 15 },
  );
});

it('lets no cursor of another company’s row open its list', async () => {
  const clara = await test.as('clara@globex.example');
  for (const sort of REQUEST_SORTS) {
    const { links } = await clara.listRequests({ query: { sort, 'page[size]': 1 } });
    const answer = await test.app.inject({ method: 'GET', url: links.next ?? '', headers: { cookie: anna } });
    expect(answer.statusCode, sort).toBe(200);
    for (const row of answer.json().data) expect(row.company.id).toBe(acme);
  }
});

it('walks every order to its end, each row once', async () => {
  for (const [email, desk] of [
    ['anna@acme.example', undefined],
    ['engineer@vendor.example', 'support'],
  ] as const) {
    const client = await test.as(email);
    for (const sort of REQUEST_SORTS) {
      const filter = { sort, 'page[size]': 2, ...(desk === undefined ? {} : { desk }) };
      const whole = await client.listRequests({ query: { ...filter, 'page[size]': 100 } });
      const seen: string[] = [];
      let answer = await client.listRequests({ query: filter });
      for (;;) {
        seen.push(...answer.data.map(({ id }) => id));
        if (answer.links.next === null) break;
        const cookie = await test.signIn(email);
        answer = (await test.app.inject({ method: 'GET', url: answer.links.next, headers: { cookie } })).json();
      }
      expect(seen, sort).toEqual(whole.data.map(({ id }) => id));
    }
  }
});

it.each(WORDS)('takes %j for no search of articles that would break', async (q) => {
  for (const name of ['listArticles', 'suggestArticles'] as const) {
    for (const field of ['q', 'language', 'product', 'for', 'page[after]']) {
      const query = name === 'suggestArticles' ? { q: 'any', [field]: q } : { [field]: q };
      expect([200, 422], `${name} ${field}=${q}`).toContain((await attempt(test, name, { query })).statusCode);
    }
  }
  const cookie = await test.signIn('engineer@vendor.example');
  expect([200, 422], q).toContain((await attempt(test, 'listOwnArticles', { query: { q }, cookie })).statusCode);
});
