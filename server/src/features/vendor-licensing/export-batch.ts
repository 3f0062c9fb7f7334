import { formatActivationCode } from '@companyaccount/contract/activation-code';
import { csvLine } from '#platform/csv.ts';
import type { Platform } from '#platform/platform.ts';
import { listBatchCodes } from './batches-store.ts';

const COLUMNS = [
  'row',
  'serial',
  'activation_code',
  'product',
  'plan',
  'seats',
  'valid_from',
  'valid_until',
  'reference',
] as const;
/** Rows read by one statement. */
const CHUNK = 2000;

const day = (time: Date | null) => time?.toISOString().slice(0, 10) ?? '';

/** The serials and codes of a batch as CSV, piece by piece; the mark in front tells spreadsheets that it is UTF-8. */
export async function* exportBatch(
  { db, keyring }: Pick<Platform, 'db' | 'keyring'>,
  batchId: string,
): AsyncGenerator<string> {
  yield `\u{feff}${csvLine(COLUMNS)}`;
  let after = 0;
  for (;;) {
    const rows = await listBatchCodes(db, batchId, after, CHUNK);
    yield rows
      .map((row) => {
        const code = formatActivationCode(keyring.open('code', row.sealed_code, row.id).toString());
        const { serial, product, plan, seats, reference } = row;
        const [from, until] = [day(row.valid_from), day(row.valid_until)];
        return csvLine([String(row.batch_row), serial, code, product, plan, String(seats), from, until, reference]);
      })
      .join('');
    if (rows.length < CHUNK) return;
    after = rows.at(-1)?.batch_row ?? 0;
  }
}
