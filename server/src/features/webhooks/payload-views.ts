import type { WebhookEventType } from '@companyaccount/contract/webhooks';
import type { Desk } from '@companyaccount/contract/requests';
import { formatNumber } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';

/** What the job that tells webhooks is given. */
export interface SpreadEvent {
  id: string;
  type: WebhookEventType;
  companyId: string | null;
  objectId: string;
  data: Record<string, unknown>;
  at: string;
}

/** More of a message is not told; all of it stands under its address. */
const TEXT_LENGTH = 4000;

type Facts = Record<string, unknown>;

async function loadCompany(tx: Tx, id: string | null): Promise<Facts | null> {
  if (id === null) return null;
  const row = await tx.selectFrom('app.companies').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
  return row ?? null;
}

async function loadRequest(tx: Tx, id: string): Promise<Facts | null> {
  const row = await tx
    .selectFrom('app.requests as r')
    .leftJoin('app.products as p', 'p.id', 'r.product_id')
    .select(['r.number', 'r.desk', 'r.kind', 'r.severity', 'r.status', 'r.lab_stage', 'r.resolution'])
    .select(['r.subject', 'r.language', 'p.name as product', 'r.created_at', 'r.updated_at'])
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { number, desk, lab_stage: labStage, created_at: createdAt, updated_at: updatedAt, ...rest } = row;
  const shown = formatNumber(desk as Desk, number);
  return { id, number: shown, desk, ...rest, labStage, createdAt, updatedAt };
}

async function loadMessage(tx: Tx, id: string): Promise<Facts | null> {
  const row = await tx
    .selectFrom('app.messages as m')
    .leftJoin('auth.people as p', 'p.id', 'm.author_id')
    .select(['m.id', 'm.request_id', 'm.author_side', 'm.text', 'm.created_at', 'p.name'])
    .where('m.id', '=', id)
    .where('m.visibility', '=', 'public')
    .executeTakeFirst();
  if (row === undefined) return null;
  const message = {
    id: row.id,
    author: { side: row.author_side, name: row.name },
    text: row.text.slice(0, TEXT_LENGTH).toWellFormed(),
    textIsCut: row.text.length > TEXT_LENGTH,
    createdAt: row.created_at,
  };
  return { message, request: await loadRequest(tx, row.request_id) };
}

/** What a lab request was told of its files, as it stands now. */
async function loadVerdicts(tx: Tx, requestId: string): Promise<Facts | null> {
  const request = await loadRequest(tx, requestId);
  const rows = await tx
    .selectFrom('app.submission_objects as o')
    .leftJoin('app.attachments as a', 'a.id', 'o.attachment_id')
    .leftJoin('app.samples as s', 's.id', 'o.sample_id')
    .select(['o.id', 'o.kind', 'a.name', 'o.sha256', 's.sha256 as sample', 'o.verdict', 'o.verdict_reason as reason'])
    .select(['o.verdict_detection as detection', 'o.verdict_due as releaseDue', 'o.verdict_release as release'])
    .where('o.request_id', '=', requestId)
    .where('o.verdict', 'is not', null)
    .orderBy('o.created_at')
    .orderBy('o.id')
    .execute();
  const objects = rows.map(({ sha256, sample, ...rest }) => ({
    ...rest,
    sha256: (sha256 ?? sample)?.toString('hex') ?? null,
  }));
  return request === null ? null : { request, objects };
}

async function loadLicense(tx: Tx, id: string): Promise<Facts | null> {
  const row = await tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .innerJoin('app.support_plans as s', 's.id', 'l.plan_id')
    .select(['l.id', 'l.serial', 'p.name as product', 's.name as plan', 'l.seats', 'l.state'])
    .select(['l.valid_from as validFrom', 'l.valid_until as validUntil'])
    .where('l.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { license: row };
}

async function loadMember(tx: Tx, id: string): Promise<Facts | null> {
  const row = await tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'p.id as personId', 'p.name', 'm.role', 'm.state'])
    .where('m.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { member: row };
}

async function loadRelease(tx: Tx, id: string): Promise<Facts | null> {
  const row = await tx
    .selectFrom('app.releases')
    .select(['id', 'number', 'published_at as publishedAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { release: row };
}

async function loadAbout(tx: Tx, { type, objectId }: SpreadEvent): Promise<Facts | null> {
  switch (type) {
    case 'request.created':
    case 'request.status_changed': {
      const request = await loadRequest(tx, objectId);
      return request === null ? null : { request };
    }
    case 'message.created':
      return loadMessage(tx, objectId);
    case 'verdict.given':
      return loadVerdicts(tx, objectId);
    case 'license.changed':
      return loadLicense(tx, objectId);
    case 'member.changed':
      return loadMember(tx, objectId);
    case 'release.published':
      return loadRelease(tx, objectId);
  }
}

/** The body that tells of an event; null where what it is about is gone. Holds nothing that its company must not see. */
export async function loadPayload(tx: Tx, event: SpreadEvent): Promise<string | null> {
  const about = await loadAbout(tx, event);
  if (about === null) return null;
  const { type, at, data, companyId } = event;
  return JSON.stringify({
    type,
    timestamp: at,
    data: { company: await loadCompany(tx, companyId), ...data, ...about },
  });
}

/** The active webhooks that are told of an event. */
export async function findConcerned(tx: Tx, { type, companyId }: SpreadEvent): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.webhooks')
    .select('id')
    .where('state', '=', 'active')
    .where((eb) => eb(eb.val<string>(type), '=', eb.fn.any('events')))
    .$if(type !== 'release.published', (q) =>
      q.where((eb) =>
        eb.or([eb('company_id', 'is', null), ...(companyId === null ? [] : [eb('company_id', '=', companyId)])]),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}
