import { type Config, ConfigError } from '#platform/config.ts';
import type { Db } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { longestWait } from '#platform/working-time.ts';
import { listLongestTargets } from './submitters-store.ts';

/** Refuses to start when people without an account were promised an answer sooner than the customers of some plan. */
export async function verifyPublicTarget(
  db: Db,
  { publicAnswerHours: hours, publicAnswerHoursSet: isSet }: Pick<Config, 'publicAnswerHours' | 'publicAnswerHoursSet'>,
): Promise<void> {
  const plans = await transact(db, SYSTEM, listLongestTargets);
  const slowest = Math.ceil(Math.max(0, ...plans.map(({ minutes, calendar }) => longestWait(calendar, minutes))) / 60);
  if (isSet && slowest > hours) {
    throw new ConfigError(
      `PUBLIC_ANSWER_HOURS=${hours}: a support plan lets its customers wait ${slowest} hours; expected at least as many`,
    );
  }
}
