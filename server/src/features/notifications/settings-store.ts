import {
  EVENTS_OF_SIDE,
  type NotificationEvent,
  type NotificationMode,
  type NotificationSettings,
} from '@companyaccount/contract/notifications';
import type { Db, Tx } from '#platform/db/database.ts';

/** Where nothing was chosen. */
export const DEFAULT_MODE: NotificationMode = 'at_once';

/** What is mailed to a person of this side, for each event that can reach them. */
export async function loadSettings(
  db: Db | Tx,
  personId: string,
  side: 'customer' | 'vendor',
): Promise<NotificationSettings['settings']> {
  const rows = await db
    .selectFrom('app.notification_settings')
    .select(['event', 'mail'])
    .where('person_id', '=', personId)
    .execute();
  const chosen = new Map(rows.map(({ event, mail }) => [event, mail as NotificationMode]));
  return EVENTS_OF_SIDE[side].map((event) => ({ event, mail: chosen.get(event) ?? DEFAULT_MODE }));
}

/** Sets how one event is mailed to a person. */
export async function saveSetting(
  tx: Tx,
  personId: string,
  event: NotificationEvent,
  mail: NotificationMode,
): Promise<void> {
  await tx
    .insertInto('app.notification_settings')
    .values({ person_id: personId, event, mail })
    .onConflict((conflict) => conflict.columns(['person_id', 'event']).doUpdateSet({ mail }))
    .execute();
}

/** Takes everything out of a person's daily mail for good; answers with the events that it held. */
export async function stopDaily(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx
    .updateTable('app.notification_settings')
    .set({ mail: 'never' })
    .where('person_id', '=', personId)
    .where('mail', '=', 'daily')
    .returning('event')
    .execute();
  await tx.deleteFrom('app.digest_entries').where('person_id', '=', personId).execute();
  return rows.map(({ event }) => event);
}

/** How one event is mailed to a person. */
export async function loadMode(db: Db | Tx, personId: string, event: NotificationEvent): Promise<NotificationMode> {
  const row = await db
    .selectFrom('app.notification_settings')
    .select('mail')
    .where('person_id', '=', personId)
    .where('event', '=', event)
    .executeTakeFirst();
  return (row?.mail as NotificationMode | undefined) ?? DEFAULT_MODE;
}
