import type { CataloguePlan, PlanTargets } from '@companyaccount/contract';

export const SEVERITIES = [1, 2, 3, 4] as const;
export const TARGETS = ['first', 'next', 'resolution'] as const;
export type Target = (typeof TARGETS)[number];

/** A plan as it is typed; targets in hours. */
export interface PlanText {
  name: string;
  hours: string;
  namedContacts: string;
  /** null: around the clock. */
  calendarId: string | null;
  targets: Record<(typeof SEVERITIES)[number], Record<Target, string>>;
}

const row = (first: string, next: string) => ({ first, next, resolution: '' });
export const NEW_PLAN: PlanText = {
  name: '',
  hours: '',
  namedContacts: '',
  calendarId: null,
  targets: { 1: row('2', '4'), 2: row('8', '8'), 3: row('24', '24'), 4: row('48', '72') },
};

const hoursOf = (minutes: number | null): string => (minutes === null ? '' : String(Math.round(minutes / 0.6) / 100));

export const planTextOf = ({ name, hours, namedContacts, calendarId, targets }: CataloguePlan): PlanText => {
  const text = (severity: (typeof SEVERITIES)[number]) => {
    const { first, next, resolution } = targets[severity];
    return { first: hoursOf(first), next: hoursOf(next), resolution: hoursOf(resolution) };
  };
  return {
    name,
    hours,
    namedContacts: namedContacts === null ? '' : String(namedContacts),
    calendarId,
    targets: { 1: text(1), 2: text(2), 3: text(3), 4: text(4) },
  };
};

/** Hours as people write them, with a point or a comma, as whole minutes; NaN for anything else. */
export function minutesOf(text: string): number {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,5}(?:\.\d{1,2})?$/u.test(plain) ? Math.round(Number(plain) * 60) : Number.NaN;
}

/** The targets as they are sent; null while one is missing or no time. */
export function targetsOf(text: PlanText['targets']): PlanTargets | null {
  const read = (severity: (typeof SEVERITIES)[number]) => {
    const { first, next, resolution } = text[severity];
    return {
      first: minutesOf(first),
      next: minutesOf(next),
      resolution: resolution.trim() === '' ? null : minutesOf(resolution),
    };
  };
  const targets = { 1: read(1), 2: read(2), 3: read(3), 4: read(4) };
  const all = Object.values(targets).flatMap(({ first, next, resolution }) => [first, next, resolution ?? 1]);
  return all.every((minutes) => minutes >= 1) ? targets : null;
}
