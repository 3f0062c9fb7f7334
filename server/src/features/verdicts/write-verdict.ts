import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { CreateVerdict, VerdictPreview } from '@companyaccount/contract/verdicts';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { findSample } from '#features/lab/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { refuseWrongContent } from './verdict.ts';
import { verdictTemplate } from './write-verdict-text.ts';
import { insertVerdict, lockSamples } from './verdicts-store.ts';
import {
  countByLanguage,
  findAllowEntry,
  findDetection,
  findWaitingContainers,
  isDisputedAgainst,
  loadPublication,
} from './verdicts-views.ts';

/** The job that tells a sample's verdict to the requests that wait for it. */
export const VERDICT_TASK = 'verdict.tell';

type Content = Omit<CreateVerdict, 'texts'>;

/** What makes scanners follow a verdict; refuses what cannot. */
async function findCarrier(tx: Tx, sha256: string, { verdict, detectionId, allowEntryId }: Content) {
  if (detectionId !== undefined) {
    const detection = await findDetection(tx, detectionId);
    const fits = verdict === 'false_detection_removed' ? detection?.wasOut : detection?.isLive;
    if (detection === undefined || fits !== true) throw refuseField('/detectionId', 'not_one_of');
    return { detectionId, allowEntryId: null, name: detection.name };
  }
  if (verdict !== 'false_detection_removed') return { detectionId: null, allowEntryId: null, name: null };
  const entry = await findAllowEntry(tx, allowEntryId === undefined ? { sha256 } : { id: allowEntryId });
  const isOfOther = entry?.kind === 'file' && entry.value !== sha256;
  if (allowEntryId !== undefined && (entry === undefined || isOfOther)) {
    throw refuseField('/allowEntryId', 'not_one_of');
  }
  if (entry === undefined) throw refuseField('/detectionId', 'required');
  return { detectionId: null, allowEntryId: entry.id, name: entry.kind === 'signature' ? entry.value : null };
}

/** What submitters would be written with a verdict, in each language that one of them reads. */
export async function findVerdictTexts(tx: Tx, sha256: string, content: Content, at: Date): Promise<VerdictPreview> {
  refuseWrongContent(content);
  const sample = await findSample(tx, sha256);
  const hex = sample.sha256.toString('hex');
  const { name, ...carrier } = await findCarrier(tx, hex, content);
  const containers = await findWaitingContainers(tx, sample.id);
  const { verdict, reason = null } = content;
  const { due, number, published_at } = await loadPublication(tx, { sampleId: sample.id, verdict, ...carrier, at });
  const carried = carrier.detectionId !== null || carrier.allowEntryId !== null;
  const told = { verdict, reason, detection: name, due, release: number, carried };
  const counts = new Map<InterfaceLanguage, number>();
  const samples = [sample.id, ...(content.withContainers === true ? containers : [])];
  for (const [language, count] of await countByLanguage(tx, samples)) {
    const shown = asInterfaceLanguage(language);
    counts.set(shown, (counts.get(shown) ?? 0) + count);
  }
  return {
    due,
    release: number === null || published_at === null ? null : { number, publishedAt: published_at.toISOString() },
    containers: containers.length,
    texts: [...counts].map(([language, requests]) => ({
      language,
      requests,
      text: verdictTemplate(language, told),
    })),
  };
}

/**
 * Takes a verdict on a sample whose standing one the analyst has read, and on archives with it where wished; the
 * requests that wait for it are answered by a job. Refused to whoever took the verdict that a customer objects to,
 * unless there is a single analyst.
 */
export async function writeVerdict(
  tx: Tx,
  sha256: string,
  content: CreateVerdict,
  given: { id: string; version: number; personId: string; at: Date; singleAnalyst: boolean },
): Promise<string> {
  const { id, version, personId, at, singleAnalyst } = given;
  const { texts = {}, ...rest } = content;
  refuseWrongContent(rest);
  const sample = await findSample(tx, sha256);
  const containers = content.withContainers === true ? await findWaitingContainers(tx, sample.id) : [];
  const samples = [sample.id, ...containers];
  const revisions = await lockSamples(tx, samples);
  if (revisions.get(sample.id) !== version) throw new Refusal('version_moved');
  const { name: _name, ...carrier } = await findCarrier(tx, sample.sha256.toString('hex'), rest);
  if (!singleAnalyst && (await isDisputedAgainst(tx, samples, personId))) throw new Refusal('own_work');
  const { verdict, reason = null } = content;
  for (const sampleId of samples) {
    const isInner = sampleId === sample.id;
    await insertVerdict(tx, {
      id: isInner ? id : newId(),
      sampleId,
      revision: (revisions.get(sampleId) ?? 0) + 1,
      verdict,
      reason,
      ...carrier,
      personId,
      texts,
      innerId: isInner ? null : id,
      at,
    });
    await enqueue(tx, VERDICT_TASK, { sampleId }, { key: `verdict:${sampleId}` });
  }
  await audit(
    tx,
    'verdict.given',
    { type: 'sample', id: sample.id },
    { verdict, revision: version + 1, ...(containers.length === 0 ? {} : { containers: containers.length }) },
  );
  await emit(tx, 'sample_changed', { desk: 'lab', internal: true });
  return id;
}
