import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import type { DueReminder } from './reminder.ts';

/** Licenses that a reminder is due for and has not been sent about; `isDue` says the same of one. */
const dueLicenses = (db: Db | Tx, { days, after, upTo }: DueReminder) =>
  db
    .selectFrom('app.licenses as l')
    .where('l.company_id', 'is not', null)
    .where('l.state', '=', 'active')
    .where('l.valid_until', '>', after)
    .where('l.valid_until', '<=', upTo)
    .where(sql<boolean>`l.valid_from <= l.valid_until + make_interval(hours => ${days * 24}::int)`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('app.license_reminders as r')
            .select('r.license_id')
            .whereRef('r.license_id', '=', 'l.id')
            .whereRef('r.valid_until', '=', 'l.valid_until')
            .where('r.days', '=', days),
        ),
      ),
    );

/** Some of the companies that are to be reminded. */
export async function listCompaniesToRemind(db: Db, due: DueReminder, limit: number): Promise<string[]> {
  const rows = await dueLicenses(db, due).select('l.company_id').distinct().limit(limit).execute();
  return rows.flatMap(({ company_id }) => (company_id === null ? [] : [company_id]));
}

export interface RemindedLicense {
  id: string;
  serial: string;
  product: string;
  validUntil: Date;
}

/**
 * Notes that a company is reminded of its licenses, and answers with those that nobody else has reminded it of. They are
 * locked, so that a renewal comes either before, and takes its license out, or after.
 */
export async function takeReminders(
  tx: Tx,
  companyId: string,
  due: DueReminder,
  now: Date,
): Promise<RemindedLicense[]> {
  const licenses = await dueLicenses(tx, due)
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .select(['l.id', 'l.serial', 'l.valid_until', 'p.name as product'])
    .where('l.company_id', '=', companyId)
    .orderBy('l.valid_until')
    .orderBy('l.id')
    .forUpdate('l')
    .execute();
  const found = licenses.flatMap(({ valid_until: validUntil, ...license }) =>
    validUntil === null ? [] : [{ ...license, validUntil }],
  );
  if (found.length === 0) return [];
  const taken = await tx
    .insertInto('app.license_reminders')
    .columns(['license_id', 'valid_until', 'days', 'sent_at'])
    // From row to row, because the end of a license may be finer than a Date.
    .expression((eb) =>
      eb
        .selectFrom('app.licenses')
        .select((one) => ['id', 'valid_until', one.val(due.days).as('days'), one.val(now).as('sent_at')])
        .where(
          'id',
          'in',
          found.map(({ id }) => id),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('license_id')
    .execute();
  const mine = new Set(taken.map(({ license_id }) => license_id));
  return found.filter(({ id }) => mine.has(id));
}
