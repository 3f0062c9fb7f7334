import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, hasAdmin } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ template: 'empty' });
});
afterAll(() => test.close());

describe('the first admin', () => {
  it('is made on the command line and sets a password by a link that works once', async () => {
    expect(await transact(test.platform.db, SYSTEM, hasAdmin)).toBe(false);
    const link = await createAdmin(test.platform, 'Boss@Vendor.test');
    expect(await transact(test.platform.db, SYSTEM, hasAdmin)).toBe(true);
    const token = /\/reset-password#(\S+)$/u.exec(link ?? '')?.[1] ?? '';
    const password = 'a password of the boss';
    const client = test.client();
    await client.resetPassword({ body: { token, newPassword: password } });
    await expect(client.resetPassword({ body: { token, newPassword: password } })).rejects.toMatchObject({
      code: 'link_expired',
    });
    const boss = test.client(await test.signIn('boss@vendor.test', password));
    expect(await boss.getMe()).toMatchObject({ agentRoles: ['admin'], company: null });
    expect((await boss.listMails()).data.map(({ template }) => template)).toEqual(['password_changed']);
  });

  it('is not made of somebody who is there already', async () => {
    expect(await createAdmin(test.platform, 'boss@vendor.test')).toBeNull();
  });
});
