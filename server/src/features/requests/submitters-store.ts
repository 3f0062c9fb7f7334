import { newId } from '#platform/ids.ts';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { PlanTargets } from '@companyaccount/contract/admin-catalogue';
import { addWorkingTime, calendarOf, slowestOf, type WorkingHours } from '#platform/working-time.ts';
import type { Tx } from '#platform/db/database.ts';

export interface NewSubmitter {
  name: string;
  /** null: they gave none. */
  email: string | null;
  language: InterfaceLanguage;
  /** null: not yet. */
  confirmedAt: Date | null;
}

/** Remembers somebody who acts for no company; answers with their id. */
export async function insertSubmitter(tx: Tx, s: NewSubmitter, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.submitters')
    .values({
      id,
      name: s.name.trim(),
      email: s.email,
      language: s.language,
      confirmed_at: s.confirmedAt,
      created_at: at,
    })
    .execute();
  return id;
}

/** The longest promise of each plan, in minutes of its calendar. */
export async function listLongestTargets(tx: Tx): Promise<{ minutes: number; calendar: WorkingHours }[]> {
  const rows = await tx
    .selectFrom('app.support_plans as p')
    .innerJoin('app.calendars as c', 'c.id', 'p.calendar_id')
    .select(['p.targets', 'c.time_zone', 'c.hours', 'c.holidays'])
    .execute();
  return rows.map((row) => ({ minutes: slowestOf(row.targets as PlanTargets), calendar: calendarOf(row) }));
}

/** Minutes on the clock after which a customer would have an answer under every plan, counted from a moment; 0 without plans. */
export async function longestTarget(tx: Tx, now: Date): Promise<number> {
  const ends = (await listLongestTargets(tx)).map(({ minutes, calendar }) => addWorkingTime(calendar, now, minutes));
  return Math.max(0, ...ends.map((end) => Math.ceil((end.getTime() - now.getTime()) / 60_000)));
}

/** Notes that a submitter has shown to read the mail of their address; undefined when that was forgotten meanwhile. */
export const confirmSubmitter = (tx: Tx, id: string, at: Date) =>
  tx
    .updateTable('app.submitters')
    .set((eb) => ({ confirmed_at: eb.fn.coalesce('confirmed_at', eb.val(at)) }))
    .where('id', '=', id)
    .where('email', 'is not', null)
    .returning('id')
    .executeTakeFirst();

/** Forgets addresses that were given before a time and never confirmed. */
export async function forgetUnconfirmed(tx: Tx, before: Date): Promise<void> {
  await tx
    .updateTable('app.submitters')
    .set({ email: null })
    .where('confirmed_at', 'is', null)
    .where('email', 'is not', null)
    .where('created_at', '<=', before)
    .execute();
}

/** Voids the links a submitter has; answers with whom to send a new one. */
export const countLinkVersion = (tx: Tx, id: string) =>
  tx
    .updateTable('app.submitters')
    .set((eb) => ({ link_version: eb('link_version', '+', 1) }))
    .where('id', '=', id)
    .returning(['email', 'language', 'confirmed_at'])
    .executeTakeFirstOrThrow();

/** The same person once more, for another request of theirs: each link opens one. */
export async function copySubmitter(tx: Tx, id: string, at: Date): Promise<string> {
  const { name, email, language, confirmed_at } = await tx
    .selectFrom('app.submitters')
    .select(['name', 'email', 'language', 'confirmed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const copy = newId();
  const submitter = { id: copy, name, email, language, confirmed_at, created_at: at };
  await tx.insertInto('app.submitters').values(submitter).execute();
  return copy;
}
