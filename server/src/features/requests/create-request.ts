import { newId } from '#platform/ids.ts';
import { type CreateRequest, type Desk, KINDS_OF_DESK, type RequestKind } from '@companyaccount/contract/requests';
import { attachUploads } from '#features/attachments/index.ts';
import { submitObjects } from '#features/lab/index.ts';
import {
  findPlan,
  loadStanding,
  type CompanyPlan,
  maySeekSupport,
  mayWrite,
  STANDING_REFUSALS,
} from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { together } from '#platform/db/together.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import { findOrigin, linkToOrigin } from './link-requests.ts';
import { insertParticipant, membersAmong } from './participants-store.ts';
import { promiseAtStart, type Target } from './promise.ts';
import { excerptOf, labStageFor } from './request.ts';
import {
  insertTimelineEntry,
  type Mailed,
  messageInsert,
  nextNumber,
  promiseColumns,
  publicTargetOf,
  readUpsert,
  timelineInsert,
} from './requests-store.ts';
import { indexTexts, searchUpsert } from './search-store.ts';
import { longestTarget } from './submitters-store.ts';
import { tellChange } from './tell-change.ts';
import { tellNews } from './tell-news.ts';
import { watchAfter } from './watch.ts';
import { languageOf } from './text-language.ts';

/** Where nobody said how bad it is. */
export const DEFAULT_SEVERITY = 3;

/** What a plan promises for a severity; null without a plan. */
export const targetOf = (plan: CompanyPlan | undefined, severity: number): Target | null => {
  const target = plan?.targets[String(severity)];
  return plan === undefined || target === undefined ? null : { ...target, calendar: plan.calendar };
};

async function refuseUnknownProduct(tx: Tx, productId: string | undefined): Promise<void> {
  if (productId === undefined) return;
  const known = await tx.selectFrom('app.products').select('id').where('id', '=', productId).executeTakeFirst();
  if (known === undefined) throw refuseField('/productId', 'not_one_of');
}

/** Only the Virus Lab takes what is named instead of sent. */
function refuseObjects({ desk, hashes, urls, archivePassword }: CreateRequest): void {
  if (desk === 'lab') return;
  for (const [field, value] of Object.entries({ hashes, urls, archivePassword })) {
    if (value !== undefined) throw refuseField(`/${field}`, 'unknown_field');
  }
}

export interface NewRequest {
  /** One of the two. */
  companyId: string | null;
  submitterId: string | null;
  /** null: the submitter, or the program in the company's name. */
  authorId: string | null;
  desk: Desk;
  kind: RequestKind;
  severity: number;
  subject: string;
  text: string;
  language: string;
  impact?: string | null;
  productId?: string | null;
  productVersion?: string | null;
  operatingSystem?: string | null;
  planId: string | null;
  publicMinutes: number | null;
  target: Target | null;
  /** Members of the company who take part. */
  participants?: readonly string[];
  mailed?: Mailed | undefined;
}

/** Writes a request with its first message and all that goes with it; answers with the ids of both. */
export async function writeRequest(
  tx: Tx,
  r: NewRequest,
  at: Date,
  id: string = newId(),
): Promise<{ id: string; messageId: string }> {
  const { companyId, authorId, desk, kind } = r;
  const messageId = newId();
  const promise = promiseAtStart(r.target, at);
  const calendar = r.target?.calendar ?? AROUND_THE_CLOCK;
  const watch = watchAfter({ at: null, stage: 0 }, promiseAtStart(null, at), promise, true, calendar, at);
  const request = tx.insertInto('app.requests').values({
    id,
    company_id: companyId,
    submitter_id: r.submitterId,
    author_id: authorId,
    desk,
    number: nextNumber(desk),
    kind,
    severity: r.severity,
    status: 'new',
    lab_stage: labStageFor(desk, 'new'),
    subject: r.subject.trim(),
    excerpt: excerptOf(r.text),
    impact: r.impact ?? null,
    language: r.language,
    product_id: r.productId ?? null,
    product_version: r.productVersion ?? null,
    operating_system: r.operatingSystem ?? null,
    plan_id: r.planId,
    public_minutes: r.publicMinutes,
    ...promiseColumns(promise, watch),
    message_count: 1,
    last_message_at: at,
    last_message_side: 'customer',
    status_since: at,
    created_at: at,
    updated_at: at,
  });
  const side = 'customer';
  const bySubmitter = r.submitterId !== null;
  const entry = { requestId: id, companyId, internal: false, language: r.language };
  await together(tx, [
    request,
    messageInsert(tx, messageId, {
      companyId,
      requestId: id,
      authorId,
      side,
      visibility: 'public',
      text: r.text,
      mailed: r.mailed,
      at,
    }),
    searchUpsert([
      { ...entry, sourceId: id, text: '', names: [r.subject] },
      { ...entry, sourceId: messageId, text: r.text, names: [] },
    ]),
    timelineInsert(tx, { companyId, requestId: id, actorId: authorId, bySubmitter, type: 'created', at }),
    ...(authorId === null ? [] : [readUpsert(tx, authorId, id, companyId, at)]),
  ]);
  const participants = r.participants ?? [];
  if (companyId !== null) {
    for (const personId of participants) await insertParticipant(tx, { requestId: id, companyId, personId, at });
  }
  for (const to of participants) {
    await insertTimelineEntry(tx, { companyId, requestId: id, actorId: authorId, type: 'participant_added', to, at });
    const news = { event: 'participant_added', actorId: authorId, personId: to } as const;
    await tellNews(tx, { id, submitter_id: null }, news, at);
  }
  const added = participants.length === 0 ? {} : { participants };
  await audit(tx, 'request.created', { type: 'request', id }, { desk, kind, ...added }, companyId);
  await tellHooks(tx, 'request.created', { companyId, objectId: id });
  await tellChange(tx, 'request_created', { id, company_id: companyId, desk, author_id: authorId });
  return { id, messageId };
}

/** Files a request for a member, with its first message and files; answers with the ids of both. */
export async function createRequest(
  tx: Tx,
  actor: Member,
  input: CreateRequest,
  at: Date,
  requestId: string = newId(),
  mailed?: Mailed,
): Promise<{ id: string; messageId: string }> {
  const { desk, kind } = input;
  refuseObjects(input);
  if (!(KINDS_OF_DESK[desk] as readonly string[]).includes(kind)) throw refuseField('/kind', 'not_one_of');
  const { companyId } = actor.membership;
  const standing = await loadStanding(tx, companyId, at);
  const allowed = desk === 'support' ? maySeekSupport(standing) : mayWrite(standing);
  if (!allowed && standing !== 'active') throw new Refusal(STANDING_REFUSALS[standing]);
  const plan = await findPlan(tx, companyId, at);
  await refuseUnknownProduct(tx, input.productId);

  const { personId } = actor;
  const participants = input.participants ?? [];
  const known = await membersAmong(tx, companyId, participants);
  if (known.length < participants.length || known.includes(personId)) throw refuseField('/participants', 'not_one_of');
  const origin = input.originId === undefined ? null : await findOrigin(tx, actor, input.originId);
  const severity = input.severity ?? DEFAULT_SEVERITY;
  const ofPlan = targetOf(plan, severity);
  // The lab stays open to companies whose license has ended, and leaves nobody without a promise.
  const publicMinutes = desk === 'lab' && ofPlan === null ? (await longestTarget(tx, at)) || null : null;
  const language = input.language ?? (await languageOf(`${input.subject}\n${input.text}`)) ?? actor.language;
  const indexed = { companyId, internal: false, language };
  const { id, messageId } = await writeRequest(
    tx,
    {
      companyId,
      submitterId: null,
      authorId: personId,
      desk,
      kind,
      severity,
      subject: input.subject,
      text: input.text,
      language,
      impact: input.impact?.trim() || null,
      productId: input.productId ?? null,
      productVersion: input.productVersion?.trim() || null,
      operatingSystem: input.operatingSystem?.trim() || null,
      planId: plan?.id ?? null,
      publicMinutes,
      target: publicMinutes === null ? ofPlan : publicTargetOf(publicMinutes),
      participants,
      mailed,
    },
    at,
    requestId,
  );
  const files = await attachUploads(tx, {
    by: { personId, companyId, uploadTokenId: null },
    message: { id: messageId, requestId: id, companyId },
    uploadIds: input.uploads ?? [],
    now: at,
  });
  if (desk === 'lab') {
    const { hashes = [], urls = [], archivePassword: password = null } = input;
    await submitObjects(tx, { requestId: id, companyId, messageId, hashes, urls, password }, at);
  }
  // By now its text is found already.
  if (files.length > 0) {
    await indexTexts(tx, [{ ...indexed, sourceId: messageId, requestId: id, text: input.text, names: files }]);
  }
  if (origin !== null) await linkToOrigin(tx, actor, origin, { id, desk }, at);
  return { id, messageId };
}
