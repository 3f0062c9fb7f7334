import { FINDING_KINDS, type Finding, type FindingKind } from '@companyaccount/contract/lab';

export const NAME_MAX = 200;
/** More findings of one step say nothing that fewer do not. */
export const FINDINGS_MAX = 300;

type Details = Partial<Pick<Finding, 'name' | 'count' | 'value'>>;

export const finding = (kind: FindingKind, { name = null, count = null, value = null }: Details = {}): Finding => ({
  kind,
  name: name === null ? null : tidyText(name, NAME_MAX),
  count,
  value,
});

/** Words from a file as one line that shows what it holds: nothing invisible, nothing that turns the line around. */
export const tidyText = (text: string, max: number): string =>
  Array.from(text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, '�'))
    .slice(0, max)
    .join('');

const isCount = (value: unknown): value is number | null =>
  value === null || (Number.isSafeInteger(value) && Number(value) >= 0);
const isValue = (value: unknown): value is number | null => value === null || Number.isFinite(value);

/** What an isolated process says it found, believed as far as its form can be checked; null when it is of another form. */
export function readFindings(said: unknown): Finding[] | null {
  if (!Array.isArray(said) || said.length > FINDINGS_MAX) return null;
  const findings: Finding[] = [];
  for (const one of said as unknown[]) {
    const { kind, name, count, value } = (one ?? {}) as Record<string, unknown>;
    const known = FINDING_KINDS.find((word) => word === kind);
    const isName = name === null || typeof name === 'string';
    if (known === undefined || !isName || !isCount(count) || !isValue(value)) return null;
    findings.push(finding(known, { name, count, value }));
  }
  return findings;
}
