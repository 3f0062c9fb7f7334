import { newId } from '#platform/ids.ts';
import { sql } from 'kysely';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { calendarOf, longestWait, type WorkingHours } from '#platform/working-time.ts';
import { generateActivationCode } from './activation-codes.ts';
import { deleteKeyFiles, type KeyFilesOf } from './key-files-store.ts';
import { licenseState, type LicenseState, standingOf } from './license.ts';

/** The job that signs the key files of a license. */
export const KEY_FILES_TASK = 'key-files.issue';

/** Has the key files of a license signed that it lacks. */
export const requestKeyFiles = (tx: Tx, licenseId: string): Promise<void> =>
  enqueue(tx, KEY_FILES_TASK, { licenseId }, { key: `${KEY_FILES_TASK}:${licenseId}` });

/** Has all key files of a license signed anew; one that has none goes on having none until they are asked for. */
export async function replaceKeyFilesOfLicense(tx: Tx, licenseId: string): Promise<void> {
  if ((await deleteKeyFiles(tx, licenseId)) > 0) await requestKeyFiles(tx, licenseId);
}

/** The job that signs the key files of many licenses anew. */
export const REPLACE_KEY_FILES_TASK = 'key-files.replace';

/** Has the key files of all licenses of a product or plan signed anew; those that nobody asked for yet are none. */
export const replaceKeyFilesOf = (tx: Tx, of: KeyFilesOf): Promise<void> =>
  enqueue(tx, REPLACE_KEY_FILES_TASK, of, { key: `${REPLACE_KEY_FILES_TASK}:${Object.values(of)[0]}` });

export interface NewLicense {
  serial: string;
  productId: string;
  planId: string;
  seats: number;
  validFrom: Date;
  validUntil: Date | null;
  reference?: string | null;
}

/** The next serial, such as NL-1009. */
export async function nextSerial(tx: Tx, prefix: string): Promise<string> {
  const { rows } = await sql<{ number: number }>`select nextval('app.license_serials') as number`.execute(tx);
  return `${prefix}-${rows[0]?.number}`;
}

/**
 * Issues an unclaimed license, whose key files a job then signs. Answers with its activation code, which is not
 * readable from the database.
 */
export async function issueLicense(
  tx: Tx,
  keyring: Keyring,
  license: NewLicense,
): Promise<{ id: string; activationCode: string }> {
  const id = newId();
  const activationCode = generateActivationCode();
  await tx
    .insertInto('app.licenses')
    .values({
      id,
      serial: license.serial,
      product_id: license.productId,
      plan_id: license.planId,
      seats: license.seats,
      valid_from: license.validFrom,
      valid_until: license.validUntil,
      reference: license.reference ?? null,
    })
    .execute();
  await tx
    .insertInto('app.activation_codes')
    .values({
      license_id: id,
      code_hash: hashActivationCode(keyring, activationCode),
      sealed_code: keyring.seal('code', Buffer.from(activationCode), id),
    })
    .execute();
  await requestKeyFiles(tx, id);
  return { id, activationCode };
}

/** The activation code of a license of the customer's own company, without dashes. */
export async function openActivationCode(tx: Tx, keyring: Keyring, licenseId: string): Promise<string> {
  const { rows } = await sql<{
    code: Buffer | null;
  }>`select app.sealed_activation_code(${licenseId}::uuid) as code`.execute(tx);
  const sealed = rows[0]?.code ?? null;
  if (sealed === null) throw new Error(`license ${licenseId} has no activation code`);
  return keyring.open('code', sealed, licenseId).toString();
}

/** The activation code of a license, without dashes. For transactions of the vendor. */
export async function readActivationCode(tx: Tx, keyring: Keyring, licenseId: string): Promise<string> {
  const { sealed_code: sealed } = await tx
    .selectFrom('app.activation_codes')
    .select('sealed_code')
    .where('license_id', '=', licenseId)
    .executeTakeFirstOrThrow();
  return keyring.open('code', sealed, licenseId).toString();
}

export interface FoundLicense {
  id: string;
  companyId: string | null;
  companyName: string | null;
  state: LicenseState;
}

const foundLicenses = (tx: Tx) =>
  tx
    .selectFrom('app.licenses as l')
    .leftJoin('app.companies as c', 'c.id', 'l.company_id')
    .select(['l.id', 'l.company_id', 'l.state', 'l.valid_until', 'c.name']);

type FoundRow = Awaited<ReturnType<ReturnType<typeof foundLicenses>['executeTakeFirstOrThrow']>>;

const foundLicense = (row: FoundRow | undefined, now: Date): FoundLicense | undefined =>
  row && {
    id: row.id,
    companyId: row.company_id,
    companyName: row.name,
    state: licenseState(row.state, row.valid_until, now),
  };

/** Looks a license up by its normalised activation code. */
export async function findLicenseByCode(
  tx: Tx,
  keyring: Keyring,
  code: string,
  now: Date,
): Promise<FoundLicense | undefined> {
  return findLicenseByCodeHash(tx, hashActivationCode(keyring, code), now);
}

/** What a normalised activation code is looked up by. */
export const hashActivationCode = (keyring: Keyring, code: string): Buffer => keyring.keyedHash('code-hash', code);

/** Looks a license up by the hash of its activation code, for whoever must not keep the code itself. */
export async function findLicenseByCodeHash(tx: Tx, hash: Buffer, now: Date): Promise<FoundLicense | undefined> {
  const row = await foundLicenses(tx)
    .innerJoin('app.activation_codes as a', 'a.license_id', 'l.id')
    .where('a.code_hash', '=', hash)
    .executeTakeFirst();
  return foundLicense(row, now);
}

/** Looks a license up by the id that a key file carries. */
export async function findLicenseById(tx: Tx, id: string, now: Date): Promise<FoundLicense | undefined> {
  return foundLicense(await foundLicenses(tx).where('l.id', '=', id).executeTakeFirst(), now);
}

/** Locks a license until the transaction ends, so that only one of two claims sees it unclaimed. */
export async function lockLicense(tx: Tx, id: string, now: Date): Promise<Pick<FoundLicense, 'companyId' | 'state'>> {
  const row = await tx
    .selectFrom('app.licenses')
    .select(['company_id', 'state', 'valid_until'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { companyId: row.company_id, state: licenseState(row.state, row.valid_until, now) };
}

/** Makes an unclaimed license, with its key files, a company's. */
export async function claimLicense(tx: Tx, id: string, companyId: string): Promise<void> {
  await tx
    .updateTable('app.licenses')
    .set({ company_id: companyId })
    .where('id', '=', id)
    .where('company_id', 'is', null)
    .execute();
  await tx
    .updateTable('app.key_files')
    .set({ company_id: companyId })
    .where('license_id', '=', id)
    .where('company_id', 'is', null)
    .execute();
  // Those of licenses issued by the thousand are signed when somebody has use for them.
  await requestKeyFiles(tx, id);
  // The vendor's admins see whose it is.
  await emit(tx, 'license_changed', {});
}

/** Per severity, minutes to the first answer and to each next update. */
type PlanTargets = Record<string, { first: number; next: number }>;

/** What a company's licenses are worth together now. */
export async function loadStanding(tx: Tx, companyId: string, now: Date): Promise<LicenseState> {
  const rows = await tx
    .selectFrom('app.licenses')
    .select(['state', sql<Date | null>`max(coalesce(valid_until, 'infinity'))`.as('ends')])
    .where('company_id', '=', companyId)
    .groupBy('state')
    .execute();
  return standingOf(rows.map(({ state, ends }) => licenseState(state, endless(ends), now)));
}

/** The driver reads `infinity` as a number. */
const endless = (time: Date | number | null): Date | null => (time instanceof Date ? time : null);

/** A plan under which requests are answered: working minutes by severity, and the calendar that counts them. */
export interface CompanyPlan {
  id: string;
  name: string;
  targets: PlanTargets;
  calendar: WorkingHours;
}

/** Minutes on the clock that a company waits at most for a first answer to the worst that can happen. */
const worstWait = ({ targets, calendar }: CompanyPlan): number => longestWait(calendar, targets['1']?.first ?? 0);

/** The plan that a company's requests are answered under: that of its valid license that promises most. */
export async function findPlan(tx: Tx, companyId: string, now: Date): Promise<CompanyPlan | undefined> {
  const rows = await tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.support_plans as p', 'p.id', 'l.plan_id')
    .innerJoin('app.calendars as c', 'c.id', 'p.calendar_id')
    .distinctOn('p.id')
    .select(['p.id', 'p.name', 'p.targets', 'c.time_zone', 'c.hours', 'c.holidays'])
    .where('l.company_id', '=', companyId)
    .where('l.state', '=', 'active')
    .where((eb) => eb.or([eb('l.valid_until', 'is', null), eb('l.valid_until', '>', now)]))
    .orderBy('p.id')
    .execute();
  return rows
    .map((row) => ({ id: row.id, name: row.name, targets: row.targets as PlanTargets, calendar: calendarOf(row) }))
    .toSorted((one, other) => worstWait(one) - worstWait(other))[0];
}
