/** The place of the first value that has come before, or null; case makes no difference. */
export function firstDouble(values: readonly string[]): number | null {
  const lower = values.map((value) => value.toLowerCase());
  const place = lower.findIndex((value, at) => lower.indexOf(value) < at);
  return place < 0 ? null : place;
}

/** An object with its fields in the order of their names, all the way down. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value;

/** Whether two lists of plain values say the same in the same order. */
export const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** Minutes within which everybody is answered, where the operator has set them: no plan may be slower. */
export const publicMinutesOf = (config: { publicAnswerHours: number; publicAnswerHoursSet: boolean }): number | null =>
  config.publicAnswerHoursSet ? config.publicAnswerHours * 60 : null;
