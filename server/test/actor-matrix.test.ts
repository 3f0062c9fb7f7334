import { randomUUID } from 'node:crypto';
import { routeUrl } from '@companyaccount/contract/client';
import type { RouteSpec } from '@companyaccount/contract/route';
import { type RouteName, routes } from '@companyaccount/contract/routes';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword, insertMember, insertPerson, DEMO_PASSWORD } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { GIF } from './attachments/pictures.ts';
import { calendarCases } from './licensing/calendar-cases.ts';
import { termsOf } from './licensing/catalogue-samples.ts';
import { anyProduct, onProfile } from './accounts/profile-samples.ts';
import { MAIL_CASES } from './mail/mail-cases.ts';
import { type ActorKind, ACTORS, KINDS, refusal } from './harness/actors.ts';
import { newLicense } from './harness/licenses.ts';
import { scannerCases } from './definitions/scanner-cases.ts';
import { signingInCases } from './accounts/signing-in-cases.ts';
import { ownCases } from './requests/own-cases.ts';
import { startTestApp, type TestApp } from './harness/test-app.ts';
import { dialogueCases } from './requests/dialogue-cases.ts';
import { outsideRequest } from './security/attack.ts';

// Every route is called by every kind of actor. The expected answer follows from the route's permission; a case says
// only what is different about a row of company Acme: who may see it, and who may act on it.
let test: TestApp;
let acme: string;

interface Given {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
}
interface Case {
  /** Made anew for every call. */
  given?: () => Given | Promise<Given>;
  /** Where the answer is not simply the route's success for whoever its permission lets in. */
  expected?: Partial<Record<ActorKind, number>>;
  /** Success for everyone let in, where it is not the route's own status. */
  success?: number;
}

/** A new request of Boris at Acme, filed with Technical Support. */
async function acmeRequest(): Promise<string> {
  const boris = await test.as('boris@acme.example');
  const body = { desk: 'support', kind: 'malfunction', subject: 'The service stops', text: 'It stops.' } as const;
  return (await boris.createRequest({ body })).id;
}
const onAcmeRequest =
  (more: Given = {}) =>
  async () => ({ params: { id: await acmeRequest() }, ...more });
const foreignToGlobex = { otherCompany: 404 } as const;
async function onAcmeLicense(): Promise<Given> {
  const { data } = await (await test.as('anna@acme.example')).listLicenses();
  return { params: { id: data[0]?.id ?? '' } };
}
const TUS = { 'tus-resumable': '1.0.0' };
const unknownUpload = () => ({ params: { id: randomUUID() }, headers: TUS });

async function acmeAttachment(content: string | Buffer = 'trace'): Promise<string> {
  const cookie = await test.signIn('boris@acme.example');
  const created = await test.app.inject({
    method: 'POST',
    url: '/api/v1/uploads',
    headers: {
      ...TUS,
      cookie,
      'upload-length': String(content.length),
      'upload-metadata': `filename ${btoa('trace.log')}`,
      'content-type': 'application/offset+octet-stream',
    },
    payload: content,
  });
  const upload = String(created.headers.location).split('/').at(-1) ?? '';
  const boris = test.client(cookie);
  const request = await boris.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'With a file', text: 'See the file.', uploads: [upload] },
  });
  const messages = await boris.listMessages({ params: { id: request.id } });
  return messages.data[0]?.attachments[0]?.id ?? '';
}

async function acmePicture(): Promise<string> {
  const id = await acmeAttachment(GIF);
  await test.runJobs();
  return id;
}

/** A new person at Acme. */
const onAcmeMember =
  (state: 'active' | 'pending', more: Given = {}) =>
  async (): Promise<Given> => {
    const email = `${randomUUID()}@acme.example`;
    const memberId = await transact(test.platform.db, SYSTEM, async (tx) => {
      const person = await insertPerson(tx, { name: 'Someone', email, language: 'en', passwordHash: '' });
      await insertMember(tx, acme, person, 'user', state);
      return tx.selectFrom('app.members').select('id').where('person_id', '=', person).executeTakeFirstOrThrow();
    });
    return { params: { id: acme, memberId: memberId.id }, ...more };
  };

const onNewProduct =
  (more: Given = {}) =>
  async (): Promise<Given> => {
    const admin = await test.as('admin@vendor.example');
    const { id } = await admin.createProduct({ body: { name: `Product ${randomUUID()}` } });
    return { params: { id }, ...more };
  };
/** A new person of the staff, who has not signed in yet. */
const onNewAgent =
  (more: Given = {}) =>
  async (): Promise<Given> => {
    const admin = await test.as('admin@vendor.example');
    const body = { email: `${randomUUID()}@vendor.example`, name: 'New', language: 'en', roles: ['engineer'] } as const;
    const { agent } = await admin.inviteAgent({ body: { ...body, roles: [...body.roles] } });
    return { params: { id: agent.id }, ...more };
  };

/** A new mail domain that Acme claims. */
async function onAcmeDomain(): Promise<Given> {
  const anna = await test.as('anna@acme.example');
  const { id } = await anna.addDomain({ params: { id: acme }, body: { domain: `${randomUUID()}.com` } });
  return { params: { id: acme, domainId: id } };
}

const onNewLicense =
  (more: Given = {}) =>
  async (): Promise<Given> => ({ params: { id: (await newLicense(test)).id }, ...more });

const CSV = { 'content-type': 'text/csv' };
async function onNewBatch(): Promise<Given> {
  const admin = await test.as('admin@vendor.example');
  return { params: { id: (await admin.createLicenseBatch({ body: { ...(await termsOf(test)), count: 2 } })).id } };
}
const NEW_TOKEN = { name: 'Import', scopes: ['requests:read'], expiresInDays: 1 };

const CASES: Record<RouteName, Case> = {
  getHealth: {},
  getReadiness: {},
  getMetrics: {},
  getOpenApi: {},
  getVendor: {},
  getMe: {},
  patchMe: { given: () => ({ body: {}, headers: { 'if-match': '"1000000"' } }), success: 412 },
  chooseCompany: { given: () => ({ body: { companyId: randomUUID() } }), success: 404 },
  signIn: { given: () => ({ body: { email: 'nobody@acme.example', password: 'wrong password' } }), success: 401 },
  signInAgain: { given: () => ({ body: { password: 'a wrong password' } }), success: 401 },
  ...signingInCases(
    () => test,
    () => Object.values(cookies),
  ),
  signOut: { given: () => ({ headers: { cookie: '' } }) },
  getSession: {},
  requestPasswordReset: { given: () => ({ body: { email: 'nobody@acme.example' } }) },
  resetPassword: {
    given: () => ({ body: { token: 'no such token', newPassword: 'a new long password' } }),
    success: 410,
  },
  createRegistration: {
    given: () => ({
      body: {
        activationCode: 'AAAAA',
        email: 'new@person.example',
        name: 'New',
        password: 'a long password',
        language: 'en',
      },
    }),
    success: 422,
  },
  addLicense: { given: () => ({ body: { activationCode: 'AAAAA' } }), success: 422 },
  createKeyFileRecovery: {
    given: () => ({ body: { activationCode: '00000000000000000000', email: 'anna@acme.example' } }),
    success: 422,
  },
  confirmRegistration: { given: () => ({ body: { token: 'there is no such token' } }), success: 410 },
  createAccountHelp: {
    given: () => ({ body: { name: 'New', email: 'new@person.example', text: 'I cannot get in.', language: 'en' } }),
  },
  confirmAccountHelp: { given: () => ({ body: { token: 'there is no such token' } }), success: 410 },
  getAccountCase: { given: onAcmeRequest() },
  getCustomer: { given: onAcmeRequest() },
  leaveCompany: { given: () => ({ params: { companyId: randomUUID() } }), success: 404 },
  listAppointments: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  objectToAppointment: {
    given: () => ({ params: { id: acme, appointmentId: randomUUID() }, body: { text: 'No.' } }),
    success: 404,
  },
  listDeskAppointments: { given: () => ({ params: { id: acme } }) },
  listCandidates: { given: () => ({ params: { id: acme } }) },
  createAppointment: {
    given: async () => ({
      params: { id: acme },
      body: { requestId: await acmeRequest(), memberId: randomUUID(), reason: 'Asked for.', checked: 'By phone.' },
    }),
    success: 422,
  },
  cancelAppointment: { given: () => ({ params: { id: acme, appointmentId: randomUUID() } }), success: 404 },
  renewTrackingLink: {
    given: async () => ({ params: { id: (await outsideRequest(test, `${randomUUID()}@new.example`)).id } }),
    expected: { analyst: 403 },
  },
  getSubmission: { success: 401 },
  createSubmissionMessage: { given: () => ({ body: { text: 'One thing more.' } }), success: 401 },
  getCompany: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  patchCompany: {
    given: () => ({ params: { id: acme }, body: {}, headers: { 'if-match': '"1"' } }),
    expected: foreignToGlobex,
  },
  listMembers: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  approveMember: { given: onAcmeMember('pending'), expected: foreignToGlobex },
  rejectMember: { given: onAcmeMember('pending'), expected: foreignToGlobex },
  changeMemberRole: { given: onAcmeMember('active', { body: { role: 'administrator' } }), expected: foreignToGlobex },
  removeMember: { given: onAcmeMember('active'), expected: foreignToGlobex },
  listDomains: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  addDomain: {
    given: () => ({ params: { id: acme }, body: { domain: `${randomUUID()}.com` } }),
    expected: foreignToGlobex,
  },
  checkDomain: { given: () => onAcmeDomain(), expected: foreignToGlobex },
  removeDomain: { given: () => onAcmeDomain(), expected: foreignToGlobex },
  listProductProfiles: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  createProductProfile: {
    given: async () => ({ params: { id: acme }, body: { name: randomUUID(), productId: await anyProduct(test) } }),
    expected: foreignToGlobex,
  },
  patchProductProfile: {
    given: async () => ({
      params: (await onProfile(test)).params ?? {},
      body: { notes: 'Behind a proxy' },
      headers: { 'if-match': '"1"' },
    }),
    expected: foreignToGlobex,
  },
  deleteProductProfile: {
    given: async () => ({ params: (await onProfile(test)).params ?? {} }),
    expected: foreignToGlobex,
  },
  listProducts: {},
  listLicenses: {},
  getLicense: { given: onAcmeLicense, expected: foreignToGlobex },
  getActivationCode: { given: onAcmeLicense, expected: foreignToGlobex },
  downloadKeyFiles: { given: onAcmeLicense, expected: foreignToGlobex },
  listLicenseKeys: {},
  verifyKeyFile: { given: () => ({ body: { keyFile: 'no key file' } }) },
  listRequests: {},
  createRequest: { given: () => ({ body: { desk: 'lab', kind: 'cure', subject: 'Help', text: 'Please help.' } }) },
  ...dialogueCases(
    () => test,
    () => acmeRequest(),
  ),
  findCompanyOfRequest: { given: onAcmeRequest(), expected: foreignToGlobex },
  ...ownCases(() => test),
  describeUploads: { given: () => ({ headers: TUS }) },
  createUpload: {
    given: () => ({ headers: { ...TUS, 'upload-length': '5', 'upload-metadata': `filename ${btoa('a.txt')}` } }),
  },
  headUpload: { given: unknownUpload, success: 404 },
  appendUpload: {
    given: () => ({
      ...unknownUpload(),
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    }),
    success: 404,
  },
  deleteUpload: { given: unknownUpload, success: 404 },
  getStorage: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  getAttachment: { given: async () => ({ params: { id: await acmeAttachment() } }), expected: foreignToGlobex },
  getAttachmentPreview: { given: async () => ({ params: { id: await acmePicture() } }), expected: foreignToGlobex },
  listQueues: { given: () => ({ query: { desk: 'support' } }) },
  listDeskAgents: { given: () => ({ query: { desk: 'lab' } }) },
  assignRequest: { given: onAcmeRequest({ body: { personId: null } }), expected: { analyst: 403 } },
  setRequestStatus: { given: onAcmeRequest({ body: { status: 'open' } }), expected: { analyst: 403 } },
  openLive: {},
  ...MAIL_CASES,
  getSystemState: {},
  listCompanyAudit: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  exportCompanyAudit: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  listAudit: {},
  exportAudit: {},
  listCompanies: {},
  getCompanyRecord: { given: () => ({ params: { id: acme } }) },
  renameCompany: { given: () => ({ params: { id: acme }, body: {}, headers: { 'if-match': '"1"' } }) },
  listMembersOf: { given: () => ({ params: { id: acme } }) },
  listDomainsOf: { given: () => ({ params: { id: acme } }) },
  vouchForDomain: { given: () => ({ params: { id: acme }, body: { domain: `${randomUUID()}.com` } }) },
  withdrawDomain: { given: () => onAcmeDomain() },
  setUp: {
    given: () => ({
      body: {
        token: 'no such token',
        email: 'new@vendor.example',
        name: 'New',
        password: 'a long password',
        language: 'en',
      },
    }),
    success: 410,
  },
  listAgents: {},
  inviteAgent: {
    given: () => ({
      body: { email: `${randomUUID()}@vendor.example`, name: 'New', language: 'en', roles: ['engineer'] },
    }),
  },
  inviteAgentAgain: { given: onNewAgent() },
  changeAgentRoles: { given: onNewAgent({ body: { roles: ['lead'] } }) },
  deactivateAgent: { given: onNewAgent() },
  reactivateAgent: { given: onNewAgent() },
  listTokens: { given: () => ({ params: { id: acme } }), expected: foreignToGlobex },
  createToken: { given: () => ({ params: { id: acme }, body: NEW_TOKEN }), expected: foreignToGlobex },
  revokeToken: { given: () => ({ params: { id: acme, tokenId: randomUUID() } }), success: 404 },
  ...scannerCases(() => acme),
  listOwnTokens: {},
  createOwnToken: { given: () => ({ body: NEW_TOKEN }) },
  revokeOwnToken: { given: () => ({ params: { id: randomUUID() } }), success: 404 },
  listCatalogueProducts: {},
  createProduct: { given: () => ({ body: { name: `Product ${randomUUID()}` } }) },
  getCatalogueProduct: { given: onNewProduct() },
  patchProduct: { given: onNewProduct({ body: {}, headers: { 'if-match': '"1"' } }) },
  moveProduct: { given: onNewProduct({ body: { before: null } }) },
  deleteProduct: { given: onNewProduct() },
  ...calendarCases(() => test),
  listIssuedLicenses: {},
  issueLicense: { given: async () => ({ body: await termsOf(test) }) },
  findIssuedLicense: { given: () => ({ body: { activationCode: 'AAAAA' } }), success: 422 },
  getIssuedLicense: { given: onNewLicense() },
  patchLicense: { given: onNewLicense({ body: { seats: 7 }, headers: { 'if-match': '"1"' } }) },
  suspendLicense: { given: onNewLicense({ body: { reason: 'Unpaid' } }) },
  resumeLicense: { given: onNewLicense(), success: 409 },
  revokeLicense: { given: onNewLicense({ body: { reason: 'Unpaid' } }) },
  showIssuedCode: { given: onNewLicense() },
  listLicenseBatches: {},
  createLicenseBatch: { given: async () => ({ body: { ...(await termsOf(test)), count: 2 } }) },
  checkLicenseFile: { given: () => ({ body: 'product', headers: CSV }) },
  importLicenseFile: { given: () => ({ body: 'product', headers: CSV }), success: 422 },
  getLicenseBatch: { given: onNewBatch },
  downloadLicenseBatch: { given: onNewBatch, success: 409 },
  downloadIssuedKeyFiles: { given: onAcmeLicense },
};

const cookies: Partial<Record<ActorKind, string>> = {};

beforeAll(async () => {
  test = await startTestApp();
  await test.runJobs();
  const { db } = test.platform;
  const company = await db
    .selectFrom('app.companies')
    .select('id')
    .where('name', '=', 'Acme Logistics')
    .executeTakeFirstOrThrow();
  acme = company.id;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (const state of ['pending', 'removed'] as const) {
    await transact(db, SYSTEM, async (tx) => {
      const id = await insertPerson(tx, { name: state, email: ACTORS[state], language: 'en', passwordHash });
      await insertMember(tx, acme, id, 'user', 'pending');
      await tx.updateTable('app.members').set({ state }).where('person_id', '=', id).execute();
    });
  }
  for (const kind of KINDS) {
    const email = ACTORS[kind];
    if (email !== null) cookies[kind] = await test.signIn(email);
  }
});
afterAll(() => test.close());

describe.each(Object.entries<RouteSpec>(routes))('%s', (name, spec) => {
  it.each(KINDS)('by %s', async (kind) => {
    const { given, expected = {}, success = spec.status } = CASES[name as RouteName];
    const { params = {}, query = {}, body, headers = {} } = (await given?.()) ?? {};
    const cookie = cookies[kind];
    const options: InjectOptions = {
      method: spec.method as 'GET',
      url: routeUrl(spec, { params, query }),
      remoteAddress: `127.2.${KINDS.indexOf(kind)}.${Object.keys(routes).indexOf(name)}`,
      headers: { ...(cookie === undefined ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
      // The live stream never ends by itself; its first bytes are enough.
      ...(name === 'openLive' ? { payloadAsStream: true } : {}),
    };
    const answer = await test.app.inject(options);
    expect(answer.statusCode).toBe(refusal(spec, kind) ?? expected[kind] ?? success);
    if (name === 'openLive') answer.stream().destroy();
    else if (answer.statusCode >= 400 && spec.method !== 'HEAD') {
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status: answer.statusCode, requestId: expect.any(String) });
    }
  });
});
