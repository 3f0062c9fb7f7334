import type { Desk } from '@companyaccount/contract/requests';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import { listLeads } from './leads-views.ts';
import { formatNumber } from './request.ts';
import { lockAny, type LockedRequest } from './requests-access.ts';
import { insertTimelineEntry, loadTarget, updateRequest } from './requests-store.ts';
import { tellChange } from './tell-change.ts';
import { PAGES } from './tell-leads.ts';
import { findAgent, listWatched, type Watched } from './watch-store.ts';
import { writeBrokenPromise } from './write-broken-promise.ts';
import { ESCALATED, nextWatch, OWNER_WARNED } from './watch.ts';

const AT_ONCE = 200;

/**
 * Warns whoever is in charge of a request before its promise runs out, then the leads, and escalates it when it has. Each
 * request by itself: one that fails comes again with the next run and holds up no other.
 */
export async function tellPromises(platform: Pick<Platform, 'db' | 'clock' | 'mailer' | 'publicUrl'>): Promise<void> {
  const { db, clock } = platform;
  const failures: unknown[] = [];
  let due: Watched[];
  let last: Watched | null = null;
  do {
    due = await listWatched(db, clock(), last, AT_ONCE);
    for (const { id } of due) {
      await transact(db, SYSTEM, (tx) => tellOne(tx, platform, id)).catch((error: unknown) => failures.push(error));
    }
    last = due.at(-1) ?? null;
  } while (due.length === AT_ONCE);
  if (failures.length > 0) throw failures[0];
}

/** Does what is due for a promise; nothing where somebody spoke meanwhile. */
async function tellOne(tx: Tx, platform: Pick<Platform, 'clock' | 'mailer' | 'publicUrl'>, id: string): Promise<void> {
  const at = platform.clock();
  const request = await lockAny(tx, id);
  const { watch_at: dueAt, promise_at: promised } = request;
  if (dueAt === null || dueAt > at || promised === null) return;
  const owner = request.owner_id === null ? undefined : await findAgent(tx, request.owner_id);
  const calendar = (await loadTarget(tx, request))?.calendar ?? AROUND_THE_CLOCK;
  const watched = { stage: request.watch_stage, promised, hasOwner: owner !== undefined };
  const { stage, next } = nextWatch(watched, calendar, at);
  const isLate = stage === ESCALATED;
  await updateRequest(tx, id, {
    watch_at: next,
    watch_stage: stage,
    ...(isLate ? { escalated: true, updated_at: at } : {}),
  });
  if (isLate) await writeBrokenPromise(tx, request, promised, at);
  else await writeWarning(tx, request, stage === OWNER_WARNED ? 'owner' : 'leads', promised, at);
  const action = isLate ? 'request.promise_broken' : 'request.promise_warned';
  const record = { promisedAt: promised.toISOString() };
  await audit(tx, action, { type: 'request', id }, record, isLate ? request.company_id : null);
  const leads = stage === OWNER_WARNED ? [] : await listLeads(tx);
  const others = leads.filter((lead) => lead.id !== owner?.id);
  const template = isLate ? 'promise_broken' : 'promise_ending';
  await mailPromise(tx, platform, request, template, promised, owner === undefined ? others : [owner, ...others]);
  await tellChange(tx, isLate ? 'request_escalated' : 'request_changed', request, !isLate);
}

async function writeWarning(
  tx: Tx,
  { id, company_id: companyId }: LockedRequest,
  field: 'owner' | 'leads',
  promised: Date,
  at: Date,
): Promise<void> {
  const entry = { companyId, requestId: id, actorId: null, type: 'promise_warned', visibility: 'internal' } as const;
  await insertTimelineEntry(tx, { ...entry, field, to: promised.toISOString(), at });
}

type Reader = Awaited<ReturnType<typeof listLeads>>[number];

async function mailPromise(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  request: LockedRequest,
  template: 'promise_ending' | 'promise_broken',
  promised: Date,
  readers: readonly Reader[],
): Promise<void> {
  const desk = request.desk as Desk;
  for (const { name, email, language, time_zone: timeZone } of readers) {
    const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone });
    await mailer.send(tx, {
      to: email,
      template,
      language: asInterfaceLanguage(language),
      values: {
        name,
        number: formatNumber(desk, request.number),
        subject: request.subject,
        when: when.format(promised),
        link: `${publicUrl()}/${PAGES[desk]}/${request.id}`,
      },
      secret: false,
    });
  }
}
