import { type ChainedEntry, hashEntry } from './chain.ts';

/** What can be wrong with the audit log. */
export type FindingKind =
  /** The entry does not say what it said when it was sealed. */
  | 'changed'
  /** A sealed entry is gone, or a stretch of the chain. */
  | 'removed'
  /** An entry that was not written by the program. */
  | 'inserted'
  /** The entry stands in another place than it was sealed in. */
  | 'reordered'
  /** The side row says other than what was hashed, or belongs to no entry. */
  | 'side_row'
  /** A head that none of our keys signed. */
  | 'bad_signature'
  /** A signed head that the chain does not lead to. */
  | 'head_mismatch'
  /** The chain goes on behind the last signed head. */
  | 'unsigned'
  /** A head kept outside that this chain does not have. */
  | 'kept_head_mismatch';

/** One thing that is wrong, with its place. */
export interface Finding {
  kind: FindingKind;
  /** Place in the chain; null for what was never sealed. */
  number: number | null;
  entryId: number | null;
  /** Of the entry, or of the head; RFC 3339. */
  at: string | null;
  says: string;
}

/** A place of the chain whose hash does not follow from its entry. */
export interface Mismatch {
  number: number;
  hash: Buffer;
  previous: Buffer;
  entry: ChainedEntry;
}

/** Among so many it is found out which were only exchanged; the effort grows with the fourth power. */
const EXCHANGES_MAX = 16;

const placeOf = ({ number, entry }: Mismatch) => ({ number, entryId: entry.id, at: entry.at.toISOString() });

/**
 * Says of each mismatch what happened: an entry that fits another place among them was moved, one that fits its own
 * place behind another hash is whole and only its neighbour is not; the rest were changed.
 */
export function explainMismatches(mismatches: readonly Mismatch[]): Finding[] {
  const few = mismatches.length <= EXCHANGES_MAX ? mismatches : [];
  const numbers = few.map(({ number }) => number);
  const before = few.flatMap(({ previous, hash }) => [previous, hash]);
  return mismatches.flatMap((one): Finding[] => {
    for (const number of numbers) {
      for (const previous of before) {
        // Its seal went along with the entry.
        const hash = hashEntry(number, previous, one.entry);
        if (hash.equals(one.hash)) {
          if (number === one.number) return [];
          return [{ kind: 'reordered', ...placeOf(one), says: `was sealed in place ${number}` }];
        }
        // The entry alone was moved.
        const origin = few.find((other) => other !== one && other.number === number && other.hash.equals(hash));
        if (origin !== undefined) {
          return [{ kind: 'reordered', ...placeOf(one), says: `was sealed in place ${number}` }];
        }
      }
    }
    const says = `is not what was sealed, or place ${one.number - 1} was given another hash`;
    return [{ kind: 'changed', ...placeOf(one), says }];
  });
}
