import { newId } from '#platform/ids.ts';
import { type CreateRequest, KINDS_OF_DESK } from '@companyaccount/contract/requests';
import { attachUploads } from '#features/attachments/index.ts';
import { findPlan, loadStanding, maySeekSupport, mayWrite, STANDING_REFUSALS } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { promiseAtStart } from './promise.ts';
import { excerptOf, labStageFor } from './request.ts';
import { insertMessage, insertTimelineEntry, markRead, nextNumber, promiseColumns } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { tellChange } from './tell-change.ts';

/** Where nobody said how bad it is. */
const DEFAULT_SEVERITY = 3;

async function refuseUnknownProduct(tx: Tx, productId: string | undefined): Promise<void> {
  if (productId === undefined) return;
  const known = await tx.selectFrom('app.products').select('id').where('id', '=', productId).executeTakeFirst();
  if (known === undefined) throw refuseField('/productId', 'not_one_of');
}

/** Files a request for a member, with its first message and files; answers with its id. */
export async function createRequest(tx: Tx, actor: Member, input: CreateRequest, at: Date): Promise<string> {
  const { desk, kind } = input;
  if (!(KINDS_OF_DESK[desk] as readonly string[]).includes(kind)) throw refuseField('/kind', 'not_one_of');
  const { companyId } = actor.membership;
  const standing = await loadStanding(tx, companyId, at);
  const allowed = desk === 'support' ? maySeekSupport(standing) : mayWrite(standing);
  if (!allowed && standing !== 'active') throw new Refusal(STANDING_REFUSALS[standing]);
  const plan = await findPlan(tx, companyId, at);
  await refuseUnknownProduct(tx, input.productId);

  const severity = input.severity ?? DEFAULT_SEVERITY;
  const target = plan?.targets[String(severity)] ?? null;
  const id = newId();
  const language = input.language ?? actor.language;
  await tx
    .insertInto('app.requests')
    .values({
      id,
      company_id: companyId,
      desk,
      number: await nextNumber(tx, desk),
      kind,
      severity,
      status: 'new',
      lab_stage: labStageFor(desk, 'new'),
      subject: input.subject.trim(),
      excerpt: excerptOf(input.text),
      impact: input.impact?.trim() || null,
      language,
      product_id: input.productId ?? null,
      product_version: input.productVersion?.trim() || null,
      operating_system: input.operatingSystem?.trim() || null,
      plan_id: plan?.id ?? null,
      author_id: actor.personId,
      ...promiseColumns(promiseAtStart(target, at)),
      message_count: 1,
      last_message_at: at,
      last_message_side: 'customer',
      created_at: at,
      updated_at: at,
    })
    .execute();
  const messageId = await insertMessage(tx, {
    companyId,
    requestId: id,
    authorId: actor.personId,
    side: 'customer',
    visibility: 'public',
    text: input.text,
    at,
  });
  const files = await attachUploads(tx, {
    author: { personId: actor.personId, companyId },
    message: { id: messageId, requestId: id, companyId },
    uploadIds: input.uploads ?? [],
    now: at,
  });
  const entry = { requestId: id, companyId, internal: false, language };
  await indexTexts(tx, [
    { ...entry, sourceId: id, text: '', names: [input.subject] },
    { ...entry, sourceId: messageId, text: input.text, names: files },
  ]);
  await insertTimelineEntry(tx, { companyId, requestId: id, actorId: actor.personId, type: 'created', at });
  await markRead(tx, actor.personId, id, companyId, at);
  await audit(tx, 'request.created', { type: 'request', id }, { desk, kind });
  await tellChange(tx, 'request_created', { id, company_id: companyId, desk, author_id: actor.personId });
  return id;
}
