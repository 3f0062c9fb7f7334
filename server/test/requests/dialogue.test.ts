import type { Client } from '@companyaccount/contract/client';
import type { CreateRequest, Request } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingTime } from '#platform/working-time.ts';
import { demoWeekdays } from '../licensing/calendar-cases.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
let analyst: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  analyst = await test.as('analyst@vendor.example');
});
afterAll(() => test.close());

const file = (change: Partial<CreateRequest> = {}): Promise<Request> =>
  boris.createRequest({
    body: {
      desk: 'support',
      kind: 'malfunction',
      severity: 2,
      subject: 'Служба останавливается',
      text: 'Сразу после входа.',
      ...change,
    },
  });
const status = async (id: string) => (await engineer.getRequest({ params: { id } })).status;

describe('a request with Technical Support', () => {
  it('gets a number, a promise, its first message and a timeline', async () => {
    const request = await file();
    expect(request).toMatchObject({
      number: expect.stringMatching(/^TS-\d{6}$/u),
      status: 'new',
      labStage: null,
      waitingFor: 'vendor',
      excerpt: 'Сразу после входа.',
      messageCount: 1,
      author: { name: 'Boris Belov', side: 'customer' },
      company: { name: 'Acme Logistics' },
      actions: ['reply', 'escalate', 'edit', 'withdraw'],
      unread: false,
    });
    const promised = addWorkingTime(await demoWeekdays(test), new Date(request.createdAt), 240);
    expect(request.promiseAt).toBe(promised.toISOString());
    const messages = await boris.listMessages({ params: { id: request.id } });
    expect(messages.data.map(({ text }) => text)).toEqual(['Сразу после входа.']);
    const timeline = await boris.listTimeline({ params: { id: request.id } });
    expect(timeline.data.map(({ type }) => type)).toEqual(['created']);
  });

  it('is in the language of its text, unless somebody says otherwise', async () => {
    const inGerman = { subject: 'Der Dienst stürzt ab', text: 'Seit dem Update stürzt der Dienst ständig ab.' };
    expect((await file(inGerman)).language).toBe('de');
    expect((await file({ ...inGerman, language: 'nl' })).language).toBe('nl');
    expect((await boris.detectLanguage({ body: inGerman })).language).toBe('de');
    // Of a text that says nothing, the language of the person.
    const bare = { subject: '0x80070005', text: '12.4' };
    expect((await boris.detectLanguage({ body: bare })).language).toBeNull();
    expect((await file(bare)).language).toBe((await boris.getMe()).language);
    const { id, version } = await file(inGerman);
    const engineers = await engineer.patchRequest({ params: { id }, version, body: { language: 'fr' } });
    expect(engineers.language).toBe('fr');
  });

  it('goes from question to answer and back, each side seeing the other', async () => {
    const { id } = await file();
    expect((await engineer.getRequest({ params: { id } })).unread).toBe(true);
    await engineer.createMessage({
      params: { id },
      body: { text: 'Which version?', thenStatus: 'waiting_for_customer' },
    });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({
      status: 'waiting_for_customer',
      waitingFor: 'customer',
      promiseAt: null,
      promisePaused: true,
      unread: true,
      owner: { name: 'Erik Engineer', side: 'vendor' },
    });
    await boris.markRequestRead({ params: { id } });
    expect((await boris.getRequest({ params: { id } })).unread).toBe(false);

    await boris.createMessage({ params: { id }, body: { text: '12.4' } });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({
      status: 'open',
      waitingFor: 'vendor',
      promisePaused: false,
    });
    await engineer.createMessage({
      params: { id },
      body: { text: 'Fixed in 12.5.', thenStatus: 'resolved', resolution: 'fixed' },
    });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({
      status: 'resolved',
      resolution: 'fixed',
      promiseAt: null,
    });
    // A customer's word brings a resolved request back.
    await boris.createMessage({ params: { id }, body: { text: 'It is back.' } });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ status: 'open', resolution: null });
    const timeline = await boris.listTimeline({ params: { id } });
    expect(timeline.data.filter(({ type }) => type === 'status_changed').map(({ to }) => to)).toEqual([
      'waiting_for_customer',
      'open',
      'resolved',
      'open',
    ]);
  });

  it('keeps internal notes and assignments among the staff', async () => {
    const { id } = await file();
    await engineer.createMessage({ params: { id }, body: { text: 'Looks like the driver.', visibility: 'internal' } });
    const { id: engineerId } = await engineer.getMe();
    await engineer.assignRequest({ params: { id }, body: { personId: engineerId } });
    expect((await engineer.listMessages({ params: { id } })).data).toHaveLength(2);
    expect((await boris.listMessages({ params: { id } })).data).toHaveLength(1);
    expect((await engineer.listTimeline({ params: { id } })).data.map(({ type, to }) => [type, to])).toContainEqual([
      'assigned',
      'Erik Engineer',
    ]);
    expect((await boris.listTimeline({ params: { id } })).data.map(({ type }) => type)).toEqual(['created']);
    expect(await boris.getRequest({ params: { id } })).toMatchObject({
      messageCount: 1,
      excerpt: 'Сразу после входа.',
      unread: false,
    });
  });

  it('lets members neither move the status nor write notes', async () => {
    const { id } = await file();
    const write = (body: object) => boris.createMessage({ params: { id }, body: { text: 'x', ...body } as never });
    await expect(write({ visibility: 'internal' })).rejects.toMatchObject({
      fields: [{ pointer: '/visibility', code: 'not_one_of' }],
    });
    await expect(write({ thenStatus: 'resolved' })).rejects.toMatchObject({
      fields: [{ pointer: '/thenStatus', code: 'unknown_field' }],
    });
  });

  it('moves only along the allowed transitions, and says with what resolution', async () => {
    const { id } = await file();
    const move = (body: { status: 'open' | 'waiting_for_customer' | 'resolved'; resolution?: 'answered' }) =>
      engineer.setRequestStatus({ params: { id }, body });
    await expect(move({ status: 'resolved' })).rejects.toMatchObject({
      fields: [{ pointer: '/resolution', code: 'required' }],
    });
    expect(await move({ status: 'resolved', resolution: 'answered' })).toMatchObject({
      status: 'resolved',
      resolution: 'answered',
    });
    await expect(move({ status: 'waiting_for_customer' })).rejects.toMatchObject({
      code: 'transition_not_allowed',
      status: 409,
    });
    expect(await move({ status: 'open' })).toMatchObject({ status: 'open', resolution: null });
  });

  it('is assigned to staff of its desk only', async () => {
    const { id } = await file();
    const { id: analystId } = await analyst.getMe();
    await expect(engineer.assignRequest({ params: { id }, body: { personId: analystId } })).rejects.toMatchObject({
      fields: [{ pointer: '/personId', code: 'not_one_of' }],
    });
    await expect(analyst.createMessage({ params: { id }, body: { text: 'Mine?' } })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is corrected at the version that was read, and tells what changed', async () => {
    const { id, version } = await file();
    await boris.createMessage({ params: { id }, body: { text: 'A message moves no version.' } });
    const changed = await boris.patchRequest({
      params: { id },
      version,
      body: { subject: '  Служба падает ', productVersion: '12.4' },
    });
    expect(changed).toMatchObject({ subject: 'Служба падает', productVersion: '12.4', version: version + 1 });
    await expect(boris.patchRequest({ params: { id }, version, body: { subject: 'Too late' } })).rejects.toMatchObject({
      code: 'version_moved',
      status: 412,
    });
    const timeline = await boris.listTimeline({ params: { id } });
    expect(timeline.data.filter(({ type }) => type === 'field_changed')).toMatchObject([
      { field: 'subject', from: 'Служба останавливается', to: 'Служба падает' },
      { field: 'productVersion', from: null, to: '12.4' },
    ]);
    const bare = await test.app.inject({
      method: 'PATCH',
      url: `/api/v1/requests/${id}`,
      headers: { cookie: await test.signIn('boris@acme.example') },
      payload: { subject: 'Without a version' },
    });
    expect(bare.statusCode).toBe(428);
  });

  it('refuses what belongs to the other desk or does not exist', async () => {
    await expect(file({ kind: 'cure' })).rejects.toMatchObject({ fields: [{ pointer: '/kind', code: 'not_one_of' }] });
    await expect(file({ productId: '01a206f7-5571-70e7-a275-26ceaf6d2b3c' })).rejects.toMatchObject({
      fields: [{ pointer: '/productId', code: 'not_one_of' }],
    });
    await expect(file({ subject: 'x'.repeat(5000) })).rejects.toMatchObject({
      fields: [{ pointer: '/subject', code: 'too_long', limit: 200 }],
    });
  });
});

describe('a request with the Virus Lab', () => {
  it('goes through its stages with its status', async () => {
    const { id, number, labStage } = await file({ desk: 'lab', kind: 'unknown_malware' });
    expect([number.slice(0, 3), labStage]).toEqual(['VL-', 'received']);
    await analyst.createMessage({ params: { id }, body: { text: 'Where from?', thenStatus: 'waiting_for_customer' } });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ labStage: 'need_information' });
    await boris.createMessage({ params: { id }, body: { text: 'By mail.' } });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ labStage: 'with_analyst' });
    await analyst.createMessage({
      params: { id },
      body: { text: 'Malware.', thenStatus: 'resolved', resolution: 'verdict_given' },
    });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ labStage: 'final_verdict', status: 'resolved' });
  });
});

describe('a creating call under an idempotency key', () => {
  it('makes one thing, however often and however parallel it is repeated', async () => {
    const body = { desk: 'support', kind: 'consultation', subject: 'Once only', text: 'Please.' } as const;
    const idempotencyKey = 'the-same-key-every-time';
    const answers = await Promise.all(Array.from({ length: 6 }, () => boris.createRequest({ body, idempotencyKey })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const stored = await test.platform.db
      .selectFrom('app.requests')
      .select('id')
      .where('subject', '=', 'Once only')
      .execute();
    expect(stored).toHaveLength(1);
    await expect(boris.createRequest({ body: { ...body, text: 'Other.' }, idempotencyKey })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
      status: 409,
    });
  });

  it('frees the key when the call was refused', async () => {
    const idempotencyKey = 'refused-at-first';
    const body = { desk: 'support', kind: 'consultation', subject: 'Second try', text: 'Please.' } as const;
    await expect(boris.createRequest({ body: { ...body, kind: 'cure' }, idempotencyKey })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect(await boris.createRequest({ body, idempotencyKey })).toMatchObject({ subject: 'Second try' });
  });
});

describe('the status of a request', () => {
  it('follows whoever speaks first', async () => {
    const { id } = await file();
    expect(await status(id)).toBe('new');
    await boris.createMessage({ params: { id }, body: { text: 'One more detail.' } });
    expect(await status(id)).toBe('new');
    await engineer.createMessage({ params: { id }, body: { text: 'We are looking into it.' } });
    expect(await status(id)).toBe('open');
  });
});
