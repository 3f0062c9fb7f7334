import type { Client } from '@companyaccount/contract/client';
import type { Severity } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WorkingHours, workingTimeBetween } from '#platform/working-time.ts';
import { demoWeekdays } from '../licensing/calendar-cases.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
/** Minutes of the plan of Acme, by severity. */
let targets: Record<string, { first: number; next: number }>;
let calendar: WorkingHours;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  calendar = await demoWeekdays(test);
  const { id } = await file(3);
  const plan = await test.platform.db
    .selectFrom('app.requests as r')
    .innerJoin('app.support_plans as p', 'p.id', 'r.plan_id')
    .select('p.targets')
    .where('r.id', '=', id)
    .executeTakeFirstOrThrow();
  targets = plan.targets as typeof targets;
});
afterAll(() => test.close());

const file = (severity: Severity) =>
  boris.createRequest({
    body: { desk: 'support', kind: 'malfunction', severity, subject: 'It stops', text: 'Often.', impact: 'Annoying' },
  });
const regrade = (id: string, severity: Severity, reason = 'Several sites are down.') =>
  engineer.regradeRequest({ params: { id }, body: { severity, reason } });
const minutes = (from: string, to: string | null) => workingTimeBetween(calendar, new Date(from), new Date(to ?? ''));

describe('a re-grade', () => {
  it('tells the customer why, and moves the promise with its beginning', async () => {
    const { id, createdAt, promiseAt, version } = await file(3);
    expect(minutes(createdAt, promiseAt)).toBe(targets['3']?.first);
    const regraded = await regrade(id, 1, '  Several sites are down. ');
    expect(regraded).toMatchObject({ severity: 1, impact: 'Annoying', version });
    expect(minutes(createdAt, regraded.promiseAt)).toBe(targets['1']?.first);
    const { data } = await boris.listTimeline({ params: { id } });
    expect(data.at(-1)).toMatchObject({
      type: 'regraded',
      field: 'severity',
      from: '3',
      to: '1',
      reason: 'Several sites are down.',
      actor: { name: 'Erik Engineer' },
    });
    expect(minutes(createdAt, (await regrade(id, 4)).promiseAt)).toBe(targets['4']?.first);
  });

  it('goes by the next answer once the vendor has spoken', async () => {
    const { id } = await file(2);
    const { createdAt } = await engineer.createMessage({ params: { id }, body: { text: 'We are on it.' } });
    expect(minutes(createdAt, (await regrade(id, 1)).promiseAt)).toBe(targets['1']?.next);
  });

  it('leaves a paused promise paused, and a resolved request without one', async () => {
    const { id } = await file(3);
    await engineer.createMessage({ params: { id }, body: { text: 'Where?', thenStatus: 'waiting_for_customer' } });
    expect(await regrade(id, 2)).toMatchObject({ severity: 2, promiseAt: null, promisePaused: true });
    await engineer.setRequestStatus({ params: { id }, body: { status: 'resolved', resolution: 'answered' } });
    expect(await regrade(id, 4)).toMatchObject({ severity: 4, promiseAt: null, promisePaused: false });
  });

  it('records nothing where nothing changes, and asks for a reason', async () => {
    const { id } = await file(3);
    await regrade(id, 3);
    expect((await boris.listTimeline({ params: { id } })).data.map(({ type }) => type)).toEqual(['created']);
    await expect(regrade(id, 1, '   ')).rejects.toMatchObject({ fields: [{ pointer: '/reason' }] });
  });
});
