import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { ApiError, type Client } from '@companyaccount/contract/client';
import { HASH_LIST_BYTES_MAX } from '@companyaccount/contract/hash-lists';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { newAllowEntry, newHashList, newName, releaseNow, sha256Of } from './definition-calls.ts';

let test: TestApp;
let analyst: Client;
let other: Client;
beforeAll(async () => {
  test = await startTestApp();
  analyst = await test.as('analyst@vendor.example');
  other = await test.as('analyst2@vendor.example');
});
afterAll(() => test.close());

const codeOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((one: unknown) => one);
  return error instanceof ApiError ? error.code : error;
};
const hashes = (count: number) => Array.from({ length: count }, () => sha256Of(randomUUID()));
const fetchFile = async (ending: string): Promise<Buffer> => {
  const { name } = test.platform.config.definitions;
  return (await test.app.inject({ url: `/definitions/clamav/${name}${ending}` })).rawPayload;
};
/** The lines of a container, all its files together. */
const inside = async (ending: string) => gunzipSync((await fetchFile(ending)).subarray(512)).toString('latin1');

it('says line by line what it refuses, and takes a hash once', async () => {
  const allowed = await newAllowEntry(analyst);
  await other.approveAllowEntry({ params: { id: allowed.id } });
  const [one = '', two = ''] = hashes(2);
  const lines = [
    'sha256,size,name',
    one,
    `${two.toUpperCase()},68,Trojan.Any.Listed.b`,
    `${one},12`,
    '',
    'nonsense\u202e<b>',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    allowed.value,
    `${sha256Of('x')},0`,
    `${sha256Of('y')},8,${'z'.repeat(3000)}`,
    `${sha256Of('z')},8,not a name`,
  ];
  const list = await newHashList(test, { file: lines.join('\r\n') });
  expect(list).toMatchObject({ state: 'draft', counts: { lines: 11, accepted: 2, duplicates: 1, refused: 6 } });
  expect(list.refusedLines.toSorted((a, b) => a.line - b.line)).toMatchObject([
    { line: 6, problem: 'hash_malformed', text: 'nonsense?<b>' },
    { line: 7, problem: 'hash_of_nothing' },
    { line: 8, problem: 'hash_allowed', text: allowed.value },
    { line: 9, problem: 'hash_of_nothing' },
    { line: 10, problem: 'line_too_long' },
    { line: 11, problem: 'name_malformed' },
  ]);
});

it('reads a line without end, and a file of nothing, without keeping either', async () => {
  const long = await newHashList(test, { file: 'a'.repeat(3_000_000) });
  expect(long.counts).toEqual({ lines: 1, accepted: 0, duplicates: 0, refused: 1 });
  expect(long.actions).toEqual(['drop']);
  expect(await codeOf(other.approveHashList({ params: { id: long.id } }))).toBe('transition_not_allowed');
  const empty = await newHashList(test, { file: '# nothing' });
  expect(empty).toMatchObject({ counts: { lines: 1, accepted: 0, refused: 0 } });
  await analyst.dropHashList({ params: { id: empty.id } });
  expect(await codeOf(analyst.getHashList({ params: { id: empty.id } }))).toBe('not_found');
});

it('reads a list again from its beginning where a worker died over it', async () => {
  const [one = ''] = hashes(1);
  const { id } = await analyst.createHashList({ query: { name: newName() }, file: `${one}\n${hashes(2).join('\n')}` });
  const sha256 = Buffer.from(one, 'hex');
  await test.platform.db.insertInto('app.listed_hashes').values({ list_id: id, sha256 }).execute();
  await test.runJobs();
  expect((await analyst.getHashList({ params: { id } })).counts).toMatchObject({ accepted: 3, duplicates: 0 });
});

it('refuses names that are taken or none, and a file that is too large', async () => {
  const name = newName();
  await newHashList(test, { name });
  for (const [bad, code] of [
    [name, 'taken'],
    ['Trojan', 'invalid'],
  ]) {
    const error: unknown = await analyst
      .createHashList({ query: { name: bad ?? '' }, file: '' })
      .catch((e: unknown) => e);
    expect(error instanceof ApiError ? error.fields : error).toMatchObject([{ pointer: '/name', code }]);
  }
  const cookie = await test.signIn('analyst@vendor.example');
  const large = await test.app.inject({
    method: 'POST',
    url: `/api/v1/lab/hash-lists?name=${newName()}`,
    headers: { cookie, 'content-type': 'text/csv', 'content-length': String(HASH_LIST_BYTES_MAX + 1) },
    payload: 'x',
  });
  expect(large.statusCode).toBe(413);
});

it('makes the same list once, however often the call is repeated', async () => {
  const [query, file, idempotencyKey] = [{ name: newName() }, hashes(1).join(''), 'one-list-of-hashes'];
  const { id } = await analyst.createHashList({ query, file, idempotencyKey });
  expect((await analyst.createHashList({ query, file, idempotencyKey })).id).toBe(id);
});

it('goes out by another person’s approval: into the base, later ones beside it, and is taken back by name', async () => {
  const [listed = '', second = '', third = ''] = hashes(3);
  const first = await newHashList(test, { file: `${listed}\n${second},68` });
  expect(await codeOf(analyst.approveHashList({ params: { id: first.id } }))).toBe('own_work');
  await other.approveHashList({ params: { id: first.id } });
  const { release, changes } = await releaseNow(test);
  expect(changes).toContainEqual({ thing: 'hash_list', change: 'added', name: first.name });
  const label = `${first.name}-\\d+-0:73`;
  expect(await inside('-base.cud')).toMatch(new RegExp(`${listed}:\\*:${label}$`, 'mu'));
  expect(await inside('-base.cud')).toMatch(new RegExp(`${second}:68:${label}$`, 'mu'));
  const base = await fetchFile('-base.cud');
  const found = await test.client().lookUpDefinition({ query: { hash: listed } });
  expect(found.data).toMatchObject([{ number: release.number, change: 'added', thing: 'hash_list', name: first.name }]);

  const small = await newHashList(test, { file: third, approved: true });
  await releaseNow(test);
  expect((await fetchFile('-base.cud')).equals(base)).toBe(true);
  expect(await inside('-current.cud')).toContain(`${third}:*:${small.name}`);

  await analyst.withdrawHashList({ params: { id: first.id }, body: { reason: 'Its source was wrong.' } });
  const next = await releaseNow(test);
  expect(next.changes).toContainEqual({ thing: 'hash_list', change: 'withdrawn', name: first.name });
  // As long as the base holds it, every release keeps it silent.
  await newHashList(test, { approved: true });
  const { changes: later } = await releaseNow(test);
  expect(later.some(({ name }) => name === first.name)).toBe(false);
  expect((await fetchFile('-base.cud')).equals(base)).toBe(true);
  expect((await fetchFile('.ign2')).toString()).toMatch(new RegExp(`^${first.name}-\\d+-0$`, 'mu'));

  const { db } = test.platform;
  await db.updateTable('app.hash_lists').set({ accepted: 100_000 }).where('id', '=', small.id).execute();
  await releaseNow(test);
  expect(await inside('-base.cud')).toContain(third);
  expect(await inside('-base.cud')).not.toContain(listed);
  expect(await inside('-current.cud')).not.toContain(third);
  expect((await fetchFile('.ign2')).toString()).not.toContain(first.name);
});

it('is stopped by a file that was allowed after it was read', async () => {
  const [hash = ''] = hashes(1);
  const list = await newHashList(test, { file: hash, approved: true });
  const entry = await newAllowEntry(analyst, hash);
  await other.approveAllowEntry({ params: { id: entry.id } });
  const { release } = await analyst.buildRelease();
  await test.runJobs();
  const built = await analyst.getLabRelease({ params: { id: release.id } });
  expect(built.release.state).toBe('failed');
  expect(built.release.report.failures).toEqual([
    { check: 'rules', detectionId: null, name: list.name, detail: `${hash}: hash_allowed` },
  ]);
});
