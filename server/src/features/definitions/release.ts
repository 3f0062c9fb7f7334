import type { ReleaseCheck, ReleaseReport } from '@companyaccount/contract/releases';
import { RELEASE_CHECKS } from '@companyaccount/contract/releases';
import type { Composition, NewChange } from './releases-store.ts';

/** `2026.11.23` */
export const releaseDay = (at: Date): string => `${at.getUTCFullYear()}.${at.getUTCMonth() + 1}.${at.getUTCDate()}`;

/** A report before anything was checked. */
export const emptyReport = (): ReleaseReport => ({
  scanner: null,
  isolated: false,
  checks: RELEASE_CHECKS.map((check) => ({ check, state: 'waiting', count: 0, milliseconds: null })),
  failures: [],
});

const FAILURES_MAX = 200;

/** The report with one check at another state, and what it found wrong. */
export function withCheck(
  report: ReleaseReport,
  check: ReleaseCheck,
  change: Partial<ReleaseReport['checks'][number]>,
  failures: ReleaseReport['failures'] = [],
): ReleaseReport {
  return {
    ...report,
    checks: report.checks.map((one) => (one.check === check ? { ...one, ...change } : one)),
    failures: [...report.failures, ...failures].slice(0, FAILURES_MAX),
  };
}

/** What a release changes against the one before it, in the order of names. */
export function changesOf({ detections, entries, lists }: Composition): NewChange[] {
  const changes: NewChange[] = [];
  for (const { name, state, wasOut, signatures, samples } of detections) {
    if (state === 'released') continue;
    const hashes = new Set(signatures.flatMap((one) => (one.format === 'hash' ? [one.sha256] : [])).concat(samples));
    changes.push({
      thing: 'detection',
      change: state === 'withdrawn' ? 'withdrawn' : wasOut ? 'changed' : 'added',
      name,
      hashes: [...hashes],
    });
  }
  for (const { name, state, isNews } of lists) {
    if (!isNews) continue;
    changes.push({ thing: 'hash_list', change: state === 'withdrawn' ? 'withdrawn' : 'added', name, hashes: [] });
  }
  for (const { kind, value, state } of entries) {
    if (state === 'released') continue;
    changes.push({
      thing: kind === 'file' ? 'allowed_file' : 'allowed_signature',
      change: state === 'withdrawn' ? 'withdrawn' : 'added',
      name: value,
      hashes: kind === 'file' ? [value] : [],
    });
  }
  return changes.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** How many things were added, changed and withdrawn. */
export function countChanges(changes: readonly Pick<NewChange, 'change'>[]) {
  const of = (kind: NewChange['change']) => changes.filter(({ change }) => change === kind).length;
  return { added: of('added'), changed: of('changed'), withdrawn: of('withdrawn') };
}

/** Says whether two compositions are the same, down to the version of each detection. */
export const compositionText = ({ detections, entries, lists }: Composition): string =>
  JSON.stringify([
    detections.map(({ revisionId, state, version }) => [revisionId, state, version]),
    entries.map(({ id, state }) => [id, state]),
    lists.map(({ id, state }) => [id, state]),
  ]);
