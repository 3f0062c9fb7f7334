import { type Config, ConfigError } from '#platform/config.ts';
import type { Db } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { longestTarget } from './submitters-store.ts';

/** Refuses to start when people without an account were promised an answer sooner than the customers of some plan. */
export async function verifyPublicTarget(
  db: Db,
  { publicAnswerHours: hours, publicAnswerHoursSet: isSet }: Pick<Config, 'publicAnswerHours' | 'publicAnswerHoursSet'>,
): Promise<void> {
  const slowest = Math.ceil((await transact(db, SYSTEM, longestTarget)) / 60);
  if (isSet && slowest > hours) {
    throw new ConfigError(
      `PUBLIC_ANSWER_HOURS=${hours}: a support plan lets its customers wait ${slowest} hours; expected at least as many`,
    );
  }
}
