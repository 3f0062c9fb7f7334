import { randomUUID } from 'node:crypto';
import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import {
  approvedDetection,
  draftDetection,
  hashSignature,
  keepSample,
  newAllowEntry,
  newName,
  patternSignature,
  releasedDetection,
  sha256Of,
} from './definition-calls.ts';

let test: TestApp;
let analyst: Client;
let other: Client;
beforeAll(async () => {
  test = await startTestApp();
  analyst = await test.as('analyst@vendor.example');
  other = await test.as('analyst2@vendor.example');
});
afterAll(() => test.close());

const refusal = async (call: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await call.catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};
const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => expect((await refusal(call)).code).toBe(code);
const lastAudit = (id: string) =>
  test.platform.db
    .selectFrom('app.audit_entries')
    .select(['action', 'data'])
    .where('object_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();

describe('a draft', () => {
  it('is kept as it is typed, with everything that is wrong with it', async () => {
    const draft = await draftDetection(test, {
      signatures: [hashSignature('abc'), patternSignature('4d5a'), { format: 'yara', body: 'condition: true' }],
    });
    expect(draft).toMatchObject({ state: 'draft', revision: 0, version: 1, approver: null });
    expect(draft.problems).toEqual([
      { pointer: '/signatures/0', problem: 'hash_malformed' },
      { pointer: '/signatures/1', problem: 'pattern_too_short' },
      { pointer: '/samples', problem: 'no_samples' },
    ]);
    expect(draft.actions).toEqual(['edit', 'approve', 'drop']);
    const refused = await refusal(other.approveDetection({ params: { id: draft.id }, version: draft.version }));
    expect(refused.code).toBe('validation_failed');
    expect(refused.fields?.map(({ pointer }) => pointer)).toEqual(draft.problems.map((one) => one.pointer));
  });

  it('names each signature as scanners will, and keeps the numbers when it is changed', async () => {
    const draft = await draftDetection(test, { signatures: [hashSignature(), hashSignature()] });
    const numbers = draft.labels.map((label) => Number(/-(\d+)-0$/u.exec(label)?.[1]));
    expect(draft.labels[0]).toMatch(new RegExp(`^${draft.name.replaceAll('.', String.raw`\.`)}-\\d+-0$`, 'u'));
    const signatures = [hashSignature(), hashSignature(), { format: 'yara', body: 'condition: true' } as const];
    const changed = await analyst.patchDetection({
      params: { id: draft.id },
      body: { signatures },
      version: draft.version,
    });
    expect(changed.signatures).toEqual(signatures);
    expect(changed.labels.slice(0, 2)).toEqual(draft.labels);
    expect(changed.labels[2]).toMatch(/^YARA\.Trojan_Any_Family\w+_a_\d+_0$/u);
    expect(Number(/_(\d+)_0$/u.exec(changed.labels[2] ?? '')?.[1])).toBeGreaterThan(Math.max(...numbers));
  });

  it('takes the draft of its form with it when it is saved, unless another window has written on it', async () => {
    const { id, version } = await draftDetection(test);
    const key = `detection:${id}` as const;
    const written = () => analyst.putDraft({ params: { key }, body: { content: { note: 'Seen.' } }, version: 0 });
    const draft = (await written()).version;
    const saved = await analyst.patchDetection({ params: { id }, query: { draft }, body: { note: 'Seen.' }, version });
    expect(await analyst.getDraft({ params: { key } })).toMatchObject({ version: 0, content: null });
    const stale = (await written()).version + 1;
    const call = { params: { id }, query: { draft: stale }, body: { note: 'Later.' }, version: saved.version };
    await analyst.patchDetection(call);
    expect(await analyst.getDraft({ params: { key } })).toMatchObject({ content: { note: 'Seen.' } });
  });

  it('has a name of the scheme that no other has', async () => {
    const { name } = await draftDetection(test);
    for (const [wrong, code] of [
      ['Trojan.Any.Family', 'invalid'],
      ['Trojan.Any.Fam:ily.a', 'invalid'],
      [name, 'taken'],
    ] as const) {
      const refused = await refusal(analyst.createDetection({ body: { name: wrong } }));
      expect(refused.fields).toEqual([{ pointer: '/name', code }]);
    }
  });

  it('is told the next free name of its family while it is written', async () => {
    const { name } = await draftDetection(test);
    const lint = (given: string) =>
      analyst.lintDetection({ body: { name: given, signatures: [hashSignature()], samples: [] } });
    const family = name.replace(/\.a$/u, '');
    expect(await lint(family)).toEqual({
      problems: [{ pointer: '/name', problem: 'name_malformed' }],
      proposedName: `${family}.b`,
    });
    expect((await lint(name)).problems).toEqual([{ pointer: '/name', problem: 'name_taken' }]);
    expect((await lint('Tro')).proposedName).toBeNull();
  });

  it('is told that the allow-list keeps one of its hashes from being reported', async () => {
    const { value } = await newAllowEntry(analyst);
    const { problems } = await analyst.lintDetection({
      body: { name: newName(), signatures: [hashSignature(), hashSignature(value)], samples: [] },
    });
    expect(problems).toEqual([{ pointer: '/signatures/1', problem: 'hash_allowed' }]);
  });

  it('names only samples that there are', async () => {
    const known = await keepSample(test, Buffer.from('A harmless sample of a test.'));
    const draft = await draftDetection(test, { samples: [known] });
    expect(draft.samples).toEqual([known]);
    const body = { samples: [known, sha256Of('unknown')] };
    const refused = await refusal(analyst.patchDetection({ params: { id: draft.id }, body, version: draft.version }));
    expect(refused.fields).toEqual([{ pointer: '/samples/1', code: 'not_one_of' }]);
  });

  it('is told of by the field of its own form only', async () => {
    const signature = { format: 'pattern', target: 'any', offset: '*', sha256: 'ab' };
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/v1/lab/detections',
      headers: { cookie: await test.signIn('analyst@vendor.example') },
      payload: { name: newName(), signatures: [signature] },
    });
    expect(answer.json().errors).toEqual([
      { pointer: '/signatures/0/pattern', code: 'required' },
      { pointer: '/signatures/0/sha256', code: 'unknown_field' },
    ]);
  });
});

describe('four eyes', () => {
  it('approve: whoever wrote any of it does not', async () => {
    const draft = await draftDetection(test);
    await refusedWith(analyst.approveDetection({ params: { id: draft.id }, version: draft.version }), 'own_work');
    const changed = await other.patchDetection({
      params: { id: draft.id },
      body: { note: 'Seen.' },
      version: draft.version,
    });
    expect(changed.author.name).not.toBe(draft.author.name);
    for (const author of [analyst, other]) {
      await refusedWith(author.approveDetection({ params: { id: draft.id }, version: changed.version }), 'own_work');
    }
    const lead = await test.as('lead@vendor.example');
    const approved = await lead.approveDetection({ params: { id: draft.id }, version: changed.version });
    expect(approved).toMatchObject({ state: 'approved', approvedAlone: false, actions: ['edit', 'drop'] });
    expect((await lastAudit(draft.id)).data).toEqual({ name: draft.name, revision: 0 });
  });

  it('approve what they have read, and a change takes the approval back', async () => {
    const draft = await draftDetection(test);
    await analyst.patchDetection({ params: { id: draft.id }, body: { note: 'Later.' }, version: draft.version });
    await refusedWith(other.approveDetection({ params: { id: draft.id }, version: draft.version }), 'version_moved');
    const approved = await approvedDetection(test);
    const changed = await analyst.patchDetection({
      params: { id: approved.id },
      body: { note: 'Later.' },
      version: approved.version,
    });
    expect(changed).toMatchObject({ state: 'draft', approver: null });
  });

  it('may be two of one person where the installation has a single analyst, and the record says so', async () => {
    const single = await startTestApp({
      config: { definitions: { ...test.platform.config.definitions, singleAnalyst: true } },
    });
    const draft = await draftDetection(single);
    const alone = await single.as('analyst@vendor.example');
    const approved = await alone.approveDetection({ params: { id: draft.id }, version: draft.version });
    expect(approved).toMatchObject({ state: 'approved', approvedAlone: true });
    const { data } = await single.platform.db
      .selectFrom('app.audit_entries')
      .select('data')
      .where('object_id', '=', draft.id)
      .where('action', '=', 'detection.approved')
      .executeTakeFirstOrThrow();
    expect(data).toMatchObject({ alone: true });
    await single.close();
  });

  it('decide about the allow-list too', async () => {
    const entry = await newAllowEntry(analyst);
    await refusedWith(analyst.approveAllowEntry({ params: { id: entry.id } }), 'own_work');
    expect(await other.approveAllowEntry({ params: { id: entry.id } })).toMatchObject({ state: 'approved' });
    await refusedWith(other.approveAllowEntry({ params: { id: entry.id } }), 'transition_not_allowed');
    const withdrawn = await analyst.withdrawAllowEntry({ params: { id: entry.id }, body: { reason: 'A mistake.' } });
    expect(withdrawn).toMatchObject({ state: 'withdrawn', actions: [], withdrawal: { reason: 'A mistake.' } });
    // What was taken back may be proposed anew.
    expect((await newAllowEntry(analyst, entry.value)).state).toBe('draft');
  });
});

describe('a detection', () => {
  it('that is out goes on while its replacement is written', async () => {
    const released = await releasedDetection(test);
    expect(released.actions).toEqual(['replace', 'withdraw']);
    const patch = { params: { id: released.id }, body: { note: 'New' }, version: released.version };
    await refusedWith(analyst.patchDetection(patch), 'transition_not_allowed');
    const next = await analyst.replaceDetection({ params: { id: released.id }, version: released.version });
    expect(next).toMatchObject({ state: 'draft', revision: 1, signatures: released.signatures });
    expect(next.labels[0]).toBe(released.labels[0]?.replace(/-0$/u, '-1'));
    expect(next.revisions.map(({ revision, state }) => [revision, state])).toEqual([
      [1, 'draft'],
      [0, 'released'],
    ]);
    const renamed = { params: { id: released.id }, body: { name: newName() }, version: next.version };
    expect((await refusal(analyst.patchDetection(renamed))).fields).toEqual([{ pointer: '/name', code: 'invalid' }]);
    await analyst.dropDetection({ params: { id: released.id }, version: next.version });
    expect(await analyst.getDetection({ params: { id: released.id } })).toMatchObject({
      state: 'released',
      revision: 0,
    });
  });

  it('is withdrawn for a reason by one person alone, while a better one may be in work', async () => {
    const released = await releasedDetection(test);
    const next = await analyst.replaceDetection({ params: { id: released.id }, version: released.version });
    expect(next.actions).toEqual(['edit', 'approve', 'drop', 'withdraw']);
    const call = { params: { id: released.id }, body: { reason: 'It hits a clean file.' } };
    const after = await analyst.withdrawDetection({ ...call, version: next.version });
    expect(after).toMatchObject({ state: 'draft', revision: 1, actions: ['edit', 'approve', 'drop'] });
    expect(after.revisions[1]).toMatchObject({
      state: 'withdrawn',
      withdrawal: { reason: 'It hits a clean file.', person: { name: released.author.name } },
    });
    await refusedWith(analyst.withdrawDetection({ ...call, version: after.version }), 'transition_not_allowed');
  });

  it('that never was out is gone when it is dropped, and its name is free', async () => {
    const { id, name, ...approved } = await approvedDetection(test);
    await other.dropDetection({ params: { id }, version: approved.version });
    await refusedWith(analyst.getDetection({ params: { id } }), 'not_found');
    expect(await lastAudit(id)).toEqual({ action: 'detection.dropped', data: { name, revision: 0 } });
    expect((await draftDetection(test, { name })).name).toBe(name);
  });

  it('is made once per key', async () => {
    const call = { body: { name: newName() }, idempotencyKey: randomUUID() };
    expect((await analyst.createDetection(call)).id).toBe((await analyst.createDetection(call)).id);
  });
});

describe('the list of detections', () => {
  it('is read page by page, last changed first, by state and by part of the name', async () => {
    const family = `Worm.Linux.List${randomUUID().slice(0, 8)}`;
    const made = [];
    for (const variant of ['a', 'b', 'c']) made.push(await draftDetection(test, { name: `${family}.${variant}` }));
    const [first, , third] = made;
    if (first === undefined || third === undefined) throw new Error('three were made');
    await other.approveDetection({ params: { id: third.id }, version: third.version });
    await analyst.patchDetection({ params: { id: first.id }, body: { note: 'Later.' }, version: first.version });
    const names: string[] = [];
    const query = { q: family.slice(5).toUpperCase(), 'page[size]': 2 };
    let page = await analyst.listDetections({ query });
    names.push(...page.data.map(({ name }) => name));
    expect(page.meta.hasMore).toBe(true);
    const after = new URL(page.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    page = await analyst.listDetections({ query: { ...query, 'page[after]': after } });
    names.push(...page.data.map(({ name }) => name));
    expect(names).toEqual([`${family}.a`, `${family}.c`, `${family}.b`]);
    const drafts = await analyst.listDetections({ query: { q: family, state: 'draft' } });
    expect(drafts.data.map(({ name }) => name)).toEqual([`${family}.a`, `${family}.b`]);
    expect(drafts.data[0]).toMatchObject({ formats: ['hash'], approver: null });
    expect((await analyst.listDetections({ query: { q: '%' } })).data).toEqual([]);
  });

  it('is served by an index, with and without a state', async () => {
    const plans = await test.platform.db.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off; set local enable_sort = off`.execute(tx);
      const explain = async (where: string) => {
        const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select detection_id from app.detection_revisions
          where newest ${sql.raw(where)} order by updated_at desc, detection_id desc limit 51`.execute(tx);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      };
      return [await explain(''), await explain("and state = 'draft'")];
    });
    expect(plans[0]).toMatch(/Index (?:Only )?Scan using detection_revisions_recent/u);
    expect(plans[1]).toMatch(/Index (?:Only )?Scan using detection_revisions_by_state/u);
  });

  it('is closed to everybody but the lab', async () => {
    const { id } = await draftDetection(test);
    for (const email of ['anna@acme.example', 'engineer@vendor.example', 'admin@vendor.example'] as const) {
      await refusedWith((await test.as(email)).getDetection({ params: { id } }), 'forbidden');
    }
  });
});
