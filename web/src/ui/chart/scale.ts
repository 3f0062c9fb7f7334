/** Where the lines of a chart stand: from 0 in round steps to the first that nothing passes. */
export function roundSteps(highest: number, most = 4): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_none, n) => n * step);
}

const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 7200, 10_080, 20_160, 43_200,
];

/** The same for minutes, in steps that people tell time by. */
export function timeSteps(highest: number, most = 4): number[] {
  if (highest <= 0) return [0, 1];
  const step = TIME_STEPS.find((one) => highest / one <= most) ?? 43_200 * Math.ceil(highest / 43_200 / most);
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_none, n) => n * step);
}

/** Every how many slots a label stands, so that none runs into the next. */
export const labelEvery = (slots: number, width: number, labelWidth: number): number =>
  Math.max(1, Math.ceil((slots * labelWidth) / Math.max(width, 1)));
