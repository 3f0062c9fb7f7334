import type { SimilarSample } from '@companyaccount/contract/samples';
import type { Db } from '#platform/db/database.ts';
import type { SampleRow } from './samples-access.ts';
import { listCandidates } from './samples-views.ts';
import { tlshDistance } from './tlsh.ts';

/** Beyond it, files that have nothing to do with each other begin to appear. */
const DISTANCE_MAX = 100;
const SIMILAR_MAX = 50;

/** The samples that are most like one, nearest first; none where it has no digest. */
export async function findSimilar(db: Db, { id, tlsh }: Pick<SampleRow, 'id' | 'tlsh'>): Promise<SimilarSample[]> {
  if (tlsh === null) return [];
  return (await listCandidates(db, id))
    .map((row) => ({
      sha256: row.sha256.toString('hex'),
      size: Number(row.size),
      mediaType: row.media_type,
      distance: tlshDistance(tlsh, row.tlsh),
      createdAt: row.created_at.toISOString(),
    }))
    .filter(({ distance }) => distance <= DISTANCE_MAX)
    .toSorted((a, b) => a.distance - b.distance || a.sha256.localeCompare(b.sha256))
    .slice(0, SIMILAR_MAX);
}
