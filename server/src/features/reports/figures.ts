import type { ReportFigures } from '@companyaccount/contract/reports';
import { addOpenCounts, addTally, emptyTally, quantile, type Tally } from './tally.ts';

/** Figures of one desk and key on one day, or in one month. */
interface Part {
  start: string;
  figures: Tally;
}

const rounded = (minutes: number | null): number | null => (minutes === null ? null : Math.round(minutes));

/**
 * The figures of a stretch out of those of its parts; what was open is what was open on `lastDay`, which is null where all
 * of the stretch is to come.
 */
export function figuresOf(parts: readonly Part[], lastDay: readonly Part[] | null): ReportFigures {
  const sum = emptyTally();
  for (const { figures } of parts) addTally(sum, figures);
  for (const { figures } of lastDay ?? []) addOpenCounts(sum, figures);
  const { counts } = sum;
  return {
    filed: counts.filed ?? 0,
    ended: counts.ended ?? 0,
    reopened: counts.reopened ?? 0,
    answered: counts.answered ?? 0,
    resolved: counts.resolved ?? 0,
    kept: counts.kept ?? 0,
    broken: counts.broken ?? 0,
    good: counts.good ?? 0,
    bad: counts.bad ?? 0,
    open: lastDay === null ? null : sum.open,
    firstAnswer: {
      median: rounded(quantile(sum.answerMinutes, 0.5)),
      p90: rounded(quantile(sum.answerMinutes, 0.9)),
      workingMedian: rounded(quantile(sum.answerWorking, 0.5)),
      workingP90: rounded(quantile(sum.answerWorking, 0.9)),
    },
    resolution: {
      median: rounded(quantile(sum.resolveMinutes, 0.5)),
      p90: rounded(quantile(sum.resolveMinutes, 0.9)),
      workingMedian: rounded(quantile(sum.resolveWorking, 0.5)),
      workingP90: rounded(quantile(sum.resolveWorking, 0.9)),
    },
  };
}
