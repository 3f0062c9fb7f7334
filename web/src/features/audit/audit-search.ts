import { AUDIT_ACTIONS, type AuditAction } from '@companyaccount/contract';
import { pick } from '../../ui/pick.ts';

/** The filters of the audit log, all of them in the address bar. */
export interface AuditSearch {
  action?: AuditAction | undefined;
  person?: string | undefined;
  company?: string | undefined;
  object?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const DAY = /^\d{4}-\d\d-\d\d$/u;
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;
const ANY = /^.{1,200}$/u;

function matching<const K extends string>(
  name: K,
  form: RegExp,
  search: Record<string, unknown>,
): { [P in K]?: string } {
  const value = search[name];
  return typeof value === 'string' && form.test(value) ? ({ [name]: value } as { [P in K]?: string }) : {};
}

/** Reads the address bar; what it does not know it leaves out. */
export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => ({
  ...pick('action', AUDIT_ACTIONS, search),
  ...matching('person', ID, search),
  ...matching('company', ID, search),
  ...matching('object', ANY, search),
  ...matching('from', DAY, search),
  ...matching('to', DAY, search),
});

/** The moment as the server takes it, a day where the reader is; nothing for a day that does not exist. */
function moment(day: string | undefined, time: string): string | undefined {
  const date = new Date(`${day}T${time}`);
  return day === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** What to ask the server for. */
export function auditFilters({ from, to, ...same }: AuditSearch) {
  const wanted = { ...same, from: moment(from, '00:00:00'), to: moment(to, '23:59:59.999') };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as Partial<
    Record<Exclude<keyof AuditSearch, 'action'>, string>
  > & { action?: AuditAction };
}

export const isFiltered = (search: AuditSearch): boolean => Object.values(search).some((value) => value !== undefined);
