import { randomUUID } from 'node:crypto';
import { routeUrl } from '@companyaccount/contract/client';
import { namedSchemas } from '@companyaccount/contract/openapi';
import type { MemberRole, Permission } from '@companyaccount/contract/permissions';
import type { RouteSpec } from '@companyaccount/contract/route';
import { type RouteName, routes } from '@companyaccount/contract/routes';
import { findUnclaimedCodes } from '../../src/demo/demo-licenses.ts';
import { DEMO_PASSWORD, hashPassword, insertMember, insertPerson } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { WEEKDAYS } from '../licensing/calendar-cases.ts';
import { TARGETS } from '../licensing/catalogue-samples.ts';
import { NEW_ARTICLE } from '../help/new-article.ts';
import { NEW_WEBHOOK } from '../webhooks/new-webhook.ts';
import { SoftPasskey } from '../accounts/soft-passkey.ts';
import type { TestApp } from '../harness/test-app.ts';

export const ALL_ROUTES = Object.entries(routes) as [RouteName, RouteSpec][];

export interface Attempt {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  cookie?: string;
  headers?: Record<string, string>;
  from?: string;
}

let callers = 0;
/** An address that nobody has called from, so that the throttles of one attack do not hide the outcome of another. */
export const freshAddress = (): string => {
  callers += 1;
  return `127.9.${callers >> 8}.${callers & 255}`;
};

/** Calls a route the way a stranger's program would: by hand, past the typed client. */
export async function attempt(
  test: TestApp,
  name: RouteName,
  { params = {}, query = {}, body, cookie, headers, from }: Attempt = {},
) {
  const spec: RouteSpec = routes[name];
  return test.app.inject({
    method: spec.method as 'GET',
    url: routeUrl(spec, { params, query }),
    remoteAddress: from ?? freshAddress(),
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** The schema of a route's body, with its name resolved. */
export function bodySchemaOf(
  spec: RouteSpec,
): { properties: Record<string, Record<string, unknown>>; required?: string[] } | null {
  if (spec.body === undefined) return null;
  const named = (spec.body as { $ref?: string }).$ref;
  const schema =
    named === undefined
      ? spec.body
      : Object.values(namedSchemas).find((one) => `${String((one as { $id?: string }).$id)}#` === named);
  return schema as unknown as { properties: Record<string, Record<string, unknown>> };
}

export const LONG_PASSWORD = 'correct horse battery staple';

/** A body that is right for each route that takes one. */
export const GOOD_BODIES: Partial<Record<RouteName, Record<string, unknown>>> = {
  patchMe: { name: 'New Name' },
  putNotifications: { settings: [{ event: 'message', mail: 'daily' }] },
  chooseCompany: { companyId: randomUUID() },
  signIn: { email: 'nobody@acme.example', password: 'a wrong password' },
  signInAgain: { password: 'a wrong password' },
  changePassword: { currentPassword: 'a wrong password', newPassword: LONG_PASSWORD },
  signInSecondStep: { token: 'no-such-token', code: '123456' },
  signInWithPasskey: { passkey: new SoftPasskey().answer('no such challenge') },
  confirmAuthenticator: { code: '123456' },
  addPasskey: new SoftPasskey().register('no such challenge'),
  renamePasskey: { name: 'Phone' },
  requestPasswordReset: { email: 'nobody@acme.example' },
  resetPassword: { token: 'no-such-token-at-all', newPassword: LONG_PASSWORD },
  createRegistration: {
    activationCode: 'AAAAA',
    email: 'someone@new.example',
    name: 'New',
    password: LONG_PASSWORD,
    language: 'en',
  },
  createKeyFileRecovery: { activationCode: 'AAAAA', email: 'someone@new.example' },
  confirmRegistration: { token: 'there is no such token' },
  addLicense: { activationCode: 'AAAAA' },
  createAccountHelp: { name: 'New', email: 'someone@new.example', text: 'I cannot get in.', language: 'en' },
  confirmAccountHelp: { token: 'there is no such token' },
  objectToAppointment: { text: 'This person has left.' },
  createAppointment: {
    requestId: randomUUID(),
    memberId: randomUUID(),
    reason: 'Nobody administers the company.',
    checked: 'Called back under the number of the contract.',
  },
  createSubmissionMessage: { text: 'One thing more.' },
  disputeSubmission: { text: 'We wrote it ourselves.' },
  createUploadToken: {
    challenge: {
      parameters: {
        algorithm: 'PBKDF2/SHA-256',
        cost: 2000,
        expiresAt: 1_800_000_000,
        keyLength: 32,
        keyPrefix: '0'.repeat(32),
        keySignature: '0'.repeat(64),
        nonce: '0'.repeat(32),
        salt: '0'.repeat(32),
      },
      signature: '0'.repeat(64),
    },
    solution: { counter: 1, derivedKey: '0'.repeat(64) },
  },
  createSubmission: {
    uploadToken: `up_${'A'.repeat(43)}`,
    kind: 'unknown_malware',
    text: 'It came by mail.',
    language: 'en',
    hashes: ['ab'.repeat(32)],
  },
  confirmSubmissionEmail: { token: 'there is no such token' },
  confirmReceivedMail: { token: 'there is no such token' },
  verifyKeyFile: { keyFile: 'no key file' },
  patchCompany: { name: 'Acme' },
  changeMemberRole: { role: 'user' },
  setUp: {
    token: 'there is no such token',
    email: 'boss@vendor.test',
    name: 'Boss',
    password: LONG_PASSWORD,
    language: 'en',
  },
  inviteAgent: { email: 'nils@vendor.example', name: 'Nils', language: 'en', roles: ['engineer'] },
  changeAgentRoles: { roles: ['lead'] },
  createScannerCredential: { name: 'Gateways' },
  createToken: { name: 'Import', scopes: ['requests:read'], expiresInDays: 30 },
  createOwnToken: { name: 'Import', scopes: ['requests:read'], expiresInDays: 30 },
  createWebhook: NEW_WEBHOOK,
  changeWebhook: { name: 'Bridge' },
  rotateWebhookSecret: { endOldNow: false },
  createVendorWebhook: NEW_WEBHOOK,
  changeVendorWebhook: { name: 'Bridge' },
  rotateVendorWebhookSecret: { endOldNow: false },
  renameCompany: { name: 'Acme' },
  vouchForDomain: { domain: 'acme-vouched.com' },
  addDomain: { domain: 'acme-logistics.com' },
  createProductProfile: { name: 'Head office', productId: randomUUID() },
  patchProductProfile: { notes: 'Behind a proxy' },
  createRequest: { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'The service stops.' },
  patchRequest: { subject: 'It stops often' },
  createMessage: { text: 'One thing more.' },
  addParticipant: { personId: randomUUID() },
  correctMessage: { text: 'One thing less.' },
  detectLanguage: { subject: 'It stops', text: 'The service stops.' },
  escalateRequest: { reason: 'Nobody answers.' },
  rateRequest: { value: 'good', comment: 'Quick.' },
  rateByLink: { value: 'good', comment: 'Quick.' },
  settleRating: { note: 'Called them.' },
  putDraft: { content: { text: 'It sto' } },
  erasePerson: { email: 'nobody@erased.example' },
  createArticle: NEW_ARTICLE,
  patchArticle: { reviewOn: '2027-11-24' },
  writeArticle: { title: 'Calibrate', summary: '', text: 'Calibrate it.' },
  addArticleImage: { uploadId: randomUUID() },
  rateArticle: { language: 'en', helpful: true },
  createView: { list: 'history', name: 'Open', filters: { status: 'open' } },
  patchView: { name: 'Open' },
  moveView: { before: null },
  createCannedAnswer: { name: 'Ask for a log', desk: null, texts: [{ language: 'en', text: 'Please send a log.' }] },
  patchCannedAnswer: { desk: 'support' },
  reportPresence: { requestId: randomUUID(), doing: 'reading' },
  assignRequest: { personId: null },
  setRequestStatus: { status: 'open' },
  changeRequests: {
    requests: [{ id: randomUUID() }],
    deed: 'severity',
    severity: 1,
    reason: 'Several sites are down.',
  },
  takeNextRequest: { desk: 'support' },
  tagRequest: { add: ['known bug'], remove: ['old'] },
  linkRequest: { number: 'TS-1' },
  mergeRequest: { number: 'TS-1' },
  splitRequest: { subject: 'Something else', messageIds: [randomUUID()] },
  regradeRequest: { severity: 1, reason: 'Several sites are down.' },
  disputeRequest: { text: 'It is our own tool.' },
  createSampleComment: { text: 'Looks packed.' },
  createVerdict: { verdict: 'clean', texts: { en: 'We have looked at {{files}}.' } },
  createDetection: { name: 'Trojan.Any.Attack.a' },
  lintDetection: { name: 'Trojan.Any.Attack.a', signatures: [], samples: [] },
  patchDetection: { note: 'Seen twice.' },
  withdrawDetection: { reason: 'It hits a clean file.' },
  createAllowEntry: { kind: 'file', value: 'ab'.repeat(32), reason: 'A tool that administrators use.' },
  withdrawAllowEntry: { reason: 'It is none.' },
  addCleanFile: { sha256: 'ab'.repeat(32), reason: 'A tool that administrators use.' },
  createReanalysis: { scope: 'all' },
  withdrawHashList: { reason: 'It is none.' },
  createProduct: { name: 'Northlight Proxy' },
  patchProduct: { name: 'Northlight Proxy' },
  moveProduct: { before: null },
  createPlan: { name: 'Basic', targets: TARGETS },
  patchPlan: { hours: 'Mon to Fri, 9 to 17' },
  createCalendar: { name: 'Weekdays', ...WEEKDAYS },
  patchCalendar: { name: 'Weekdays' },
  previewCalendar: { ...WEEKDAYS, minutes: 480 },
  issueLicense: { productId: randomUUID(), planId: randomUUID(), seats: 5, validUntil: null },
  createLicenseBatch: { productId: randomUUID(), planId: randomUUID(), seats: 5, validUntil: null, count: 3 },
  findIssuedLicense: { activationCode: 'AAAAA' },
  patchLicense: { seats: 7 },
  suspendLicense: { reason: 'Unpaid' },
  revokeLicense: { reason: 'Unpaid' },
};

/** One id for every parameter of a route's path; a draft is named by its form. */
export const paramsOf = (spec: RouteSpec, id: string): Record<string, string> =>
  Object.fromEntries([...spec.path.matchAll(/:(\w+)/gu)].map(([, name = '']) => [name, PARAMS[name]?.(id) ?? id]));

/** What a parameter is that is no id. */
const PARAMS: Partial<Record<string, (id: string) => string>> = {
  key: (id) => `reply:${id}`,
  sha256: () => '0'.repeat(64),
  language: () => 'en',
};

/** A session of somebody who may call the route at all. */
export function callerOf(spec: RouteSpec): keyof typeof CALLERS {
  const found = Object.entries(CALLERS).find(([, permissions]) => permissions.includes(spec.permission));
  return (found?.[0] as keyof typeof CALLERS | undefined) ?? 'anna@acme.example';
}
const CALLERS: Record<
  | 'engineer@vendor.example'
  | 'analyst@vendor.example'
  | 'lead@vendor.example'
  | 'admin@vendor.example'
  | 'anna@acme.example',
  readonly Permission[]
> = {
  'engineer@vendor.example': ['desk', 'staff'],
  'analyst@vendor.example': ['lab'],
  'lead@vendor.example': ['lead'],
  'admin@vendor.example': ['admin', 'lead_or_admin'],
  'anna@acme.example': [],
};

/** A new request of Acme's administrator, or of whoever `cookie` is. */
export async function fileRequest(test: TestApp, cookie?: string, subject = 'It stops'): Promise<string> {
  const client = test.client(cookie ?? (await test.signIn('anna@acme.example')));
  return (
    await client.createRequest({ body: { desk: 'support', kind: 'malfunction', subject, text: 'The service stops.' } })
  ).id;
}

export const companyId = async (test: TestApp, name: 'Acme Logistics' | 'Globex Energy'): Promise<string> =>
  (await test.platform.db.selectFrom('app.companies').select('id').where('name', '=', name).executeTakeFirstOrThrow())
    .id;

/** Adds a person to Acme and signs them in. */
export async function addMember(
  test: TestApp,
  {
    email,
    role = 'user',
    state = 'active',
  }: { email: string; role?: MemberRole; state?: 'active' | 'pending' | 'removed' },
): Promise<{ id: string; cookie: string }> {
  const company = await companyId(test, 'Acme Logistics');
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const id = await transact(test.platform.db, SYSTEM, async (tx) => {
    const personId = await insertPerson(tx, {
      name: email.split('@')[0] ?? email,
      email,
      language: 'en',
      passwordHash,
    });
    await insertMember(tx, company, personId, role, state === 'pending' ? 'pending' : 'active');
    if (state === 'removed')
      await tx.updateTable('app.members').set({ state }).where('person_id', '=', personId).execute();
    return personId;
  });
  return { id, cookie: await test.signIn(email) };
}

/** Activation codes of licenses that nobody has claimed. */
export const unclaimedCodes = async (test: TestApp): Promise<string[]> =>
  (await findUnclaimedCodes(test.platform)).map(({ code }) => code);

/** The texts of the mails written to an address, oldest first, after the jobs that write them. */
export async function mailsTo(
  test: TestApp,
  email: string,
): Promise<{ template: string; subject: string; text: string }[]> {
  await test.runJobs();
  const rows = await test.platform.db
    .selectFrom('app.mails')
    .selectAll()
    .where('recipient', '=', email)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    template: row.template,
    subject: row.subject,
    text: test.platform.mailer.textOf(row) ?? '',
  }));
}

/** The token of the link in the newest mail to an address. */
export async function tokenFor(test: TestApp, email: string): Promise<string> {
  const mail = (await mailsTo(test, email)).at(-1);
  return /#(\S+)/u.exec(mail?.text ?? '')?.[1] ?? '';
}

/** Registers with a code, and answers with the token of the confirmation link. */
export async function register(
  test: TestApp,
  activationCode: string,
  email: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const body = {
    activationCode,
    email,
    name: 'Nora New',
    password: LONG_PASSWORD,
    companyName: 'Newcomers',
    language: 'en',
    ...more,
  };
  const answer = await attempt(test, 'createRegistration', { body });
  if (answer.statusCode !== 202) throw new Error(`${answer.statusCode} ${answer.body}`);
  return tokenFor(test, email);
}

/** Asks for help with an account, and answers with the token of the confirmation link. */
export async function askForHelp(test: TestApp, email: string, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await attempt(test, 'createAccountHelp', {
    body: { ...GOOD_BODIES.createAccountHelp, email, ...more },
  });
  if (answer.statusCode !== 202) throw new Error(`${answer.statusCode} ${answer.body}`);
  return tokenFor(test, email);
}

/** A request of somebody outside every company: its id, and the token of its tracking link. */
export async function outsideRequest(
  test: TestApp,
  email: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; token: string }> {
  const answer = await attempt(test, 'confirmAccountHelp', { body: { token: await askForHelp(test, email, more) } });
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  const { id } = await test.platform.db
    .selectFrom('app.requests as r')
    .innerJoin('app.submitters as s', 's.id', 'r.submitter_id')
    .select('r.id')
    .where('s.email', '=', email)
    .orderBy('r.id', 'desc')
    .executeTakeFirstOrThrow();
  return { id, token: (answer.json() as { trackingToken: string }).trackingToken };
}
