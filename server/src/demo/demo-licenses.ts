import { newId } from '#platform/ids.ts';
import { issueLicense, nextSerial } from '#features/licensing/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';

// Components: each takes a key file of its own.
const PRODUCTS = [
  {
    name: 'Northlight Endpoint',
    versions: ['12.4', '12.3', '11.9'],
    components: { windows: 'Agent for Windows', linux: 'Agent for Linux', console: 'Management console' },
  },
  { name: 'Northlight Mail Gateway', versions: ['8.2', '8.1', '7.6'], components: { gateway: 'Mail gateway' } },
  {
    name: 'Northlight Server',
    versions: ['6.0', '5.8'],
    components: { windows: 'Windows Server', linux: 'Linux and FreeBSD servers' },
  },
  { name: 'Northlight Mobile', versions: ['4.1', '4.0'], components: { android: 'Android', ios: 'iOS' } },
];
// The newest versions are supported in full, the one before the last still somewhat.
const SUPPORT = ['full', 'limited', 'ended'] as const;

const PLANS = {
  Premium: {
    1: { first: 30, next: 60 },
    2: { first: 120, next: 240 },
    3: { first: 480, next: 960 },
    4: { first: 1440, next: 2880 },
  },
  // Of the weekdays' nine hours.
  Standard: {
    1: { first: 60, next: 120 },
    2: { first: 240, next: 240 },
    3: { first: 480, next: 540 },
    4: { first: 540, next: 540 },
  },
};

const HOLIDAYS = {
  '01-01': 'New Year',
  '05-01': 'Labour Day',
  '10-03': 'German Unity Day',
  '12-25': 'Christmas Day',
  '12-26': 'Second Day of Christmas',
};

/** A calendar of weekdays with holidays for three years; answers with its id. */
async function insertWeekdays(tx: Tx, now: Date): Promise<string> {
  const id = newId();
  const years = [0, 1, 2].map((more) => now.getUTCFullYear() + more);
  const holidays = years.flatMap((year) =>
    Object.entries(HOLIDAYS).map(([day, name]) => ({ date: `${year}-${day}`, name })),
  );
  await tx
    .insertInto('app.calendars')
    .values({
      id,
      name: 'Weekdays in Berlin',
      time_zone: 'Europe/Berlin',
      hours: JSON.stringify([1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' }))),
      holidays: JSON.stringify(holidays),
      created_at: now,
    })
    .execute();
  return id;
}

/** The catalogue of the demo: products with versions and components, and support plans. */
export async function insertCatalogue(
  tx: Tx,
  now: Date,
): Promise<{ products: Record<string, string>; plans: Record<string, string> }> {
  const products: Record<string, string> = {};
  for (const [position, { name, versions, components }] of PRODUCTS.entries()) {
    const id = newId();
    products[name] = id;
    await tx.insertInto('app.products').values({ id, name, position }).execute();
    await tx
      .insertInto('app.product_versions')
      .values(
        versions.map((version, at) => ({ product_id: id, version, support: SUPPORT[at] ?? 'ended', position: at })),
      )
      .execute();
    await tx
      .insertInto('app.product_components')
      .values(
        Object.entries(components).map(([code, component], at) => ({
          id: newId(),
          product_id: id,
          code,
          name: component,
          position: at,
        })),
      )
      .execute();
  }
  const calendarId = await insertWeekdays(tx, now);
  const plans: Record<string, string> = {};
  for (const [name, targets] of Object.entries(PLANS)) {
    const id = newId();
    plans[name] = id;
    await tx
      .insertInto('app.support_plans')
      .values({
        id,
        name,
        targets: JSON.stringify(targets),
        ...(name === 'Standard' ? { calendar_id: calendarId } : {}),
      })
      .execute();
  }
  return { products, plans };
}

const DAY = 86_400_000;

const DAYS_LEFT = 335;

/** Issues a license of a year. */
export async function issueDemoLicense(
  { keyring, clock, config }: Platform,
  tx: Tx,
  { daysLeft = DAYS_LEFT, ...license }: { productId: string; planId: string; seats: number; daysLeft?: number },
): Promise<string> {
  const now = clock().getTime();
  const { id } = await issueLicense(tx, keyring, {
    ...license,
    serial: await nextSerial(tx, config.serialPrefix),
    validFrom: new Date(now + (daysLeft - 365) * DAY),
    validUntil: new Date(now + daysLeft * DAY),
  });
  return id;
}

/** Codes of licenses that nobody has claimed, for whoever tries the demo. */
export async function findUnclaimedCodes({ db, keyring }: Platform): Promise<{ code: string; product: string }[]> {
  const rows = await db
    .selectFrom('app.activation_codes as a')
    .innerJoin('app.licenses as l', 'l.id', 'a.license_id')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .select(['a.license_id', 'a.sealed_code', 'p.name'])
    .where('l.company_id', 'is', null)
    .orderBy('l.serial')
    .limit(10)
    .execute();
  return rows.map((row) => ({
    code: keyring.open('code', row.sealed_code, row.license_id).toString(),
    product: row.name,
  }));
}

/** A key file of a license that nobody has claimed; undefined while none is signed. */
export async function findUnclaimedKeyFile({ db }: Platform): Promise<string | undefined> {
  const row = await db
    .selectFrom('app.key_files as k')
    .innerJoin('app.licenses as l', 'l.id', 'k.license_id')
    .select('k.text')
    .where('l.company_id', 'is', null)
    .orderBy('l.serial', 'desc')
    .orderBy('k.id')
    .limit(1)
    .executeTakeFirst();
  return row?.text;
}
