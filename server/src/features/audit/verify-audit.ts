import type { Db, Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import {
  type ChainRow,
  countUnsealed,
  findHead,
  findLastHead,
  listForeignEntries,
  listForeignSubjects,
  listLostEntries,
  readChain,
  readHashes,
} from './audit-access.ts';
import { listAuditKeys } from './audit-store.ts';
import { CHAIN_START, type ChainedEntry, hashEntry, hashSubject, isHeadSigned } from './chain.ts';
import { explainMismatches, type Finding, type Mismatch } from './findings.ts';

const PAGE = 1000;
/** So many findings are told one by one; the rest are counted. */
const TOLD_MAX = 1000;

/** A head that was kept outside the database. */
export interface KeptHead {
  number: number;
  /** In hex. */
  hash: string;
}

/** What a look through the whole audit log came to. */
export interface AuditReport {
  intact: boolean;
  /** Places of the chain that were looked at. */
  sealed: number;
  head: { number: number; hash: string; sealedAt: string; kid: string } | null;
  keptHeads: number;
  /** Side rows that were erased, which is allowed. */
  erased: number;
  unsealed: { count: number; oldest: string | null };
  /** Names of the keys that signed. */
  keys: string[];
  findings: Finding[];
  findingsTotal: number;
}

class Report {
  readonly findings: Finding[] = [];
  total = 0;
  add(...found: Finding[]): void {
    this.total += found.length;
    this.findings.push(...found.slice(0, Math.max(0, TOLD_MAX - this.findings.length)));
  }
}

const stretch = (from: number, to: number) => (from === to ? `place ${from}` : `places ${from} to ${to}`);

/** One place after another, holding no more than a page. */
class Walk {
  readonly report: Report;
  readonly #publicKeys: ReadonlyMap<string, string>;
  readonly usedKeys = new Set<string>();
  readonly #mismatches: Mismatch[] = [];
  number = 0;
  /** The hash at `number`; null where it is gone with its seal. */
  #hash: Buffer | null = CHAIN_START;
  #signed = 0;
  sealed = 0;
  erased = 0;

  constructor(report: Report, publicKeys: ReadonlyMap<string, string>) {
    this.report = report;
    this.#publicKeys = publicKeys;
  }

  async visit(tx: Tx, row: ChainRow): Promise<void> {
    this.sealed += 1;
    if (row.number !== this.number + 1) await this.#gap(tx, row.number);
    this.#checkEntry(row);
    this.#checkHead(row);
    this.number = row.number;
    this.#hash = row.hash;
  }

  /** Seals are missing before `number`. A signed head in between still tells the hash to go on from. */
  async #gap(tx: Tx, number: number): Promise<void> {
    const [from, to] = [this.number + 1, number - 1];
    this.report.add({ kind: 'removed', number: from, entryId: null, at: null, says: `${stretch(from, to)} are gone` });
    this.#hash = (await findHead(tx, to))?.hash ?? null;
  }

  #checkEntry(row: ChainRow): void {
    const { number, entryId } = row;
    if (row.id === null) {
      this.report.add({ kind: 'removed', number, entryId, at: null, says: 'the entry of this place is gone' });
      return;
    }
    const entry = row as ChainRow & ChainedEntry;
    const at = entry.at.toISOString();
    if (this.#hash !== null && !hashEntry(number, this.#hash, entry).equals(row.hash)) {
      this.#mismatches.push({ number, hash: row.hash, previous: this.#hash, entry });
      // Whoever computed a long stretch anew exchanged nothing.
      if (this.#mismatches.length >= PAGE) this.#explain();
    }
    if (entry.subjectHash !== null && row.details === null) this.erased += 1;
    const rightHash =
      row.details === null ||
      (row.salt !== null && entry.subjectHash?.equals(hashSubject(row.salt, row.details)) === true);
    const rightOwner =
      row.details === null || (row.subjectPersonId === entry.personId && row.subjectCompanyId === entry.companyId);
    if (!rightHash || !rightOwner) {
      this.report.add({ kind: 'side_row', number, entryId, at, says: 'its side row is not what was sealed' });
    }
  }

  #checkHead({ number, entryId, hash, headHash, kid, signature, sealedAt }: ChainRow): void {
    if (headHash === null || kid === null || signature === null || sealedAt === null) return;
    const place = { number, entryId, at: sealedAt.toISOString() };
    const publicKey = this.#publicKeys.get(kid);
    this.usedKeys.add(kid);
    if (publicKey === undefined || !isHeadSigned({ number, hash: headHash, sealedAt }, signature, publicKey)) {
      const says =
        publicKey === undefined ? `the head names the unknown key ${kid}` : `the head is not signed by ${kid}`;
      this.report.add({ kind: 'bad_signature', ...place, says });
    } else if (!headHash.equals(hash)) {
      const says = `the signed head is another one: something in ${stretch(this.#signed + 1, number)} was exchanged`;
      this.report.add({ kind: 'head_mismatch', ...place, says });
    }
    this.#signed = number;
  }

  #explain(): void {
    this.report.add(...explainMismatches(this.#mismatches.splice(0)));
  }

  /** What can be said once the last place was seen; `last` is the newest signed head. */
  finish(last: Awaited<ReturnType<typeof findLastHead>>): void {
    this.#explain();
    if (last !== undefined && last.number > this.number) {
      const says = `the end of the chain is gone: ${stretch(this.number + 1, last.number)}`;
      const at = last.sealed_at.toISOString();
      this.report.add({ kind: 'removed', number: this.number + 1, entryId: null, at, says });
    } else if (this.#signed < this.number) {
      const says = `${stretch(this.#signed + 1, this.number)} stand behind the last signed head`;
      this.report.add({ kind: 'unsigned', number: this.#signed + 1, entryId: null, at: null, says });
    }
  }
}

/** Compares heads kept outside with the chain; answers with how many there were. */
async function compareKept(tx: Tx, kept: AsyncIterable<KeptHead>, report: Report): Promise<number> {
  let count = 0;
  let waiting: KeptHead[] = [];
  const compare = async () => {
    const hashes = await readHashes(
      tx,
      waiting.map(({ number }) => number),
    );
    for (const { number, hash } of waiting) {
      const found = hashes.get(number)?.toString('hex');
      if (found === hash) continue;
      const says = found === undefined ? 'the chain does not reach this kept head' : `the kept head is ${hash}`;
      report.add({ kind: 'kept_head_mismatch', number, entryId: null, at: null, says });
    }
    count += waiting.length;
    waiting = [];
  };
  for await (const head of kept) {
    waiting.push(head);
    if (waiting.length >= PAGE) await compare();
  }
  await compare();
  return count;
}

/** What stands outside the chain, or is missing there, without being sealed. */
async function checkUnsealed(tx: Tx, report: Report): Promise<void> {
  const unsealed = { number: null, at: null };
  for (const { id, at } of await listForeignEntries(tx, TOLD_MAX)) {
    const says = 'was not written by the program: it is neither sealed nor waits for it';
    report.add({ kind: 'inserted', number: null, entryId: id, at: at.toISOString(), says });
  }
  for (const { id } of await listLostEntries(tx, TOLD_MAX)) {
    report.add({ kind: 'removed', ...unsealed, entryId: id, says: 'waited to be sealed and is gone' });
  }
  for (const { id } of await listForeignSubjects(tx, TOLD_MAX)) {
    report.add({ kind: 'side_row', ...unsealed, entryId: id, says: 'the side row of no entry' });
  }
}

async function* none(): AsyncGenerator<KeptHead> {}

/** Looks through the whole audit log as it stands at this moment. Memory does not grow with its length. */
export async function verifyAudit(db: Db, kept: AsyncIterable<KeptHead> = none()): Promise<AuditReport> {
  return transact(
    db,
    SYSTEM,
    async (tx) => {
      const report = new Report();
      const keys = await listAuditKeys(tx);
      const walk = new Walk(report, new Map(keys.map(({ kid, public_key }) => [kid, public_key])));
      for (let rows = await readChain(tx, 0, PAGE); rows.length > 0; rows = await readChain(tx, walk.number, PAGE)) {
        for (const row of rows) await walk.visit(tx, row);
      }
      const last = await findLastHead(tx);
      walk.finish(last);
      await checkUnsealed(tx, report);
      const keptHeads = await compareKept(tx, kept, report);
      const unsealed = await countUnsealed(tx);
      return {
        intact: report.total === 0,
        sealed: walk.sealed,
        head:
          last === undefined
            ? null
            : {
                number: last.number,
                hash: last.hash.toString('hex'),
                sealedAt: last.sealed_at.toISOString(),
                kid: last.kid,
              },
        keptHeads,
        erased: walk.erased,
        unsealed: { count: unsealed.count, oldest: unsealed.oldest?.toISOString() ?? null },
        keys: [...walk.usedKeys],
        findings: report.findings,
        findingsTotal: report.total,
      };
    },
    'repeatable read',
  );
}
