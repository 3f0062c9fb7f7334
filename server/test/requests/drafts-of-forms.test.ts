import type { Client } from '@companyaccount/contract/client';
import type { DraftKey } from '@companyaccount/contract/drafts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let anna: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

/** Does what a draft was for and names it; once with an outdated version, once with the right one. */
async function sent(client: Client, key: DraftKey, send: (query: { draft: number }) => Promise<unknown>) {
  const put = (version: number) =>
    client.putDraft({ params: { key }, body: { content: { text: `at ${version}` } }, version });
  const stored = async () => (await client.getDraft({ params: { key } })).version;
  const first = await put(0);
  const second = await put(first.version);
  await send({ draft: first.version });
  expect(await stored(), `${key}: written on meanwhile`).toBe(second.version);
  await send({ draft: second.version });
  expect(await stored(), key).toBe(0);
}

it('goes with the form it was written in, unless another window has written on', async () => {
  const { id: request } = await anna.createRequest({
    body: { desk: 'support', kind: 'update', subject: 'Update', text: 'It stops.' },
  });
  const params = { id: request };
  let severity: 1 | 2 | 3 | 4 = 4;
  await sent(engineer, `severity:${request}`, (query) => {
    severity = severity === 4 ? 1 : 4;
    return engineer.regradeRequest({ params, query, body: { severity, reason: 'As told by telephone.' } });
  });
  await sent(anna, `escalation:${request}`, async (query) => {
    await anna.escalateRequest({ params, query, body: { reason: 'Nobody answers.' } });
    await engineer.createMessage({ params, body: { text: 'We do.', visibility: 'public' } });
  });
  await engineer.setRequestStatus({ params, body: { status: 'resolved', resolution: 'answered' } });
  await sent(anna, `rating:${request}`, (query) => anna.rateRequest({ params, query, body: { value: 'good' } }));
});

it('goes with an environment, a new one and one that is changed', async () => {
  const id = (await anna.getMe()).company?.id ?? '';
  const product = (await anna.listProducts({})).data[0]?.id ?? '';
  let n = 0;
  await sent(anna, 'environment:new', (query) => {
    n += 1;
    return anna.createProductProfile({ params: { id }, query, body: { name: `Office ${n}`, productId: product } });
  });
  const profile = await anna.createProductProfile({ params: { id }, body: { name: 'Plant', productId: product } });
  let { version } = profile;
  await sent(anna, `environment:${profile.id}`, async (query) => {
    const params = { id, profileId: profile.id };
    ({ version } = await anna.patchProductProfile({ params, query, version, body: { notes: `note ${version}` } }));
  });
});
