import { countCall } from '#platform/db/call-counts.ts';
import type { Db } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** Counts a call and refuses it when `key` made more than `limit` in the running window of `seconds`. */
export async function throttle(db: Db, key: string, limit: number, seconds: number): Promise<void> {
  const { count, rest } = await countCall(db, key, seconds);
  if (count > limit) throw new Refusal('too_many_requests', { retryAfter: Math.max(1, rest) });
}

/**
 * The address a caller is counted by. Whoever has one IPv6 address has a whole network of them, so all of a /64 count
 * as one; an IPv4 address written as IPv6 counts as itself.
 */
export function countedAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(ip)?.[1];
  if (mapped !== undefined || !ip.includes(':')) return mapped ?? ip;
  const [left = '', right] = (ip.split('%')[0] ?? '').split('::');
  const groups = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  while (right !== undefined && groups.length + tail.length < 8) groups.push('0');
  const network = [...groups, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
