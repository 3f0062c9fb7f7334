import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAdmin } from '#features/accounts/index.ts';
import { verifyKeyFile } from '#features/licensing/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { LONG_PASSWORD, register } from '../security/attack.ts';
import { TARGETS } from './catalogue-samples.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ template: 'empty' });
});
afterAll(() => test.close());

it('leads from an empty installation to a customer’s first request, by the calls of the pages alone', async () => {
  const link = await createAdmin(test.platform, 'boss@vendor.test');
  const token = /\/reset-password#(\S+)$/u.exec(link ?? '')?.[1] ?? '';
  await test.client().resetPassword({ body: { token, newPassword: LONG_PASSWORD } });
  const bossCookie = await test.signIn('boss@vendor.test', LONG_PASSWORD);
  const boss = test.client(bossCookie);
  expect((await boss.listCatalogueProducts()).data).toEqual([]);
  expect((await boss.listIssuedLicenses()).data).toEqual([]);

  const product = await boss.createProduct({
    body: {
      name: 'Shield',
      versions: [{ version: '1.0', support: 'full', supportUntil: null }],
      components: [
        { code: 'windows', name: 'Windows' },
        { code: 'linux', name: 'Linux' },
      ],
    },
  });
  const plan = await boss.createPlan({ body: { name: 'Standard', targets: TARGETS } });
  const license = await boss.issueLicense({
    body: { productId: product.id, planId: plan.id, seats: 50, validUntil: null },
  });
  expect(license.serial).toBe('NL-1001');
  const { activationCode } = await boss.showIssuedCode({ params: { id: license.id } });

  const confirmation = await register(test, activationCode, 'nora@newcomers.test');
  await test.client().confirmRegistration({ body: { token: confirmation } });
  await test.runJobs();
  const noraCookie = await test.signIn('nora@newcomers.test', LONG_PASSWORD);
  const nora = test.client(noraCookie);
  expect((await nora.listLicenses()).data).toMatchObject([{ id: license.id, seats: 50, state: 'active' }]);
  const url = `/api/v1/licenses/${license.id}/key-file`;
  const zip = await test.app.inject({ url, headers: { cookie: noraCookie } });
  const keys = (await test.client().listLicenseKeys()).data;
  const files = Object.entries(unzipSync(zip.rawPayload)).filter(([name]) => name.endsWith('.key'));
  expect(files.map(([name]) => name).toSorted()).toEqual(['NL-1001-linux.key', 'NL-1001-windows.key']);
  for (const [, bytes] of files)
    expect(verifyKeyFile(Buffer.from(bytes).toString(), keys, new Date()).answer).toBe('valid');
  const request = await nora.createRequest({
    body: { desk: 'support', kind: 'consultation', subject: 'First steps', text: 'Where do we begin?' },
  });
  expect(Date.parse(request.promiseAt ?? '')).toBe(Date.parse(request.createdAt) + TARGETS[1].first * 60_000);
  expect(await boss.getIssuedLicense({ params: { id: license.id } })).toMatchObject({ company: { name: 'Newcomers' } });
});
