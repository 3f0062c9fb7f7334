import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

/** So many of a customer's latest open requests are compared. */
const COMPARED = 100;
/** So much of each text. */
const COMPARED_LENGTH = 300;
/** From here on two texts are about the same: the share of trigrams that they have in common. */
const ALIKE_SUBJECT = 0.45;
const ALIKE_TEXT = 0.3;
const SHOWN = 3;

export interface DuplicateRow {
  id: string;
  desk: string;
  number: number;
  subject: string;
  status: string;
  created_at: Date;
}

/**
 * Open requests of the same desk and customer that say nearly the same as one, the most alike first. What one customer
 * waits for is little, and an index leads to it, so the texts themselves are compared.
 */
export async function listDuplicates(tx: Tx, requestId: string): Promise<DuplicateRow[]> {
  const firstText = (request: ReturnType<typeof sql.ref>) => sql`left((select m.text from app.messages m
    where m.request_id = ${request} and m.visibility = 'public' order by m.created_at, m.id limit 1), ${COMPARED_LENGTH})`;
  const { rows } = await sql<DuplicateRow>`
    with this as materialized (
      select r.id, r.desk, r.company_id, s.email, r.subject,
        r.subject || ' ' || coalesce(${firstText(sql.ref('r.id'))}, '') as words
      from app.requests r
        left join app.submitters s on s.id = r.submitter_id and s.confirmed_at is not null
      where r.id = ${requestId}
    ), others as (
      (select r.* from app.requests r
        where r.company_id = (select company_id from this) and r.desk = (select desk from this)
          and r.status in ('new', 'open', 'waiting_for_customer') and r.id <> ${requestId}
        order by r.created_at desc limit ${COMPARED})
      union all
      (select r.* from this join app.submitters s on s.email = this.email and s.confirmed_at is not null
          join app.requests r on r.submitter_id = s.id and r.desk = this.desk
        where r.status in ('new', 'open', 'waiting_for_customer') and r.id <> this.id
        order by r.created_at desc limit ${COMPARED})
    ), compared as materialized (
      select o.id, o.desk, o.number, o.subject, o.status, o.created_at,
        similarity(o.subject, this.subject) as subjects,
        similarity(o.subject || ' ' || coalesce(${firstText(sql.ref('o.id'))}, ''), this.words) as words
      from this, others o
    )
    select id, desk, number, subject, status, created_at from compared
    where subjects >= ${ALIKE_SUBJECT} or words >= ${ALIKE_TEXT}
    order by greatest(subjects, words) desc, id desc limit ${SHOWN}`.execute(tx);
  return rows;
}
