import { randomBytes, randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileWith, uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from '../security/attack.ts';
import { fileOf } from './export-calls.ts';

let test: TestApp;
let acme: string;
let anna: string;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.signIn('anna@acme.example');
});
afterAll(() => test.close());

async function exportAll(cookie = anna) {
  const { id } = await test.client(cookie).exportCompany({ params: { id: acme } });
  await test.runJobs();
  const answer = await fileOf(test, cookie, id);
  const files = answer.statusCode === 200 ? unzipSync(answer.rawPayload) : {};
  const json = <T>(name: string) => JSON.parse(Buffer.from(files[name] ?? []).toString()) as T;
  return {
    id,
    answer,
    files,
    json,
    text: Object.values(files)
      .map((bytes) => Buffer.from(bytes).toString())
      .join(),
  };
}
const rights = (role: 'administrator' | 'user', personId: string) =>
  test.platform.db.updateTable('app.members').set({ role }).where('person_id', '=', personId).execute();

interface WrittenRequest {
  number: string;
  messages: { text: string; author: string; side: string }[];
  course: { type: string }[];
  files: { name: string; path: string | null; sha256: string | null }[];
}

describe('all data of a company', () => {
  it('holds members, licenses, requests with all that was said, and their files', async () => {
    const bytes = randomBytes(70_000);
    const { requestId } = await fileWith(test, anna, [
      { name: 'трасса.log', bytes },
      { name: 'трасса.log', bytes: Buffer.from('second') },
    ]);
    await test.runJobs();
    // No upload has such a name; the archive does not trust in that.
    const hostile = test.platform.db.updateTable('app.attachments').set({ name: '../трасса.log' });
    await hostile.where('request_id', '=', requestId).execute();
    const engineer = await test.as('engineer@vendor.example');
    await engineer.createMessage({ params: { id: requestId }, body: { text: 'We look into it.' } });
    const { answer, files, json } = await exportAll();
    expect(answer.headers['content-type']).toBe('application/zip');
    expect(answer.headers['content-disposition']).toMatch(/filename="?company-\d{4}-\d\d-\d\d-\w{4}\.zip/u);
    expect(json('company.json')).toMatchObject({ id: acme, name: 'Acme Logistics' });
    expect(json('members.json')).toContainEqual(expect.objectContaining({ email: 'boris@acme.example', role: 'user' }));
    expect(json<unknown[]>('licenses.json').length).toBeGreaterThan(0);
    const { number } = await test.client(anna).getRequest({ params: { id: requestId } });
    const request = json<WrittenRequest>(`requests/${number}.json`);
    expect(request.messages.map(({ text, side }) => ({ text, side }))).toEqual([
      { text: 'See the files.', side: 'customer' },
      { text: 'We look into it.', side: 'vendor' },
    ]);
    expect(request.messages.every(({ author }) => author.length > 0)).toBe(true);
    expect(request.course.length).toBeGreaterThan(0);
    expect(request.files.map(({ name }) => name)).toEqual(['../трасса.log', '../трасса.log']);
    const [first, second] = request.files.map(({ path }) => Buffer.from(files[path ?? ''] ?? []));
    expect(first?.equals(bytes)).toBe(true);
    expect(second?.toString()).toBe('second');
    expect(Object.keys(files).filter((name) => !/^[a-z]+(\/[A-Z]+-\d+)?(\/[^/]+|\.json)$/u.test(name))).toEqual([]);
    const all = await test.platform.db.selectFrom('app.requests').select('id').where('company_id', '=', acme).execute();
    expect(Object.keys(files).filter((name) => name.startsWith('requests/'))).toHaveLength(all.length);
  });

  it('lists what went to the lab, and keeps it out of the archive', async () => {
    const upload = await uploadCalls(test, anna).whole(randomBytes(500), 'virus.exe');
    await test.client(anna).createRequest({
      body: { desk: 'lab', kind: 'cure', subject: 'Help', text: 'Please help.', uploads: [upload] },
    });
    const { files, text } = await exportAll();
    expect(text).toContain('"name": "virus.exe"');
    expect(Object.keys(files).filter((name) => name.includes('virus'))).toEqual([]);
  });

  it('lists a file that is gone, and takes nothing else with it', async () => {
    await fileWith(test, anna, [{ name: 'gone.log', bytes: randomBytes(100) }]);
    const row = await test.platform.db
      .selectFrom('app.attachments')
      .select('blob_id')
      .where('name', '=', 'gone.log')
      .executeTakeFirstOrThrow();
    await test.platform.blobs.remove(row.blob_id);
    const { files, text } = await exportAll();
    expect(text).toContain('"name": "gone.log"');
    expect(Object.keys(files).filter((name) => name.includes('gone'))).toEqual([]);
  });
});

// A whole company in one file: nobody else's, nothing internal, not for programs, not for who administers no more.
describe('an attacker', () => {
  it('gets nothing of other companies, and nothing internal', async () => {
    const id = await fileRequest(test, undefined, 'Known to all');
    const engineer = await test.as('engineer@vendor.example');
    await engineer.createMessage({ params: { id }, body: { text: 'zanzibar secret', visibility: 'internal' } });
    await test.as('clara@globex.example').then((clara) =>
      clara.createRequest({
        body: { desk: 'support', kind: 'malfunction', subject: 'Of Globex', text: 'x', uploads: [] },
      }),
    );
    const { text } = await exportAll();
    expect(text).toContain('Known to all');
    expect(text).not.toMatch(/zanzibar|Globex|globex|blob_?id|sealed|password/iu);
  });

  it('asks for another company in vain, and for its own only as an administrator who signed in just now', async () => {
    const globex = await companyId(test, 'Globex Energy');
    const ask = (id: string, cookie: string) => attempt(test, 'exportCompany', { params: { id }, cookie });
    expect((await ask(globex, anna)).statusCode).toBe(404);
    expect((await ask(randomUUID(), anna)).statusCode).toBe(404);
    expect((await ask(acme, await test.signIn('boris@acme.example'))).statusCode).toBe(403);
    const late = new Date(Date.now() - 11 * 60_000);
    const stale = await addMember(test, { email: 'stale@acme.example' });
    await rights('administrator', stale.id);
    await test.platform.db
      .updateTable('auth.sessions')
      .set({ signed_in_at: late })
      .where('person_id', '=', stale.id)
      .execute();
    expect((await ask(acme, stale.cookie)).json()).toMatchObject({ code: 'fresh_sign_in_required' });
  });

  it('loses it with the role, before and after it is written', async () => {
    const { id: person, cookie } = await addMember(test, { email: 'was-admin@acme.example' });
    await rights('administrator', person);
    const made = await exportAll(cookie);
    expect(made.answer.statusCode).toBe(200);
    const { id } = await test.client(cookie).exportCompany({ params: { id: acme } });
    await rights('user', person);
    await test.runJobs();
    const row = await test.platform.db
      .selectFrom('app.exports')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'failed', failure: 'rights_changed' });
    for (const one of [made.id, id]) expect((await fileOf(test, cookie, one)).statusCode).toBe(404);
    expect((await test.client(cookie).listExports({})).data).toEqual([]);
  });

  it('gets it by no token, whatever the scopes', async () => {
    const made = await exportAll();
    const { token } = await test.client(anna).createToken({
      params: { id: acme },
      body: { name: 'A program', scopes: ['requests:read'], expiresInDays: 1 },
    });
    const headers = { authorization: `Bearer ${token}` };
    for (const name of ['getExport', 'downloadExport', 'deleteExport'] as const) {
      expect((await attempt(test, name, { params: { id: made.id }, headers })).statusCode).toBe(404);
    }
    expect((await attempt(test, 'listExports', { headers })).body).not.toContain(made.id);
  });
});
