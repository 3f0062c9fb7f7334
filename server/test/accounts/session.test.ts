import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('tells who is signed in however often the pages of an office behind one address ask', async () => {
  const client = test.client(await test.signIn('boris@acme.example'));
  const { id } = await client.getMe();
  for (let n = 0; n < 150; n += 1) {
    expect(await client.getSession()).toMatchObject({ person: { id } });
  }
});
