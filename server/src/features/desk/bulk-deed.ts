import type { ChangeRequests } from '@companyaccount/contract/desk';

type Deed = Omit<ChangeRequests, 'requests'>;
type Field = Exclude<keyof Deed, 'deed'>;

/** The fields that each deed must have. */
const NEEDED: Record<Deed['deed'], readonly Field[]> = {
  assign: ['personId'],
  status: ['status'],
  severity: ['severity', 'reason'],
  tag: ['tag'],
  untag: ['tag'],
};
const FIELDS: readonly Field[] = ['personId', 'status', 'resolution', 'severity', 'reason', 'tag'];

/** The first field that a deed lacks, or that belongs to another one; null where the deed is whole. */
export function bulkProblem(deed: Deed): { pointer: string; code: 'required' | 'invalid' } | null {
  const needed: readonly Field[] = [
    ...NEEDED[deed.deed],
    ...(deed.status === 'resolved' ? (['resolution'] as const) : []),
  ];
  const lacking = needed.find((field) => deed[field] === undefined);
  if (lacking !== undefined) return { pointer: `/${lacking}`, code: 'required' };
  // What was closed goes back there as what it was resolved as.
  const allowed: readonly Field[] = deed.status === 'closed' ? [...needed, 'resolution'] : needed;
  const foreign = FIELDS.find((field) => deed[field] !== undefined && !allowed.includes(field));
  return foreign === undefined ? null : { pointer: `/${foreign}`, code: 'invalid' };
}
