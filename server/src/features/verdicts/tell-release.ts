import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { announceObjects, insertTimelineEntry, isEnded, lockAny, writeAnswer } from '#features/requests/index.ts';
import type { RequestStatus } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { standingAfter } from './verdict.ts';
import { publishedText } from './write-verdict-text.ts';
import { noteRelease } from './verdicts-store.ts';
import { listPublishedObjects, loadProgress } from './verdicts-views.ts';

/**
 * Tells a request with which release scanners follow its verdicts; one that has ended is told only at its objects.
 * Telling again does nothing.
 */
export async function tellRelease(tx: Tx, requestId: string, at: Date): Promise<void> {
  const request = await lockAny(tx, requestId);
  const objects = await listPublishedObjects(tx, requestId);
  const language = asInterfaceLanguage(request.language);
  const paragraphs: string[] = [];
  const groups = Object.groupBy(objects, (one) => JSON.stringify([one.number, one.verdict, one.detection]));
  for (const group of Object.values(groups)) {
    const [first] = group ?? [];
    if (first === undefined || group === undefined) continue;
    const { verdict, detection, number, published_at: publishedAt } = first;
    await noteRelease(
      tx,
      group.map(({ id }) => id),
      { number, publishedAt },
    );
    const { company_id: companyId } = request;
    await insertTimelineEntry(tx, { companyId, requestId, actorId: null, type: 'released', to: number, at });
    const names = group.map(({ name }) => name);
    paragraphs.push(publishedText(language, { verdict, detection, release: number, names }));
  }
  if (paragraphs.length === 0) return;
  if (isEnded(request.status)) return announceObjects(tx, requestId);
  const { waiting, due, released } = await loadProgress(tx, requestId);
  const next = standingAfter({ remaining: waiting.length, due, released }, request.status as RequestStatus);
  await writeAnswer(tx, request, { authorId: null, text: paragraphs.join('\n\n'), event: 'result', ...next }, at);
}
