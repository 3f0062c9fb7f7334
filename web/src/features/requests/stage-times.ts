import { LAB_STAGES, type LabStage, STAGE_OF_STATUS, STATUSES, type TimelineEntry } from '@companyaccount/contract';

/** When a lab request last came to each of its stages, by what its timeline records. */
export function stageTimes(timeline: readonly TimelineEntry[]): Partial<Record<LabStage, string>> {
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
