import type { Pool } from 'pg';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { BlobDamaged } from '#platform/blobs/segments.ts';
import type { Storage } from '#platform/start.ts';
import { NAMED_BLOBS } from './tables.ts';

const FETCHED = 1000;

/** Blobs that rows name and that are not there, or do not open under the master key; `known` ones are left out. */
export async function findDamagedBlobs(
  { database, blobs }: Pick<Storage, 'database' | 'blobs'>,
  known: ReadonlySet<string>,
): Promise<string[]> {
  const damaged: string[] = [];
  const client = database.directConnection();
  await client.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(`begin; declare blobs cursor with hold for ${NAMED_BLOBS}; commit`);
    for (;;) {
      const { rows } = await client.query<{ id: string }>(`fetch ${FETCHED} from blobs`);
      if (rows.length === 0) return damaged;
      for (const { id } of rows) {
        if (known.has(id)) continue;
        try {
          if (!(await blobs.stat(id)).finished) damaged.push(id);
        } catch (error) {
          if (!(error instanceof BlobMissing) && !(error instanceof BlobDamaged)) throw error;
          damaged.push(id);
        }
      }
    }
  } finally {
    await client.end();
  }
}

/** Which signing keys this installation has used: their files must be brought, or new ones made. */
export async function findUsedKeys(pool: Pool): Promise<{ license: boolean; audit: boolean; definitions: boolean }> {
  const { rows } = await pool.query<{ license: boolean; audit: boolean; definitions: boolean }>(
    `select exists (select from app.license_keys) as license, exists (select from app.audit_keys) as audit,
      exists (select from app.signed_metadata) as definitions`,
  );
  return rows[0] ?? { license: false, audit: false, definitions: false };
}
