import type { Client } from '@companyaccount/contract/client';
import { BULK_MAX, type BulkOutcome } from '@companyaccount/contract/desk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
let engineerId: string;
let leadId: string;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  engineerId = (await engineer.getMe()).id;
  leadId = (await (await test.as('lead@vendor.example')).getMe()).id;
});
afterAll(() => test.close());

const file = async (desk: 'support' | 'lab' = 'support'): Promise<string> => {
  const kind = desk === 'support' ? 'malfunction' : 'cure';
  return (await boris.createRequest({ body: { desk, kind, subject: 'It stops', text: 'The service stops.' } })).id;
};
const named = (ids: readonly string[]) => ids.map((id) => ({ id }));
const show = (id: string) => engineer.getRequest({ params: { id } });
const resolve = async (ids: readonly string[]): Promise<BulkOutcome[]> => {
  const body = { requests: named(ids), deed: 'status', status: 'resolved', resolution: 'fixed' } as const;
  return (await engineer.changeRequests({ body })).data;
};
/** Names what was done as the page does to take it back. */
const undone = (outcomes: readonly BulkOutcome[]) =>
  outcomes.map(({ id, updatedAt }) => ({ id, updatedAt: updatedAt ?? '' }));
const timeline = async (id: string) =>
  (await engineer.listTimeline({ params: { id } })).data.map(({ type, to }) => `${type} ${to ?? ''}`.trim());
const waitingNews = async (id: string) => {
  const { rows } = await test.platform.database.jobsPool.query<{ key: string }>(
    'select key from graphile_worker.jobs where key like $1 order by key',
    [`news:${id} %`],
  );
  return rows.map(({ key }) => key.split(' ')[1]);
};

describe('one deed for many requests', () => {
  it('is done with each by itself, and says of each what became of it', async () => {
    const [open, resolved, lab] = [await file(), await file(), await file('lab')];
    await resolve([resolved]);
    const unknown = '019a0000-0000-7000-8000-000000000000';
    const outcomes = await resolve([open, resolved, lab, unknown, open]);
    expect(outcomes.map(({ id, outcome, code }) => [id, outcome, code])).toEqual([
      [open, 'done', null],
      [resolved, 'refused', 'transition_not_allowed'],
      [lab, 'refused', 'forbidden'],
      [unknown, 'refused', 'not_found'],
    ]);
    const { updatedAt, ...request } = await show(open);
    expect(request).toMatchObject({ status: 'resolved', resolution: 'fixed' });
    expect(outcomes[0]).toMatchObject({
      before: { status: 'new', resolution: null, ownerId: null, severity: request.severity },
      updatedAt,
    });
    expect(await show(lab)).toMatchObject({ status: 'new' });
  });

  it('assigns, re-grades with a reason, and closes what is resolved', async () => {
    const ids = [await file(), await file()];
    const change = async (body: Parameters<typeof engineer.changeRequests>[0]['body']) =>
      (await engineer.changeRequests({ body })).data.map(({ outcome, code }) => code ?? outcome);
    const requests = named(ids);
    expect(await change({ requests, deed: 'assign', personId: leadId })).toEqual(['done', 'done']);
    expect(await change({ requests, deed: 'assign', personId: leadId })).toEqual(['unchanged', 'unchanged']);
    expect(await change({ requests, deed: 'severity', severity: 1, reason: 'The site is down.' })).toEqual([
      'done',
      'done',
    ]);
    expect(await change({ requests, deed: 'status', status: 'closed' })).toEqual([
      'transition_not_allowed',
      'transition_not_allowed',
    ]);
    await resolve(ids);
    expect(await change({ requests, deed: 'status', status: 'closed' })).toEqual(['done', 'done']);
    expect(await show(ids[1] ?? '')).toMatchObject({
      status: 'closed',
      resolution: 'fixed',
      severity: 1,
      owner: { id: leadId },
    });
    const analystId = (await (await test.as('analyst@vendor.example')).getMe()).id;
    expect(await change({ requests, deed: 'assign', personId: analystId })).toEqual([
      'validation_failed',
      'validation_failed',
    ]);
  });

  it.each([
    [{ deed: 'assign' }, '/personId', 'required'],
    [{ deed: 'status' }, '/status', 'required'],
    [{ deed: 'status', status: 'resolved' }, '/resolution', 'required'],
    [{ deed: 'status', status: 'open', resolution: 'fixed' }, '/resolution', 'invalid'],
    [{ deed: 'severity', severity: 2 }, '/reason', 'required'],
    [{ deed: 'assign', personId: null, severity: 2 }, '/severity', 'invalid'],
  ] as const)('is refused as a whole when it is not itself: %j', async (deed, pointer, code) => {
    const id = await file();
    await expect(engineer.changeRequests({ body: { requests: [{ id }], ...deed } })).rejects.toMatchObject({
      fields: [{ pointer, code }],
    });
    expect(await timeline(id)).toEqual(['created']);
  });

  it('takes so many at once, and no more', async () => {
    const requests = Array.from({ length: BULK_MAX + 1 }, (_, n) => ({
      id: `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    }));
    const change = (from: number) =>
      engineer.changeRequests({ body: { requests: requests.slice(from), deed: 'assign', personId: null } });
    expect((await change(1)).data).toHaveLength(BULK_MAX);
    await expect(change(0)).rejects.toMatchObject({ fields: [{ pointer: '/requests', code: 'too_long' }] });
  });
});

describe('taking it back', () => {
  it('brings a status back through what lies between, and mails nobody', async () => {
    const id = await file();
    await engineer.setRequestStatus({ params: { id }, body: { status: 'waiting_for_customer' } });
    await test.runLaterJobs();
    const done = await resolve([id]);
    expect(await waitingNews(id)).toEqual(['status']);
    const body = { requests: undone(done), deed: 'status', status: 'waiting_for_customer' } as const;
    const { data } = await engineer.changeRequests({ body });
    expect(data).toMatchObject([{ outcome: 'done', before: { status: 'resolved', resolution: 'fixed' } }]);
    expect(await show(id)).toMatchObject({
      status: 'waiting_for_customer',
      resolution: null,
      promiseAt: null,
      promisePaused: true,
    });
    expect((await timeline(id)).slice(-3)).toEqual([
      'status_changed resolved',
      'status_changed open',
      'status_changed waiting_for_customer',
    ]);
    expect(await waitingNews(id)).toEqual([]);
  });

  it('brings back before the lead what stood there, but nothing that had been answered', async () => {
    const [standing, answered] = [await file(), await file()];
    for (const id of [standing, answered]) {
      await boris.escalateRequest({ params: { id }, body: { reason: 'Nobody answers.' } });
    }
    await engineer.createMessage({ params: { id: answered }, body: { text: 'We are on it.' } });
    const body = { requests: undone(await resolve([standing, answered])), deed: 'status', status: 'open' } as const;
    await engineer.changeRequests({ body });
    expect(await show(standing)).toMatchObject({ status: 'open', escalated: true });
    expect(await show(answered)).toMatchObject({ status: 'open', escalated: false });
    // Once it had ended for good, the escalation was over.
    await resolve([standing]);
    await engineer.setRequestStatus({ params: { id: standing }, body: { status: 'open' } });
    await engineer.changeRequests({ body: { ...body, requests: undone(await resolve([standing])) } });
    expect(await show(standing)).toMatchObject({ status: 'open', escalated: false });
  });

  it('brings back to closed what was reopened', async () => {
    const id = await file();
    await resolve([id]);
    await engineer.closeRequest({ params: { id } });
    const { updatedAt } = await engineer.setRequestStatus({ params: { id }, body: { status: 'open' } });
    const requests = [{ id, updatedAt }];
    const body = { requests, deed: 'status', status: 'closed', resolution: 'fixed' } as const;
    expect((await engineer.changeRequests({ body })).data).toMatchObject([{ outcome: 'done' }]);
    expect(await show(id)).toMatchObject({ status: 'closed', resolution: 'fixed' });
  });

  it('gives a request back without a mail to anybody', async () => {
    const id = await file();
    await engineer.assignRequest({ params: { id }, body: { personId: engineerId } });
    await test.runLaterJobs();
    const given = { requests: named([id]), deed: 'assign', personId: leadId } as const;
    const { data } = await engineer.changeRequests({ body: given });
    expect(await waitingNews(id)).toEqual(['assigned']);
    const body = { requests: undone(data), deed: 'assign', personId: engineerId } as const;
    expect((await engineer.changeRequests({ body })).data).toMatchObject([{ outcome: 'done' }]);
    expect(await show(id)).toMatchObject({ owner: { id: engineerId } });
    expect(await waitingNews(id)).toEqual([]);
  });

  it('leaves a request alone that somebody has touched since', async () => {
    const [touched, resting] = [await file(), await file()];
    const done = await resolve([touched, resting]);
    await boris.createMessage({ params: { id: touched }, body: { text: 'It still stops.' } });
    const body = { requests: undone(done), deed: 'status', status: 'open' } as const;
    expect((await engineer.changeRequests({ body })).data.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'version_moved',
      'done',
    ]);
    expect((await timeline(touched)).at(-1)).toBe('status_changed open');
    expect((await timeline(touched)).filter((line) => line === 'status_changed open')).toHaveLength(1);
  });
});
