import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { endsOf, plain, wordsOf } from './search-words.ts';

/** Something that was written, to be found again. */
export interface SearchEntry {
  /** The message, or the request itself for its subject. */
  sourceId: string;
  requestId: string;
  companyId: string | null;
  internal: boolean;
  /** ISO 639, of the text. */
  language: string;
  text: string;
  /** Subjects and names of files, found by any part of a word. */
  names: readonly string[];
}

/** The words of entries as columns, ready for the function that stems them. */
export function columnsOf({ text, names }: Pick<SearchEntry, 'text' | 'names'>) {
  const words = wordsOf([text, ...names].join(' '));
  return { words: words.join(' '), plain: words.map(plain).join(' '), ends: names.flatMap(endsOf) };
}

/** Puts texts into the search, in the transaction that writes them; again, when they changed. */
export async function indexTexts(tx: Tx, entries: readonly SearchEntry[]): Promise<void> {
  if (entries.length > 0) await searchUpsert(entries).execute(tx);
}

/** The same write, to be executed; of at least one entry, and none twice. */
export function searchUpsert(entries: readonly SearchEntry[]) {
  const rows = entries.map((entry) => {
    const { words, plain: plainWords, ends } = columnsOf(entry);
    return sql`(${entry.sourceId}::uuid, ${entry.requestId}::uuid, ${entry.companyId}::uuid, ${entry.internal}::boolean,
      app.search_vector(${entry.language}, ${words}, ${plainWords}, ${ends}::text[]))`;
  });
  return sql`
    insert into app.search_entries (source_id, request_id, company_id, internal, words) values ${sql.join(rows)}
    on conflict (source_id) do update set words = excluded.words`;
}

/** The job that indexes everything of a request anew. */
export const INDEX_TASK = 'search.index-request';

const BATCH = 200;

/** Indexes everything of a request anew, after its language was corrected. */
export async function indexRequest(db: Db, requestId: string): Promise<void> {
  const request = await db
    .selectFrom('app.requests')
    .select(['id', 'company_id', 'language', 'subject'])
    .where('id', '=', requestId)
    .executeTakeFirst();
  if (request === undefined) return;
  const shared = { requestId, companyId: request.company_id, language: request.language };
  await db
    .transaction()
    .execute((tx) =>
      indexTexts(tx, [{ ...shared, sourceId: requestId, internal: false, text: '', names: [request.subject] }]),
    );
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const messages = await db
      .selectFrom('app.messages as m')
      .select(['m.id', 'm.visibility', 'm.text'])
      .select((eb) =>
        eb
          .selectFrom('app.attachments as a')
          .select((inner) => inner.fn<string[]>('array_agg', ['a.name']).as('names'))
          .whereRef('a.message_id', '=', 'm.id')
          .as('names'),
      )
      .where('m.request_id', '=', requestId)
      .where('m.id', '>', after)
      .orderBy('m.id')
      .limit(BATCH)
      .execute();
    const entries = messages.map(({ id, visibility, text, names }) => ({
      ...shared,
      sourceId: id,
      internal: visibility === 'internal',
      text,
      names: names ?? [],
    }));
    await db.transaction().execute((tx) => indexTexts(tx, entries));
    const last = messages.at(-1);
    if (last === undefined || messages.length < BATCH) return;
    after = last.id;
  }
}
