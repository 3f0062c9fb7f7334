import type { Finding, Outcome } from '@companyaccount/contract/lab';

/** Goes up whenever the pipeline would find something else in the same file; older analyses are then made anew. */
export const PIPELINE_VERSION = 7;

const has = (findings: readonly Finding[], kind: Finding['kind'], name?: string): boolean =>
  findings.some((one) => one.kind === kind && (name === undefined || one.name === name));

/** Findings after which nobody can say that there is nothing. */
const INCOMPLETE = [
  'limit_reached',
  'parser_failed',
  'damaged',
  'not_unpacked',
  'scanner_unavailable',
  'no_scanner',
] as const;

/** What the definitions that are out call the file, or else something within it, or else the scanner; null where nothing was found. */
export function detectionOf(own: readonly Finding[], inner: readonly Finding[]): string | null {
  const all = [...own, ...inner];
  const first = (wanted: Finding['kind']) => all.find(({ kind }) => kind === wanted)?.name;
  return first('in_release') ?? first('detected') ?? null;
}

/** The names of our own detections among the findings of an analysis. */
export const releasedNames = (steps: readonly { findings: unknown }[] = []): string[] =>
  steps
    .flatMap(({ findings }) => findings as Finding[])
    .flatMap(({ kind, name }) => (kind === 'in_release' && name !== null ? [name] : []));

/**
 * What the customer is told of a file whose analysis is done: `own` are the findings in the file itself, `inner` those
 * in the files within it. Reaching a bound is never told as `nothing_found`.
 */
export function outcomeOf(own: readonly Finding[], inner: readonly Finding[]): Outcome {
  if (detectionOf(own, inner) !== null) return 'detected';
  if (has(own, 'empty')) return 'empty';
  if (has(own, 'limit_reached', 'file_size')) return 'too_large';
  const all = [...own, ...inner];
  if (has(all, 'unknown_password')) return 'encrypted';
  const incomplete = INCOMPLETE.some((kind) => has(all, kind));
  return incomplete ? 'for_analyst' : 'nothing_found';
}
