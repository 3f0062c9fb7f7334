import type { HashLineProblem, HashListAction, HashListState } from '@companyaccount/contract/hash-lists';
import { readDetectionName } from './detection-name.ts';
import { HASH_OF_NOTHING } from './signature.ts';

/** A hash of a list, in hex. */
export interface ListedHash {
  sha256: string;
  /** Bytes; null: unknown. */
  size: number | null;
  /** null: that of the list. */
  name: string | null;
}

/** What may be done next with a list. */
export function hashListActions(state: HashListState, accepted: number): HashListAction[] {
  switch (state) {
    case 'reading':
    case 'withdrawn':
      return [];
    case 'draft':
      return accepted > 0 ? ['approve', 'drop'] : ['drop'];
    case 'approved':
      return ['drop'];
    case 'released':
      return ['withdraw'];
  }
}

/**
 * A line of a list, such as `HASH`, `HASH,SIZE`, `HASH,SIZE,NAME`, `HASH,NAME`, or ClamAV's `HASH:SIZE:NAME`; null where it is
 * empty, a comment or a heading.
 */
export function readHashLine(line: string): ListedHash | HashLineProblem | null {
  const bare = line.trim();
  if (bare === '' || bare.startsWith('#')) return null;
  const [hash = '', ...rest] = bare.split(/[,;:\t]/u).map((field) => field.trim().replace(/^"(.*)"$/u, '$1'));
  if (/^(?:sha-?256|hash)$/iu.test(hash)) return null;
  const sha256 = hash.toLowerCase();
  if (!/^[0-9a-f]{64}$/u.test(sha256)) return 'hash_malformed';
  const fields = rest.filter((field) => field !== '');
  const size = fields[0] === undefined || /^(?:\d+|\*)$/u.test(fields[0]) ? fields.shift() : undefined;
  const bytes = size === undefined || size === '*' ? null : Number(size);
  if (bytes !== null && !Number.isSafeInteger(bytes)) return 'size_malformed';
  if (sha256 === HASH_OF_NOTHING || bytes === 0) return 'hash_of_nothing';
  const [name] = fields;
  if (name !== undefined && readDetectionName(name) === null)
    return fields.length > 1 ? 'size_malformed' : 'name_malformed';
  return { sha256, size: bytes, name: name ?? null };
}

/** A list as the next release would have it, or one that it would leave out. */
export interface ComposedList {
  id: string;
  name: string;
  serial: number;
  state: 'approved' | 'released' | 'withdrawn';
  accepted: number;
  ownNames: boolean;
  /** It goes out, or is taken back, with the next release. */
  isNews: boolean;
}

/** What scanners report for a hash of a list. */
export const listLabel = ({ name, serial }: Pick<ComposedList, 'name' | 'serial'>): string => `${name}-${serial}-0`;

/** Fewer hashes than this are not worth a new base. */
const CURRENT_MAX = 20_000;

/** Which lists stand in which container. */
export interface BasePlan {
  /** The base container is written anew, so that all clients fetch it. */
  anew: boolean;
  /** There was none before. */
  first: boolean;
  base: string[];
  current: string[];
  /** What scanners no longer report although the base still holds it. */
  silenced: string[];
}

/**
 * The base container stays as it is, and clients keep it, until what has come since, or was withdrawn since, is more than a
 * quarter of it. Until then new lists go into the current one, and withdrawn ones are silenced by name; one whose hashes have
 * names of their own is not, so that needs a new base.
 */
export function planBase(lists: readonly ComposedList[], frozen: readonly string[] | null): BasePlan {
  const out = lists.filter(({ state }) => state !== 'withdrawn');
  const anew = { anew: true, first: frozen === null, base: out.map(({ id }) => id), current: [], silenced: [] };
  if (frozen === null) return anew;
  const isOut = new Set(out.map(({ id }) => id));
  const inBase = new Set(frozen);
  const waiting = out.filter(({ id }) => !inBase.has(id));
  const gone = lists.filter(({ id }) => inBase.has(id) && !isOut.has(id));
  const sum = (some: readonly ComposedList[]) => some.reduce((total, { accepted }) => total + accepted, 0);
  const kept = sum(lists.filter(({ id }) => inBase.has(id)));
  const moved = sum(waiting) + sum(gone);
  if (gone.some(({ ownNames }) => ownNames) || moved > Math.max(CURRENT_MAX, kept / 4)) return anew;
  return {
    anew: false,
    first: false,
    base: [...frozen],
    current: waiting.map(({ id }) => id),
    silenced: gone.map(listLabel),
  };
}
