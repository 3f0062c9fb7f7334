import type { Me } from '@companyaccount/contract';

const KEPT = 5;

/** Ids only, since a browser may be used by several people; what they mean is asked for with the reader's rights. */
const keyOf = ({ id, company }: Me): string => `recent-requests ${id} ${company?.id ?? ''}`;

/** The ids of the requests that a person opened last in this browser, the latest first. */
export function recentRequests(me: Me): string[] {
  return (localStorage.getItem(keyOf(me)) ?? '').split(' ').filter(Boolean).slice(0, KEPT);
}

/** Remembers that a person has opened a request. */
export function rememberRequest(me: Me, id: string): void {
  const ids = [id, ...recentRequests(me).filter((one) => one !== id)].slice(0, KEPT);
  localStorage.setItem(keyOf(me), ids.join(' '));
}
