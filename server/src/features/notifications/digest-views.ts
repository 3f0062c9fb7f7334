import type { Desk } from '@companyaccount/contract/requests';
import { excerptOf } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { DueEntry } from './digests-store.ts';

/** The person a daily mail goes to; undefined when nothing may be mailed to them any more. */
export async function loadDigestPerson(tx: Tx, personId: string) {
  return tx
    .selectFrom('auth.people as p')
    .leftJoin('app.agents as a', (join) => join.onRef('a.person_id', '=', 'p.id').on('a.active', '=', true))
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'a.person_id as agent_id'])
    .where('p.id', '=', personId)
    .where('p.email_verified', '=', true)
    .executeTakeFirst();
}

export interface DigestLine {
  event: string;
  writer: string;
  excerpt: string;
}
export interface DigestRequest {
  id: string;
  desk: Desk;
  number: number;
  subject: string;
  lines: DigestLine[];
}

/** What the entries say, by request, oldest first: without what the person has read meanwhile or may no longer see. */
export async function loadDigest(
  tx: Tx,
  person: { id: string; agent_id: string | null },
  entries: readonly DueEntry[],
): Promise<DigestRequest[]> {
  if (entries.length === 0) return [];
  const rows = await tx
    .selectFrom('app.requests as r')
    .leftJoin('app.request_reads as d', (join) =>
      join.onRef('d.request_id', '=', 'r.id').on('d.person_id', '=', person.id),
    )
    .leftJoin('app.members as m', (join) =>
      join.onRef('m.company_id', '=', 'r.company_id').on('m.person_id', '=', person.id).on('m.state', '=', 'active'),
    )
    .leftJoin('app.request_participants as t', (join) =>
      join.onRef('t.request_id', '=', 'r.id').on('t.person_id', '=', person.id),
    )
    .select(['r.id', 'r.desk', 'r.number', 'r.subject', 'r.author_id', 'd.read_at'])
    .select(['m.role', 't.person_id as participant_id'])
    .where('r.id', 'in', [...new Set(entries.map(({ request_id }) => request_id))])
    .orderBy('r.number')
    .execute();
  const messages = await loadMessages(tx, entries);
  return rows.flatMap((row) => {
    const takesPart = row.author_id === person.id || row.participant_id !== null || row.role === 'administrator';
    if (person.agent_id === null && (row.role === null || !takesPart)) return [];
    const lines = entries
      .filter((entry) => entry.request_id === row.id && (row.read_at === null || row.read_at < entry.at))
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ event, message_id }) => {
        const message = messages.get(message_id ?? '');
        return { event, writer: message?.name ?? '', excerpt: excerptOf(message?.text ?? '') };
      });
    const { id, number, subject } = row;
    return lines.length === 0 ? [] : [{ id, desk: row.desk as Desk, number, subject, lines }];
  });
}

async function loadMessages(tx: Tx, entries: readonly DueEntry[]) {
  const ids = entries.flatMap(({ message_id }) => (message_id === null ? [] : [message_id]));
  if (ids.length === 0) return new Map<string, { name: string | null; text: string }>();
  const rows = await tx
    .selectFrom('app.messages as m')
    .leftJoin('auth.people as p', 'p.id', 'm.author_id')
    .select(['m.id', 'm.text', 'p.name'])
    .where('m.id', 'in', ids)
    .where('m.visibility', '=', 'public')
    .execute();
  return new Map(rows.map(({ id, name, text }) => [id, { name, text }]));
}
