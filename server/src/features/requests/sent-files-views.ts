import type { SentFile } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import type { Member } from '#platform/http/actor.ts';
import { formatNumber } from './request.ts';
import { mayReadRequest } from './requests-access.ts';

const SHOWN = 5;

/** Lab requests that a member may see and with which their company sent a file, newest first. */
export async function listSentFiles(tx: Tx, actor: Member, sha256: string): Promise<SentFile[]> {
  const rows = await tx
    .selectFrom('app.requests as r')
    .select(['r.id', 'r.number', 'r.created_at'])
    .where((eb) => mayReadRequest(eb, actor))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('app.submission_objects as o')
          .select('o.id')
          .whereRef('o.request_id', '=', 'r.id')
          .where('o.company_id', '=', actor.membership.companyId)
          .where('o.sha256', '=', Buffer.from(sha256, 'hex'))
          .where('o.kind', '=', 'file'),
      ),
    )
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    requestId: row.id,
    number: formatNumber('lab', row.number),
    sentAt: row.created_at.toISOString(),
  }));
}
