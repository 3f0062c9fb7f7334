// The form that is open to everybody: work that was done once and used often, upload tokens that open more than they
// should, room that strangers fill, mail to people who never asked, and what could be learned about others.
// Seen as: CVE-2026-63765 (Chatwoot, uploads without rights), the ticket floods through Zendesk of October 2025.
import { createHash, randomBytes } from 'node:crypto';
import type { SolvedChallenge } from '@companyaccount/contract/submissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submit } from '../lab/lab-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { buyToken, newChallenge, solve, submitPublic, SUSPICIOUS, uploadsBy } from '../submissions/submission-calls.ts';
import { ALL_ROUTES, attempt, fileRequest, GOOD_BODIES, mailsTo, paramsOf, tokenFor } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const MIB = 1024 ** 2;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const exchange = async (body: SolvedChallenge) => attempt(test, 'createUploadToken', { body });
const send = async (uploadToken: string, more: object = { hashes: ['ab'.repeat(32)] }) =>
  attempt(test, 'createSubmission', { body: { uploadToken, ...SUSPICIOUS, ...more } });

/** Does something as if it were later. */
async function later<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  const { clock } = test.platform;
  test.platform.clock = () => new Date(clock().getTime() + minutes * 60_000);
  try {
    return await work();
  } finally {
    test.platform.clock = clock;
  }
}

describe('a challenge', () => {
  it('buys one token, however many ask at once', async () => {
    const solved = await solve(await newChallenge(test));
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(solved)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, ...Array<number>(7).fill(422)]);
    expect((await exchange({ ...solved, solution: { ...solved.solution, time: 7 } })).json().code).toBe(
      'challenge_refused',
    );
  });

  it('is bought with its own solution, unaltered and in time', async () => {
    const [one, other] = [await solve(await newChallenge(test)), await solve(await newChallenge(test))];
    const { parameters, signature } = one.challenge;
    const altered = (change: Partial<typeof parameters>): SolvedChallenge => ({
      ...one,
      challenge: { parameters: { ...parameters, ...change }, signature },
    });
    const wrong: SolvedChallenge[] = [
      { challenge: one.challenge, solution: other.solution },
      { challenge: { parameters, signature: other.challenge.signature }, solution: one.solution },
      { ...one, solution: { ...one.solution, derivedKey: '0'.repeat(64) } },
      // Begins as it must, and was not derived.
      { ...one, solution: { ...one.solution, derivedKey: parameters.keyPrefix + '0'.repeat(32) } },
      altered({ cost: 1 }),
      altered({ expiresAt: parameters.expiresAt + 86_400 }),
      altered({ keySignature: other.challenge.parameters.keySignature }),
      altered({ nonce: other.challenge.parameters.nonce, salt: other.challenge.parameters.salt }),
      GOOD_BODIES.createUploadToken as unknown as SolvedChallenge,
    ];
    for (const body of wrong) expect((await exchange(body)).json().code).toBe('challenge_refused');
    expect((await later(21, () => exchange(one))).json().code).toBe('challenge_refused');
    expect((await exchange(one)).statusCode).toBe(201);
  });
});

describe('an upload token', () => {
  it('opens uploads and nothing else', async () => {
    const token = await buyToken(test);
    const request = await fileRequest(test);
    for (const [name, spec] of ALL_ROUTES) {
      if (spec.permission === 'anyone' || spec.permission === 'uploader') continue;
      const body = GOOD_BODIES[name];
      const answer = await attempt(test, name, {
        params: paramsOf(spec, request),
        headers: { ...bearer(token), ...(spec.versioned === true ? { 'if-match': '"1"' } : {}) },
        ...(body === undefined ? {} : { body }),
      });
      expect([401, 403], `${name} ${answer.statusCode}`).toContain(answer.statusCode);
    }
    expect((await attempt(test, 'getSubmission', { headers: bearer(token) })).statusCode).toBe(410);
  });

  it('is not made up, and is over after two hours, or after its submission', async () => {
    const forged = [`up_${randomBytes(32).toString('base64url')}`, 'up_', `up_${'A'.repeat(43)}`, 'null'];
    for (const token of forged) {
      expect((await uploadsBy(test, token).begin(3)).answer.statusCode, token).toBe(401);
      expect((await send(token.padEnd(20, 'x'))).json().code).toBe('upload_token_expired');
    }
    const late = await buyToken(test);
    const spent = await buyToken(test);
    const { id } = await uploadsBy(test, spent).begin(3);
    const done = await Promise.all(Array.from({ length: 4 }, () => send(spent)));
    expect(done.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 410, 410, 410]);
    expect((await uploadsBy(test, spent).append(id, 0, Buffer.from('abc'))).statusCode).toBe(401);
    await later(121, async () => {
      expect((await uploadsBy(test, late).begin(3)).answer.statusCode).toBe(401);
      expect((await send(late)).json().code).toBe('upload_token_expired');
    });
  });

  it('reaches its own uploads only', async () => {
    const [mine, other] = [await buyToken(test), await buyToken(test)];
    const id = await uploadsBy(test, mine).whole(Buffer.from('mine'));
    const anna = await test.signIn('anna@acme.example');
    for (const headers of [bearer(other), { cookie: anna }] as Record<string, string>[]) {
      for (const name of ['headUpload', 'deleteUpload'] as const) {
        const answer = await attempt(test, name, { params: { id }, headers: { 'tus-resumable': '1.0.0', ...headers } });
        expect(answer.statusCode, name).toBe(404);
      }
    }
    expect((await send(other, { uploads: [id] })).json().code).toBe('upload_not_ready');
    const body = { ...GOOD_BODIES.createRequest, uploads: [id] };
    expect((await attempt(test, 'createRequest', { body, cookie: anna })).json().code).toBe('upload_not_ready');
    const { statusCode } = await attempt(test, 'getAttachment', { params: { id }, headers: bearer(mine) });
    expect([401, 403]).toContain(statusCode);
  });

  it('takes five files of 64 MiB, not six, not one byte more, and not others in their place for ever', async () => {
    const calls = uploadsBy(test, await buyToken(test));
    expect((await calls.begin(64 * MIB + 1)).answer.json().code).toBe('payload_too_large');
    const begun = await Promise.all(Array.from({ length: 8 }, () => calls.begin(64 * MIB)));
    expect(begun.map(({ answer }) => answer.statusCode).toSorted()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
    expect(begun.find(({ answer }) => answer.statusCode === 409)?.answer.json().code).toBe('too_many_files');
    for (const { answer, id } of begun) if (answer.statusCode === 201) await calls.giveUp(id);
    for (let n = 0; n < 10; n += 1) {
      const { answer, id } = await calls.begin(1);
      expect(answer.statusCode).toBe(201);
      await calls.giveUp(id);
    }
    expect((await calls.begin(1)).answer.json().code).toBe('too_many_files');
  });
});

it('keeps names of files as text, without what cannot be seen', async () => {
  const names = {
    '<img src=x onerror=alert(1)>.exe': Buffer.from('a'),
    'gpj\u202eexe.\u200b../../x': Buffer.from('b'),
  };
  const { id } = await submitPublic(test, names);
  const { subject } = await (await test.as('analyst@vendor.example')).getRequest({ params: { id } });
  expect(subject).toBe('Suspicious: _img src=x onerror=alert(1)_.exe and 1 more');
  const { data } = await (await test.as('analyst@vendor.example')).listObjects({ params: { id } });
  expect(data.map(({ name }) => name)).toEqual(['_img src=x onerror=alert(1)_.exe', 'x']);
});

it('fills no more room than it was given, and goes on with hashes', async () => {
  const small = await startTestApp({ config: { publicStorageBytes: 1000 } });
  const calls = [uploadsBy(small, await buyToken(small)), uploadsBy(small, await buyToken(small))];
  const begun = await Promise.all(calls.map((one) => one.begin(600)));
  expect(begun.map(({ answer }) => answer.statusCode).toSorted()).toEqual([201, 413]);
  expect(begun.find(({ answer }) => answer.statusCode === 413)?.answer.json().code).toBe('public_storage_full');
  await submitPublic(small, { 'a.bin': randomBytes(400) });
  expect((await attempt(small, 'getSubmissionTerms')).json().takesFiles).toBe(false);
  const hash = await attempt(small, 'createSubmission', {
    body: { uploadToken: await buyToken(small), ...SUSPICIOUS, hashes: ['ab'.repeat(32)] },
  });
  expect(hash.statusCode).toBe(201);
  // Members have room of their own.
  await submit(small, 'anna@acme.example', { 'b.bin': randomBytes(2000) });
  await small.close();
});

it('tells nobody what others have sent', async () => {
  const bytes = randomBytes(200);
  await submit(test, 'anna@acme.example', { 'secret-of-acme.exe': bytes });
  await test.runJobs();
  const known = createHash('sha256').update(bytes).digest('hex');
  const { id, trackingToken } = await submitPublic(test, {}, { hashes: [known, 'cd'.repeat(32)] });
  await test.runJobs();
  const { data } = await (await test.as('analyst@vendor.example')).listObjects({ params: { id } });
  expect(data.map(({ outcome }) => outcome)).toEqual(['send_file', 'send_file']);
  const seen = await attempt(test, 'getSubmission', { headers: bearer(trackingToken) });
  expect(seen.body).not.toMatch(/acme|secret-of/iu);
});

it('writes an address that never confirmed three times a day, and never the sender’s words', async () => {
  const words = 'Claim your prize at https://evil.example/now';
  for (let n = 0; n < 10; n += 1) await submitPublic(test, {}, { email: 'Bombed@new.example', text: words });
  const mails = await mailsTo(test, 'bombed@new.example');
  expect(mails).toHaveLength(3);
  for (const { subject, text } of mails) expect(`${subject} ${text}`).not.toMatch(/prize|evil/u);
});

it('keeps the two links of a submission apart', async () => {
  const { trackingToken } = await submitPublic(test, {}, { email: 'links@new.example' });
  const token = await tokenFor(test, 'links@new.example');
  expect(token).not.toBe(trackingToken);
  expect((await attempt(test, 'getSubmission', { headers: bearer(token) })).json().code).toBe('link_expired');
  const confirm = (given: string) => attempt(test, 'confirmSubmissionEmail', { body: { token: given } });
  const other = await submitPublic(test, {}, { email: 'links2@new.example' });
  const mixed = `${other.trackingToken.split('.')[0]}.${token.split('.')[1]}`;
  for (const wrong of [trackingToken, mixed]) expect((await confirm(wrong)).json().code).toBe('link_expired');
  expect((await confirm(token)).statusCode).toBe(200);
});
