import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';

const FILE = new URL('RESULTS.md', import.meta.url);
const HEAD = `# Results

Written by the scripts beside this file; a new run replaces what the last one said.
`;

export const median = (numbers: readonly number[]): number => percentile(numbers, 50);

/** The value below which `share` percent of the numbers lie, between neighbours in proportion. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * share) / 100;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}

const load = (averages: readonly number[]): string => averages.map((average) => average.toFixed(1)).join(', ');

/** What a run must say about the machine; `before` is its load when the run began. */
export const machineLine = (before: readonly number[]): string =>
  `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} processors. Load of the machine over 1, 5 and 15
  minutes: ${load(before)} before, ${load(loadavg())} after.`;

/** Puts a section into RESULTS.md, in place of the one of that title. */
export async function writeSection(title: string, body: string): Promise<void> {
  const [, ...sections] = (await readFile(FILE, 'utf8')).split(/^(?=## )/mu);
  const section = `## ${title}\n\n${body.trim()}\n`;
  const titleOf = (one: string) => one.slice(3, one.indexOf('\n'));
  const others = sections.filter((one) => titleOf(one) !== title).map((one) => `${one.trim()}\n`);
  const all = [...others, section].toSorted((a, b) => titleOf(a).localeCompare(titleOf(b)));
  await writeFile(FILE, [HEAD, ...all].join('\n'));
}
