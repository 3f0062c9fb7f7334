import {
  CANNED_ANSWERS_MAX,
  CANNED_FOUND_MAX,
  type CannedAnswer,
  type CannedAnswerSummary,
  type CannedMatch,
} from '@companyaccount/contract/canned-answers';
import type { Desk } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';

/** How much of a text a list shows. */
const EXCERPT = 200;

/** The language whose text is shown to those who ask for `wanted`: that one, else English, else the first. */
const spokenFor = (wanted: string) => sql<string>`case when c.texts ? ${wanted} then ${wanted}
  when c.texts ? 'en' then 'en' else (select min(k) from jsonb_object_keys(c.texts) k) end`;

/** All by name, each with the beginning of its text in the reader's language. */
export async function listCannedRows(db: Db, language: string): Promise<Omit<CannedAnswerSummary, 'mayChange'>[]> {
  const rows = await db
    .selectFrom('app.canned_answers as c')
    .select(['c.id', 'c.name', 'c.desk', 'c.uses', 'c.used_at', 'c.version'])
    .select([
      sql<string[]>`array(select k from jsonb_object_keys(c.texts) k order by k)`.as('languages'),
      sql<string>`left(c.texts ->> (${spokenFor(language)}), ${EXCERPT})`.as('excerpt'),
    ])
    .orderBy(sql`lower(c.name)`)
    .limit(CANNED_ANSWERS_MAX)
    .execute();
  return rows.map(({ used_at, ...row }) => ({
    ...row,
    desk: row.desk as Desk | null,
    usedAt: used_at?.toISOString() ?? null,
  }));
}

const part = (word: string): string => `%${word.replaceAll(/[\\%_]/gu, '\\$&')}%`;

/** Those of a desk in whose name or shown text all words stand. */
export async function findCannedRows(
  db: Db,
  { desk, language, q = '' }: { desk: Desk; language: string; q?: string },
): Promise<CannedMatch[]> {
  const words = q.split(/\s+/u).filter((word) => word !== '');
  const spoken = db
    .selectFrom('app.canned_answers as c')
    .select(['c.id', 'c.name', 'c.texts', 'c.uses'])
    .select(spokenFor(language).as('language'))
    .where((eb) => eb.or([eb('c.desk', 'is', null), eb('c.desk', '=', desk)]));
  const text = sql<string>`a.texts ->> a.language`;
  return db
    .selectFrom(spoken.as('a'))
    .select(['a.id', 'a.name', 'a.language', text.as('text')])
    .where((eb) =>
      eb.and(words.map((word) => eb.or([eb('a.name', 'ilike', part(word)), eb(text, 'ilike', part(word))]))),
    )
    .orderBy((eb) => eb.and(words.map((word) => eb('a.name', 'ilike', part(word)))), 'desc')
    .orderBy('a.uses', 'desc')
    .orderBy(sql`lower(a.name)`)
    .limit(CANNED_FOUND_MAX)
    .execute();
}

/** One canned answer, locked where it is to be changed. Throws `not_found`. */
export async function loadCannedRow(db: Db | Tx, id: string, lock = false) {
  const row = await db
    .selectFrom('app.canned_answers')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (q) => q.forUpdate())
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
export type CannedRow = Awaited<ReturnType<typeof loadCannedRow>>;

export const presentCanned = (row: CannedRow): Omit<CannedAnswer, 'mayChange'> => ({
  id: row.id,
  name: row.name,
  desk: row.desk as Desk | null,
  uses: row.uses,
  usedAt: row.used_at?.toISOString() ?? null,
  version: row.version,
  texts: Object.entries(row.texts as Record<string, string>)
    .map(([language, text]) => ({ language, text }))
    .toSorted((one, other) => (one.language < other.language ? -1 : 1)),
});

/** Whoever changes how many there are, or a name, waits for the other. */
export const lockCanned = (tx: Tx): Promise<void> => takeTurn(tx, 'canned answers');

export async function countCanned(tx: Tx): Promise<number> {
  const { count } = await tx
    .selectFrom('app.canned_answers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whether another one has the name already, however it is spelled. */
export async function isCannedName(tx: Tx, name: string, except: string | null): Promise<boolean> {
  const row = await tx
    .selectFrom('app.canned_answers')
    .select('id')
    .where(sql`lower(name)`, '=', sql`lower(${name})`)
    .$if(except !== null, (q) => q.where('id', '!=', except))
    .executeTakeFirst();
  return row !== undefined;
}

export interface CannedColumns {
  name: string;
  desk: Desk | null;
  /** As JSON. */
  texts: string;
}

export async function insertCanned(tx: Tx, columns: CannedColumns, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.canned_answers')
    .values({ id, ...columns, created_at: at })
    .execute();
  return id;
}

/** Changes columns and counts the version on. */
export async function updateCanned(tx: Tx, id: string, columns: Partial<CannedColumns>): Promise<void> {
  await tx
    .updateTable('app.canned_answers')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function deleteCanned(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.canned_answers').where('id', '=', id).execute();
}

/** Counts one use; says whether there is such an answer. */
export async function countUse(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.canned_answers')
    .set((eb) => ({ uses: eb('uses', '+', 1), used_at: at }))
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The language in which a person uses the program. */
export async function loadLanguage(db: Db, personId: string): Promise<string> {
  const { language } = await db
    .selectFrom('auth.people')
    .select('language')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return language;
}
