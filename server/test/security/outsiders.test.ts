// People outside every company, with their forms and tracking links: what they could learn, whom they could flood, and
// what a link opens beside its own request.
// Seen as: CVE-2026-41902 (FreeScout, links that never end), CVE-2026-22200 (osTicket, another's ticket by its link), the
// ticket floods through Zendesk of October 2025.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import {
  addMember,
  askForHelp,
  attempt,
  fileRequest,
  mailsTo,
  outsideRequest,
  tokenFor,
  unclaimedCodes,
} from './attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
let own: { id: string; token: string };
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  own = await outsideRequest(test, 'mallory@evil.example');
});
afterAll(() => test.close());

const BY_LINK = [
  'getSubmission',
  'listSubmissionMessages',
  'listSubmissionObjects',
  'createSubmissionMessage',
  'disputeSubmission',
] as const;
const WORDS: Partial<Record<(typeof BY_LINK)[number], { body: object }>> = {
  createSubmissionMessage: { body: { text: 'Hello.' } },
  disputeSubmission: { body: { text: 'Hello.' } },
};
const byLink = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a tracking link', () => {
  it('opens its own request by the exact token, and nothing by any other', async () => {
    const other = await outsideRequest(test, 'victim@new.example');
    const member = await fileRequest(test);
    const [id = '', mac = ''] = own.token.split('.');
    const idOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
    const wrong = [
      '',
      ' ',
      own.token.slice(0, -1),
      `${own.token}A`,
      own.token.toLowerCase(),
      `${own.token}=`,
      `${idOf(other.id)}.${mac}`,
      `${idOf(member)}.${mac}`,
      `${id}.${other.token.split('.')[1]}`,
      `${id}.${'A'.repeat(43)}`,
      own.id,
      `${id}.`,
      `.${mac}`,
      'null',
      'undefined',
      '*',
    ];
    for (const name of BY_LINK) {
      for (const token of wrong) {
        const answer = await attempt(test, name, { headers: byLink(token), ...WORDS[name] });
        expect([401, 410], `${name} ${token}`).toContain(answer.statusCode);
      }
      const bare = await attempt(test, name, { headers: { authorization: own.token }, ...WORDS[name] });
      expect(bare.statusCode).toBe(401);
    }
    // The last character of an id has bits to spare: writing them otherwise makes another text, which is refused.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = `${id.slice(0, -1)}${last.charAt(last.indexOf(id.at(-1) ?? '') ^ 1)}`;
    const tampered = await attempt(test, 'getSubmission', { headers: byLink(`${spare}.${mac}`) });
    expect(tampered.json().code).toBe('link_expired');
    expect((await attempt(test, 'getSubmission', { headers: byLink(own.token) })).statusCode).toBe(200);
  });

  it('is void once it is withdrawn', async () => {
    const { id, token } = await outsideRequest(test, 'withdrawn@new.example');
    const { db } = test.platform;
    await (await test.as('engineer@vendor.example')).renewTrackingLink({ params: { id } });
    for (const name of BY_LINK) {
      const answer = await attempt(test, name, {
        headers: byLink(token),
        ...WORDS[name],
      });
      expect(answer.json().code, name).toBe('link_expired');
    }
    expect((await db.selectFrom('app.messages').select('id').where('request_id', '=', id).execute()).length).toBe(1);
    const renewed = await tokenFor(test, 'withdrawn@new.example');
    expect((await attempt(test, 'getSubmission', { headers: byLink(renewed) })).statusCode).toBe(200);
    const member = await fileRequest(test);
    const cookie = await test.signIn('engineer@vendor.example');
    const foreign = await attempt(test, 'renewTrackingLink', { params: { id: member }, cookie });
    expect(foreign.json().code).toBe('conflict');
  });

  it('opens nothing but these calls, and no session', async () => {
    for (const name of ['getMe', 'listRequests', 'getRequest', 'listMessages', 'getAccountCase'] as const) {
      const answer = await attempt(test, name, {
        headers: byLink(own.token),
        ...(name.startsWith('list') && name !== 'listMessages' ? {} : { params: { id: own.id } }),
      });
      expect(answer.statusCode, name).toBe(401);
    }
    expect((await openStream(address, '', byLink(own.token))).status).toBe(401);
  });

  it('shows neither internal notes nor who owns the request, and is never stored', async () => {
    const engineer = await test.as('engineer@vendor.example');
    await engineer.createMessage({ params: { id: own.id }, body: { text: 'secret remark', visibility: 'internal' } });
    await engineer.createMessage({ params: { id: own.id }, body: { text: 'public answer' } });
    for (const name of ['getSubmission', 'listSubmissionMessages'] as const) {
      const answer = await attempt(test, name, { headers: byLink(own.token) });
      expect(answer.body).not.toMatch(/secret remark|engineer@|owner|internal|company/iu);
    }
    await test.runJobs();
    const mails = (await mailsTo(test, 'mallory@evil.example')).map(({ text }) => text).join('\n');
    expect(mails).toContain('public answer');
    expect(mails).not.toContain('secret remark');
    const rows = await test.platform.db.selectFrom('app.mails').select(['sealed_text', 'secret']).execute();
    for (const { sealed_text } of rows) expect(String(sealed_text)).not.toContain(own.token);
  });
});

describe('a request without a company', () => {
  it('is nobody’s among customers: by address, list, counter or stream', async () => {
    for (const email of ['anna@acme.example', 'boris@acme.example', 'clara@globex.example'] as const) {
      const cookie = await test.signIn(email);
      for (const name of ['getRequest', 'listMessages', 'listTimeline', 'markRequestRead', 'createMessage'] as const) {
        const answer = await attempt(test, name, {
          params: { id: own.id },
          cookie,
          ...(name === 'createMessage' ? { body: { text: 'Mine?' } } : {}),
        });
        expect(answer.statusCode, `${email} ${name}`).toBe(404);
      }
      expect((await attempt(test, 'listRequests', { query: { 'page[size]': 100 }, cookie })).body).not.toContain(
        own.id,
      );
      for (const q of ['mallory', 'mallory@evil.example', 'cannot get in']) {
        expect((await attempt(test, 'listRequests', { query: { q }, cookie })).json().data, q).toEqual([]);
      }
      expect((await attempt(test, 'getAccountCase', { params: { id: own.id }, cookie })).statusCode).toBe(403);
    }
    const member = await openStream(address, await test.signIn('anna@acme.example'));
    const desk = await openStream(address, await test.signIn('engineer@vendor.example'));
    await attempt(test, 'createSubmissionMessage', { headers: byLink(own.token), body: { text: 'Anybody?' } });
    await desk.hear(({ data }) => data['requestId'] === own.id);
    expect(JSON.stringify(member.events)).not.toContain(own.id);
    member.close();
    desk.close();
  });

  it('is hidden from a customer’s query without any condition, with the names of its person', async () => {
    const me = await (await test.as('anna@acme.example')).getMe();
    const scope = { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
    const { submitter_id: submitter } = await test.platform.db
      .selectFrom('app.requests')
      .select('submitter_id')
      .where('id', '=', own.id)
      .executeTakeFirstOrThrow();
    await transact(test.platform.db, scope, async (tx) => {
      const requests = await tx.selectFrom('app.requests').select(['id', 'company_id']).execute();
      expect(requests.filter(({ company_id }) => company_id === null)).toEqual([]);
      const messages = await tx.selectFrom('app.messages').select('request_id').execute();
      expect(messages.some(({ request_id }) => request_id === own.id)).toBe(false);
      const names = await sql`select * from app.people_seen(${[submitter]}::uuid[])`.execute(tx);
      expect(names.rows).toEqual([]);
      const taken = await tx
        .updateTable('app.requests')
        .set({ subject: 'x' })
        .where('id', '=', own.id)
        .executeTakeFirst();
      expect(taken.numUpdatedRows).toBe(0n);
    });
    for (const table of ['submitters', 'account_cases', 'account_help_forms', 'appointments']) {
      const look = transact(test.platform.db, scope, (tx) =>
        sql`select * from ${sql.table(`app.${table}`)}`.execute(tx),
      );
      await expect(look, table).rejects.toThrow(/permission denied/u);
    }
  });
});

describe('the account-help form', () => {
  it('answers the same for known and unknown addresses and codes', async () => {
    await addMember(test, { email: 'known@acme.example' });
    const [code = ''] = await unclaimedCodes(test);
    const answers = [];
    for (const [email, activationCode] of [
      ['known@acme.example', code],
      ['unknown@acme.example', code],
      ['unknown2@acme.example', 'AAAAA-AAAAA-AAAAA-AAAAA'],
      ['unknown3@acme.example', 'no code at all'],
    ]) {
      const body = { name: 'N', email, activationCode, text: 'Help.', language: 'en' };
      const { statusCode, body: text, headers } = await attempt(test, 'createAccountHelp', { body });
      answers.push({ statusCode, text, length: headers['content-length'] });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    // What is confirmed tells the person no more.
    const token = await askForHelp(test, 'curious@new.example', { activationCode: code });
    const confirmed = await attempt(test, 'confirmAccountHelp', { body: { token } });
    expect(Object.keys(confirmed.json()).toSorted()).toEqual(['number', 'trackingToken']);
    const seen = await attempt(test, 'getSubmission', { headers: byLink(confirmed.json().trackingToken) });
    expect(seen.body).not.toMatch(/claimed|unknown|mistyped|serial|NL-/u);
  });

  it('keeps of a code its last group, and of a token its hash', async () => {
    const [code = ''] = await unclaimedCodes(test);
    const token = await askForHelp(test, 'kept@new.example', { activationCode: code });
    const { db } = test.platform;
    const stored = async () =>
      JSON.stringify([
        await db.selectFrom('app.account_help_forms').selectAll().execute(),
        await db.selectFrom('app.account_cases').selectAll().execute(),
        await db.selectFrom('app.audit_entries').selectAll().execute(),
      ]);
    expect(await stored()).not.toContain(code);
    expect(await stored()).not.toContain(token);
    expect(await stored()).toContain(code.slice(-5));
    await attempt(test, 'confirmAccountHelp', { body: { token } });
    expect(await stored()).not.toContain(code);
  });

  it('floods nobody: few mails a day to one address, from wherever, with no words of the writer', async () => {
    const words = 'Claim your prize at https://evil.example/now';
    for (let n = 0; n < 20; n += 1) {
      const body = { name: words, email: 'Target@new.example', companyName: words, text: words, language: 'en' };
      expect((await attempt(test, 'createAccountHelp', { body })).statusCode).toBe(202);
    }
    const mails = await mailsTo(test, 'target@new.example');
    expect(mails).toHaveLength(3);
    for (const { subject, text } of mails) expect(`${subject} ${text}`).not.toMatch(/prize|evil\.example/u);
  });

  it('keeps markup, templates and line breaks as text, in the desk and in mail', async () => {
    const name = '<img src=x onerror=alert(1)> {{link}} {{constructor}}\r\nBcc: all@new.example';
    const { id } = await outsideRequest(test, 'markup@new.example', { name, companyName: name, text: name });
    const engineer = await test.as('engineer@vendor.example');
    const request = await engineer.getRequest({ params: { id } });
    expect(request.submitter?.name).toBe(name);
    expect(request.subject).toContain('{{link}} {{constructor}}');
    await engineer.createMessage({ params: { id }, body: { text: 'Answer {{link}} $t(request_answered.text)' } });
    const mail = (await mailsTo(test, 'markup@new.example')).at(-1);
    expect(mail?.subject).not.toMatch(/[\r\n]/u);
    expect(mail?.text).toContain('Answer {{link}} $t(request_answered.text)');
  });
});
