import { runTool, ToolFailure } from '#platform/isolated/native-tool.ts';

const GIB = 1024 ** 3;
const MINUTE = 60_000;

export interface ScanOutcome {
  /** Files and by which labels they were hit. */
  hits: { file: string; label: string }[];
  /** What the scanner says of the databases. */
  warnings: string[];
  /** How many files it has looked at. */
  scanned: number;
  isolated: boolean;
}

/** Where the scanner is, and a folder of its own for everything plain. */
export interface Scanner {
  command: string;
  folder: string;
}

/** Lets clamscan look at paths with the databases given, and nothing else, under its default settings. */
export async function scan(
  { command, folder }: Scanner,
  databases: readonly string[],
  paths: readonly string[],
  milliseconds = 5 * MINUTE,
): Promise<ScanOutcome> {
  const args = [
    '--stdout',
    '--infected',
    '--allmatch',
    '--recursive',
    `--tempdir=${folder}`,
    ...databases.map((path) => `--database=${path}`),
    '--',
    ...paths,
  ];
  const limits = { milliseconds, memoryBytes: 8 * GIB, outputBytes: 50_000_000 };
  const { stdout, stderr, code, isolated } = await runTool(command, args, limits, folder);
  const lines = `${stdout}\n${stderr}`.split('\n');
  const warnings = lines.filter((line) => /^LibClamAV (?:Warning|Error):|^ERROR:/u.test(line));
  // 0: nothing found, 1: something found; 2 also stands for a clean file that could not be read.
  if (code !== 0 && code !== 1 && code !== 2) throw new ToolFailure(`clamscan ended with ${code}`);
  return {
    hits: lines.flatMap((line) => {
      const [, file, label] = /^(.+): (\S+) FOUND$/u.exec(line) ?? [];
      return file === undefined || label === undefined ? [] : [{ file, label: label.replace(/\.UNOFFICIAL$/u, '') }];
    }),
    warnings,
    scanned: Number(/^Scanned files: (\d+)$/mu.exec(stdout)?.[1] ?? 0),
    isolated,
  };
}
