import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { findDomainsToCheck } from './company-domains-store.ts';
import { recheckDomain } from './verify-domain.ts';

const HOUR = 3_600_000;
/** Looked for by each hourly run for so long; afterwards only when somebody asks. */
const CLAIM_WATCHED = 7 * 24 * HOUR;

/** Looks after the proofs of domains. Each domain is a job of its own: a server that lets one wait holds up no other. */
export const domainTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(
    'domains.check',
    async () =>
      transact(platform.db, SYSTEM, async (tx) => {
        const now = platform.clock().getTime();
        const ids = await findDomainsToCheck(tx, {
          checkedBefore: new Date(now - 23 * HOUR),
          claimedAfter: new Date(now - CLAIM_WATCHED),
        });
        for (const domainId of ids)
          await enqueue(tx, 'domain.check', { domainId }, { key: `domain.check:${domainId}` });
      }),
    '37 * * * *',
  ),
  defineTask('domain.check', ({ domainId }: { domainId: string }) => recheckDomain(platform, domainId)),
];
