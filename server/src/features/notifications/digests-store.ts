import type { ToldNews } from '#features/requests/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';

/** Puts news aside for a person's next daily mail. */
export async function putAside(tx: Tx, personId: string, news: ToldNews, dueAt: Date): Promise<void> {
  await tx
    .insertInto('app.digest_entries')
    .values({
      person_id: personId,
      news_id: news.id,
      request_id: news.requestId,
      event: news.event,
      message_id: news.messageId ?? null,
      at: news.at,
      due_at: dueAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** People whose daily mail is due. */
export async function listDuePeople(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('app.digest_entries')
    .select('person_id')
    .distinct()
    .where('due_at', '<=', now)
    .limit(limit)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** Takes what is due for a person; whatever else takes it at the same time gets nothing. */
export async function takeDue(tx: Tx, personId: string, now: Date) {
  return tx
    .deleteFrom('app.digest_entries')
    .where('person_id', '=', personId)
    .where('due_at', '<=', now)
    .returning(['news_id', 'request_id', 'event', 'message_id', 'at'])
    .execute();
}
export type DueEntry = Awaited<ReturnType<typeof takeDue>>[number];
