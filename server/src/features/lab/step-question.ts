import type { AnalysisStep } from '@companyaccount/contract/lab';

/** How a step of the pipeline is put to an isolated process. */
export interface Question extends Record<string, unknown> {
  step: AnalysisStep;
  mediaType: string;
  /** What the sender says opens the archive. */
  password: string | null;
  /** Files and bytes that may still be taken out. */
  filesMax: number;
  bytesMax: number;
}

/** A file of YARA rules. */
export interface RuleSource {
  name: string;
  text: string;
}

export interface InnerFile {
  path: string;
  bytes: Buffer;
}

/** The files an isolated process says it took out, cut from its bytes; null where the two do not agree. */
export function readInnerFiles(
  said: unknown,
  bytes: Buffer,
  { filesMax, bytesMax }: Pick<Question, 'filesMax' | 'bytesMax'>,
): InnerFile[] | null {
  if (!Array.isArray(said) || said.length > filesMax || bytes.length > bytesMax) return null;
  const files: InnerFile[] = [];
  let at = 0;
  for (const one of said as unknown[]) {
    const { path, size } = (one ?? {}) as Record<string, unknown>;
    if (typeof path !== 'string' || path.length > 400 || !Number.isInteger(size) || Number(size) < 0) return null;
    files.push({ path: Array.from(path).slice(0, 200).join(''), bytes: bytes.subarray(at, at + Number(size)) });
    at += Number(size);
  }
  return at === bytes.length ? files : null;
}
