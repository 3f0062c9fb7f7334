import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import type { Client } from '@companyaccount/contract/client';
import type { License } from '@companyaccount/contract/licensing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimLicense, issueLicense } from '#features/licensing/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, companyId } from '../security/attack.ts';

const DAY = 86_400_000;
let test: TestApp;
let anna: Client;
let boris: Client;
let cookie: string;

/** Issues a license to Acme that begins and ends so many days from now; null: it never ends. */
async function issue(serial: string, begins: number, ends: number | null, state = 'active'): Promise<string> {
  const { db, keyring } = test.platform;
  const company = await companyId(test, 'Acme Logistics');
  const pick = (table: 'app.products' | 'app.support_plans') =>
    db.selectFrom(table).select('id').orderBy('name').limit(1).executeTakeFirstOrThrow();
  const [product, plan] = await Promise.all([pick('app.products'), pick('app.support_plans')]);
  return transact(db, SYSTEM, async (tx) => {
    const { id } = await issueLicense(tx, keyring, {
      serial,
      productId: product.id,
      planId: plan.id,
      seats: 10,
      validFrom: new Date(Date.now() + begins * DAY),
      validUntil: ends === null ? null : new Date(Date.now() + ends * DAY),
    });
    await claimLicense(tx, id, company);
    await tx.updateTable('app.licenses').set({ state }).where('id', '=', id).execute();
    return id;
  });
}

const ids: Record<string, string> = {};
beforeAll(async () => {
  test = await startTestApp();
  cookie = await test.signIn('anna@acme.example');
  anna = test.client(cookie);
  boris = await test.as('boris@acme.example');
  for (const [serial, begins, ends, state] of [
    ['T-ENDLESS', -10, null, 'active'],
    ['T-FUTURE', 10, 400, 'active'],
    ['T-ENDED', -400, -3, 'active'],
    ['T-SUSPENDED', -10, 50, 'suspended'],
    ['T-REVOKED', -10, 60, 'revoked'],
  ] as const)
    ids[serial] = await issue(serial, begins, ends, state);
});
afterAll(() => test.close());

const all = async (query: Parameters<Client['listLicenses']>[0] = {}): Promise<License[]> => {
  const found: License[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Client['listLicenses']>> = await anna.listLicenses({
      query: { ...query.query, 'page[size]': 2, ...(after === null ? {} : { 'page[after]': after }) },
    });
    found.push(...page.data);
    after = page.links.next === null ? null : new URL(page.links.next, 'http://x').searchParams.get('page[after]');
  } while (after !== null);
  return found;
};
const serials = (licenses: License[]) => licenses.map(({ serial }) => serial);

describe('the list of licenses', () => {
  it('tells each state, and filters by it', async () => {
    const everything = await all();
    expect(everything.find(({ serial }) => serial === 'T-FUTURE')?.state).toBe('not_yet_valid');
    for (const state of ['active', 'not_yet_valid', 'expired', 'suspended', 'revoked'] as const) {
      const some = await all({ query: { state } });
      expect(serials(some)).toEqual(serials(everything.filter((license) => license.state === state)));
      expect(some.length, state).toBeGreaterThan(0);
    }
  });

  it('is newest first, or in the order in which they end, the endless last', async () => {
    const newest = await all();
    expect(serials(newest).slice(0, 5)).toEqual(Object.keys(ids).toReversed());
    const ending = await all({ query: { sort: 'ends' } });
    const ends = ending.map(({ validUntil }) => (validUntil === null ? Infinity : Date.parse(validUntil)));
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ending.at(-1)?.serial).toBe('T-ENDLESS');
    expect(ending).toHaveLength(newest.length);
  });

  it('leaves out what ended long ago, and other products', async () => {
    const endsAfter = new Date(Date.now() - 2 * DAY).toISOString();
    const found = serials(await all({ query: { sort: 'ends', endsAfter } }));
    expect(found).not.toContain('T-ENDED');
    expect(found).toContain('T-ENDLESS');
    const [, second] = (await anna.listProducts()).data;
    const some = await all({ query: { product: second?.id ?? '' } });
    expect(new Set(some.map(({ product }) => product.name))).toEqual(new Set([second?.name]));
  });

  it('reads no more rows than it shows, in either order', async () => {
    const me = await anna.getMe();
    const scope = { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
    for (const [order, index] of [
      ['created_at desc, id desc', 'licenses_company'],
      [`coalesce(valid_until, 'infinity'::timestamptz), id`, 'licenses_ending'],
    ] as const) {
      const plan = await transact(test.platform.db, scope, async (tx) => {
        // Of so few rows any plan is cheap: what is asked is whether the index can serve the order at all.
        for (const way of ['seqscan', 'bitmapscan', 'sort']) await sql.raw(`set local enable_${way} = off`).execute(tx);
        const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select id from app.licenses
          order by ${sql.raw(order)} limit 50`.execute(tx);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
      expect(plan).toContain(index);
      expect(plan).not.toContain('Sort');
    }
  });
});

describe('one license', () => {
  it('says what its key set holds, and when it was signed', async () => {
    const params = { id: ids['T-FUTURE'] ?? '' };
    const early = await boris.getLicense({ params });
    expect(early.keyFiles.length).toBeGreaterThan(0);
    expect(early.keyFiles.every(({ issuedAt }) => issuedAt === null)).toBe(true);
    await test.runJobs();
    const late = await boris.getLicense({ params });
    expect(late.keyFiles.map(({ fileName, fits }) => [fileName, fits])).toEqual(
      early.keyFiles.map(({ fileName, fits }) => [fileName, fits]),
    );
    expect(late.keyFiles.every(({ issuedAt }) => issuedAt !== null)).toBe(true);
    expect(late.keyFiles[0]?.fileName).toMatch(/^T-FUTURE-[a-z]+\.key$/u);
  });

  it('tells open pages when its key files are signed', async () => {
    const { id: event } = await test.platform.db
      .selectFrom('app.live_events')
      .select('id')
      .where('type', '=', 'license_changed')
      .where('company_id', '=', await companyId(test, 'Acme Logistics'))
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(event).toBeDefined();
  });
});

describe('the activation code', () => {
  const show = (id: string) => attempt(test, 'getActivationCode', { cookie, params: { id } });

  it('is shown to administrators as it is printed, and remembered', async () => {
    const id = ids['T-ENDED'] ?? '';
    const answer = await show(id);
    expect(answer.statusCode).toBe(200);
    const { activationCode } = answer.json();
    expect(activationCode).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/u);
    expect(isWellFormedActivationCode(normalizeActivationCode(activationCode))).toBe(true);
    const entry = await test.platform.db
      .selectFrom('app.audit_entries')
      .selectAll()
      .where('action', '=', 'activation_code.shown')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const me = await anna.getMe();
    expect(entry).toMatchObject({ person_id: me.id, company_id: me.company?.id, object_id: id });
    expect(JSON.stringify(entry)).not.toContain(activationCode);
  });

  it('of a revoked license is not shown, and of any other only on a fresh sign-in', async () => {
    const entries = async () =>
      (
        await test.platform.db
          .selectFrom('app.audit_entries')
          .select('id')
          .where('action', '=', 'activation_code.shown')
          .execute()
      ).length;
    const before = await entries();
    expect((await show(ids['T-REVOKED'] ?? '')).json().code).toBe('license_revoked');
    await test.platform.db
      .updateTable('auth.sessions')
      .set({ signed_in_at: new Date(Date.now() - 11 * 60_000) })
      .execute();
    const stale = await show(ids['T-ENDED'] ?? '');
    expect([stale.statusCode, stale.json().code]).toEqual([403, 'fresh_sign_in_required']);
    expect(await entries()).toBe(before);
  });
});
