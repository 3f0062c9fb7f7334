import type { RequestStatus } from '@companyaccount/contract/requests';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import {
  insertTimelineEntry,
  isEnded,
  lockAny,
  type LockedRequest,
  updateRequest,
  writeAnswer,
} from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { standingAfter } from './verdict.ts';
import { forFiles, knownTemplate, stillWaiting, verdictTemplate } from './write-verdict-text.ts';
import { copyVerdict, holdReleases } from './verdicts-store.ts';
import { listObjectsToTell, loadProgress, type ToldObject } from './verdicts-views.ts';

/** What is said of one verdict: the analyst's words to whoever waited for it, else those of the program. */
function wordsOf(request: LockedRequest, [first, ...others]: readonly [ToldObject, ...ToldObject[]]): string {
  const language = asInterfaceLanguage(request.language);
  const { verdict, reason, detection, due, carried, release_number: release } = first;
  const told = { verdict, reason, detection, due, release, carried };
  const template = waitedFor(request, first)
    ? (first.texts[language] ?? verdictTemplate(language, told))
    : knownTemplate(language, told);
  return forFiles(
    template,
    [first, ...others].map(({ name }) => name),
  );
}

/** Whether a request had been filed when the verdict was taken. */
const waitedFor = (request: Pick<LockedRequest, 'created_at'>, object: ToldObject): boolean =>
  request.created_at <= object.taken_at;

/**
 * Tells a lab request the verdicts that stand on its samples and that it was not told: copies them to its objects, says
 * them in a message, and moves it on. False where there was nothing to tell. Telling again does nothing.
 */
export async function answerRequest(tx: Tx, requestId: string, at: Date): Promise<boolean> {
  await holdReleases(tx);
  const request = await lockAny(tx, requestId);
  if (request.desk !== 'lab' || isEnded(request.status)) return false;
  const objects = await listObjectsToTell(tx, requestId);
  if (objects.length === 0) return false;

  const byVerdict = Object.values(Object.groupBy(objects, ({ verdict_id: id }) => id)).filter((group) =>
    isFilled(group),
  );
  for (const group of byVerdict) {
    const [first] = group;
    await copyVerdict(
      tx,
      group.map(({ id }) => id),
      {
        verdictId: first.verdict_id,
        verdict: first.verdict,
        reason: first.reason,
        detection: first.detection,
        due: first.due,
        releaseNumber: first.release_number,
        releasedAt: first.published_at,
      },
      at,
    );
  }
  const told = objects.findLast((object) => waitedFor(request, object));
  const authorId = told?.person_id ?? null;
  const { waiting, due, released } = await loadProgress(tx, requestId);
  const next = standingAfter({ remaining: waiting.length, due, released }, request.status as RequestStatus);
  const paragraphs = byVerdict.map((group) => wordsOf(request, group));
  if (waiting.length > 0) paragraphs.push(stillWaiting(asInterfaceLanguage(request.language), waiting));

  for (const { name, verdict } of objects) {
    const { company_id: companyId } = request;
    const entry = { companyId, requestId, actorId: authorId, type: 'verdict_given', field: name, to: verdict } as const;
    await insertTimelineEntry(tx, { ...entry, at });
  }
  await tellHooks(tx, 'verdict.given', { companyId: request.company_id, objectId: requestId });
  const byAnalyst = told ?? objects[0];
  await updateRequest(tx, requestId, { verdict_at: at, verdict_by: byAnalyst?.person_id ?? null, barred_id: null });
  const event = authorId === null ? 'result' : 'answer';
  const judged = { ...request, verdict_at: at, barred_id: null };
  await writeAnswer(tx, judged, { authorId, text: paragraphs.join('\n\n'), event, ...next }, at);
  return true;
}

const isFilled = <T>(group: T[] | undefined): group is [T, ...T[]] => group !== undefined && group.length > 0;
