import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, tokenFor } from '../security/attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('remembers who read a mail whose text opens an account', async () => {
  await attempt(test, 'requestPasswordReset', { body: { email: 'clara@globex.example' } });
  expect(await tokenFor(test, 'clara@globex.example')).not.toBe('');
  const admin = await test.signIn('admin@vendor.example');
  const { id } = await test.platform.db
    .selectFrom('app.mails')
    .select('id')
    .where('secret', '=', true)
    .limit(1)
    .executeTakeFirstOrThrow();
  expect((await attempt(test, 'getMail', { params: { id }, cookie: admin })).statusCode).toBe(200);
  const entry = await test.platform.db
    .selectFrom('app.audit_entries')
    .selectAll()
    .where('action', '=', 'mail.read')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ object_id: id, person_id: expect.any(String) });
});
