import type { Migration } from '#platform/db/migrate.ts';

/** Rises when an older program could not read what is written. */
export const FORMAT = 'companyaccount-backup/1';

/** Parts after which their sums are written down. */
export const PARTS_PER_SUMS = 1000;
/** Rows are cut into parts of this many bytes before they are packed. */
export const ROWS_BYTES = 4 * 1024 * 1024;

/** The first part: says at once whether this program can do anything with the rest. */
export interface ArchiveHead {
  format: string;
  madeAt: string;
  /** Version of the program. */
  program: string;
  postgres: string;
  /** Fingerprint of the master key under which everything secret in it is sealed. */
  masterKey: string;
  migrations: Migration[];
}

export interface ArchivedTable {
  /** `schema.table`, or `jobs`. */
  name: string;
  columns: string[];
  rows: number;
}

export interface ArchivedSequence {
  name: string;
  last: string;
  called: boolean;
}

/** The last part but one: what must be there. The last one is its seal. */
export interface ArchiveManifest {
  head: ArchiveHead;
  tables: ArchivedTable[];
  sequences: ArchivedSequence[];
  blobs: { count: number; bytes: number };
  /** Blobs that rows name, but that the store did not have. */
  missing: string[];
  /** SHA-256 of each list of sums, in their order. */
  sums: string[];
}

/** An archive that is not used; the message says why. */
export class BadArchive extends Error {
  override name = 'BadArchive';
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const NAME = new RegExp(
  `^(?:(head\\.json|manifest\\.json|manifest\\.mac)|tables/([a-z_0-9.]{1,130})/\\d{6,}\\.gz|(sums)/\\d{6,}|blobs/(${UUID})(\\.key)?)$`,
  'u',
);

export type PartName =
  | { kind: 'head.json' | 'manifest.json' | 'manifest.mac' | 'sums' }
  | { kind: 'rows'; table: string }
  | { kind: 'key' | 'blob'; id: string };

/** What a part is, by its name. Throws BadArchive for a name that no archive has. */
export function readPartName(name: string): PartName {
  const [matched, single, table, sums, id, key] = NAME.exec(name) ?? [];
  if (matched === undefined) throw new BadArchive(`it holds a part of an odd name: ${JSON.stringify(name)}`);
  if (table !== undefined) return { kind: 'rows', table };
  if (id !== undefined) return { kind: key === undefined ? 'blob' : 'key', id };
  return { kind: sums === undefined ? (single as 'head.json' | 'manifest.json' | 'manifest.mac') : 'sums' };
}

const padded = (number: number) => String(number).padStart(6, '0');
export const rowsName = (table: string, number: number): string => `tables/${table}/${padded(number)}.gz`;
export const sumsName = (number: number): string => `sums/${padded(number)}`;
/** As `sha256sum` writes and checks it. */
export const sumLine = (sha256: string, name: string): string => `${sha256}  ${name}\n`;
