import type { Client } from '@companyaccount/contract/client';
import { verifyKeyFile } from '#features/licensing/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { TARGETS } from './catalogue-samples.ts';

let test: TestApp;
let admin: Client;
beforeAll(async () => {
  test = await startTestApp();
  await test.runJobs();
  admin = await test.as('admin@vendor.example');
});
afterAll(() => test.close());

const product = async (name: string) => {
  const found = (await admin.listCatalogueProducts()).data.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no product ${name}`);
  return found;
};
const publicNames = async () => (await test.client().listProducts()).data.map(({ name }) => name);

describe('a product', () => {
  it('is made with one component, versioned, ordered, archived and deleted', async () => {
    const made = await admin.createProduct({ body: { name: 'Proxy' }, idempotencyKey: 'one-product-only' });
    expect(made).toMatchObject({
      name: 'Proxy',
      archived: false,
      used: false,
      versions: [],
      components: [{ code: 'main', name: 'Proxy' }],
      version: 1,
    });
    // The same call again makes nothing new.
    expect(await admin.createProduct({ body: { name: 'Proxy' }, idempotencyKey: 'one-product-only' })).toEqual(made);
    const versions = [
      { version: '2.0', support: 'full', supportUntil: null },
      { version: '1.0', support: 'limited', supportUntil: '2027-06-30' },
    ] as const;
    const params = { id: made.id };
    const changed = await admin.patchProduct({ params, version: 1, body: { versions: [...versions] } });
    expect(changed).toMatchObject({ versions, version: 2 });
    expect((await test.client().listProducts()).data.at(-1)).toEqual({ id: made.id, name: 'Proxy', versions });
    // A change that is none counts nothing.
    expect((await admin.patchProduct({ params, version: 2, body: { versions: [...versions] } })).version).toBe(2);

    const first = (await admin.listCatalogueProducts()).data[0]?.id ?? '';
    await admin.moveProduct({ params, body: { before: first } });
    expect((await publicNames())[0]).toBe('Proxy');
    await admin.moveProduct({ params, body: { before: null } });
    expect((await publicNames()).at(-1)).toBe('Proxy');

    await admin.patchProduct({ params, version: 2, body: { archived: true } });
    expect(await publicNames()).not.toContain('Proxy');
    await admin.deleteProduct({ params });
    await expect(admin.getCatalogueProduct({ params })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that is in use is not deleted', async () => {
    const { id, used } = await product('Northlight Endpoint');
    expect(used).toBe(true);
    await expect(admin.deleteProduct({ params: { id } })).rejects.toMatchObject({ code: 'in_use', status: 409 });
  });

  it('refuses doubles and strangers, and names the field', async () => {
    const { id, version, components } = await product('Northlight Server');
    const patch = (body: object) => admin.patchProduct({ params: { id }, version, body });
    const other = (await product('Northlight Mobile')).components[0];
    const full = { support: 'full', supportUntil: null };
    for (const [body, pointer, code] of [
      [{ name: 'NORTHLIGHT MOBILE' }, '/name', 'taken'],
      [
        {
          versions: [
            { version: '1', ...full },
            { version: '1', ...full },
          ],
        },
        '/versions/1/version',
        'taken',
      ],
      [
        { versions: [{ version: '1', support: 'full', supportUntil: '2027-02-30' }] },
        '/versions/0/supportUntil',
        'wrong_format',
      ],
      [{ components: [...components, { code: 'linux', name: 'Again' }] }, '/components/2/code', 'taken'],
      [{ components: [{ ...other }] }, '/components/0/id', 'not_one_of'],
      [{ components: [{ code: '../etc', name: 'Path' }] }, '/components/0/code', 'wrong_format'],
      [{ components: [] }, '/components', 'too_short'],
      [{ name: ' blank' }, '/name', 'wrong_format'],
    ] as const) {
      await expect(patch(body), pointer).rejects.toMatchObject({
        code: 'validation_failed',
        fields: [expect.objectContaining({ pointer, code })],
      });
    }
    await expect(admin.patchProduct({ params: { id }, version: version + 1, body: {} })).rejects.toMatchObject({
      code: 'version_moved',
    });
    await expect(admin.moveProduct({ params: { id }, body: { before: id } })).rejects.toMatchObject({ status: 422 });
    expect(await product('Northlight Server')).toMatchObject({ version, components });
  });

  it('with other components has its key files signed anew, those that were asked for', async () => {
    const { id, version, components } = await product('Northlight Endpoint');
    const filesOf = async () =>
      test.platform.db
        .selectFrom('app.key_files as k')
        .innerJoin('app.licenses as l', 'l.id', 'k.license_id')
        .select(['k.id', 'k.text', 'l.serial'])
        .where('l.product_id', '=', id)
        .orderBy('l.serial')
        .execute();
    const before = await filesOf();
    const licenses = new Set(before.map(({ serial }) => serial));
    const [windows, linux, console] = components;
    if (windows === undefined || linux === undefined || console === undefined) throw new Error('no components');
    // Two exchange their codes, one goes, one is new.
    const changed = await admin.patchProduct({
      params: { id },
      version,
      body: {
        components: [
          { ...windows, code: linux.code, name: 'Agent for Windows and Wine' },
          { ...linux, code: windows.code },
          { code: 'macos', name: 'Agent for macOS' },
        ],
      },
    });
    expect(changed.components.map(({ code }) => code)).toEqual(['linux', 'windows', 'macos']);
    await test.runJobs();
    const after = await filesOf();
    expect(after).toHaveLength(licenses.size * 3);
    expect(after.some((file) => before.some((old) => old.id === file.id))).toBe(false);
    const keys = (await test.client().listLicenseKeys()).data;
    const named = after.map(({ text }) => verifyKeyFile(text, keys, new Date()).license?.component);
    expect(new Set(named)).toEqual(new Set(['Agent for Windows and Wine', 'Agent for Linux', 'Agent for macOS']));
    // The code of the one that went is free again.
    const again = [...changed.components, { code: console.code, name: 'Console' }];
    expect(
      (await admin.patchProduct({ params: { id }, version: version + 1, body: { components: again } })).components,
    ).toHaveLength(4);
  });
});

describe('a support plan', () => {
  it('is made, changed, archived and deleted', async () => {
    const made = await admin.createPlan({
      body: { name: 'Basic', targets: TARGETS, hours: ' Mon to Fri, 9 to 17 ', namedContacts: 2 },
    });
    expect(made).toMatchObject({ hours: 'Mon to Fri, 9 to 17', namedContacts: 2, targets: TARGETS, version: 1 });
    const params = { id: made.id };
    const targets = { ...TARGETS, 1: { first: 15, next: 30, resolution: 480 } };
    const changed = await admin.patchPlan({
      params,
      version: 1,
      body: { targets, namedContacts: null, archived: true },
    });
    expect(changed).toMatchObject({ targets, namedContacts: null, archived: true, version: 2 });
    expect((await admin.listCataloguePlans()).data.map(({ name }) => name)).toEqual(['Premium', 'Standard', 'Basic']);
    await expect(admin.createPlan({ body: { name: 'basic', targets } })).rejects.toMatchObject({
      fields: [{ pointer: '/name', code: 'taken' }],
    });
    await admin.deletePlan({ params });
    await expect(admin.getCataloguePlan({ params })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that promises nothing sensible is refused, and one in use stays', async () => {
    const bad = (first: unknown) => ({ ...TARGETS, 2: { first, next: 60, resolution: null } }) as typeof TARGETS;
    for (const first of [0, -1, 1.5, 1e308, 525_601, '60', null]) {
      await expect(
        admin.createPlan({ body: { name: 'Bad', targets: bad(first) } }),
        String(first),
      ).rejects.toMatchObject({
        status: 422,
      });
    }
    const [premium] = (await admin.listCataloguePlans()).data;
    await expect(admin.deletePlan({ params: { id: premium?.id ?? '' } })).rejects.toMatchObject({ code: 'in_use' });
  });

  it('under a new name stands in the key files', async () => {
    const standard = (await admin.listCataloguePlans()).data.find(({ name }) => name === 'Standard');
    await admin.patchPlan({
      params: { id: standard?.id ?? '' },
      version: standard?.version ?? 0,
      body: { name: 'Standard 24/7' },
    });
    await test.runJobs();
    const files = await test.platform.db
      .selectFrom('app.key_files as k')
      .innerJoin('app.licenses as l', 'l.id', 'k.license_id')
      .select('k.text')
      .where('l.plan_id', '=', standard?.id ?? '')
      .execute();
    const keys = (await test.client().listLicenseKeys()).data;
    expect(files.length).toBeGreaterThan(0);
    for (const { text } of files) expect(verifyKeyFile(text, keys, new Date()).license?.plan).toBe('Standard 24/7');
  });
});
