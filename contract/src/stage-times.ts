import { LAB_STAGES, type LabStage, STAGE_OF_STATUS, STATUSES } from './requests.ts';
import type { TimelineEntry } from './timeline.ts';

/** When a lab request last came to each of its stages, by what its timeline records. */
export function stageTimes(
  timeline: readonly Pick<TimelineEntry, 'type' | 'to' | 'createdAt'>[],
): Partial<Record<LabStage, string>> {
  const times: Partial<Record<LabStage, string>> = {};
  for (const { type, to, createdAt } of timeline) {
    const status = STATUSES.find((one) => one === to);
    const stage =
      type === 'created'
        ? 'received'
        : type === 'stage_changed'
          ? LAB_STAGES.find((one) => one === to)
          : type === 'status_changed' && status !== undefined
            ? STAGE_OF_STATUS[status]
            : undefined;
    if (stage !== undefined) times[stage] = createdAt;
  }
  return times;
}
