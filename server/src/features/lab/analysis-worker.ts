import type { Finding } from '@companyaccount/contract/lab';
import { answerFrames } from '#platform/isolated/answer-frames.ts';
import { unpack } from './archive.ts';
import { compoundStructure, isCompound } from './compound-document.ts';
import { stringFindings } from './content-strings.ts';
import { contentType } from './content-type.ts';
import { isElf } from './elf-file.ts';
import { elfStructure } from './elf-structure.ts';
import { finding, FINDINGS_MAX } from './finding.ts';
import { isMacho, machoStructure } from './macho-structure.ts';
import { isOoxml, ooxmlStructure } from './ooxml-structure.ts';
import { isPdf, pdfStructure } from './pdf-structure.ts';
import { isPe } from './pe-file.ts';
import { peStructure } from './pe-structure.ts';
import type { Question } from './step-question.ts';
import { tlsh } from './tlsh.ts';

// Runs in an isolated process: samples are parsed here and nowhere else.

const STRUCTURES: [string, (bytes: Buffer) => boolean, (bytes: Buffer) => Finding[] | Promise<Finding[]>][] = [
  ['pe', isPe, peStructure],
  ['elf', isElf, elfStructure],
  ['macho', isMacho, machoStructure],
  ['ole2', isCompound, compoundStructure],
  ['pdf', isPdf, pdfStructure],
  ['ooxml', isOoxml, ooxmlStructure],
];

async function structureFindings(bytes: Buffer): Promise<Finding[]> {
  const known = STRUCTURES.find(([, is]) => is(bytes));
  if (known === undefined) return [];
  const [format, , read] = known;
  try {
    return (await read(bytes)).slice(0, FINDINGS_MAX);
  } catch {
    return [finding('damaged', { name: format })];
  }
}

const justFindings = (findings: Finding[]) => ({ words: { findings }, bytes: Buffer.alloc(0) });

await answerFrames(async ({ words, bytes }) => {
  const { step, mediaType, password, filesMax, bytesMax } = words as Question;
  if (step === 'hashes') {
    const digest = tlsh(bytes);
    return justFindings(digest === null ? [] : [finding('tlsh', { name: digest })]);
  }
  if (step === 'type') {
    const type = await contentType(bytes);
    // Readers of PDF look for its mark among the first thousand bytes, whatever stands before.
    const isAlsoPdf = type !== 'application/pdf' && isPdf(bytes);
    return justFindings([
      finding('type', { name: type }),
      ...(isAlsoPdf ? [finding('polyglot', { name: 'pdf' })] : []),
    ]);
  }
  if (step === 'structure') return justFindings(await structureFindings(bytes));
  if (step === 'strings') return justFindings(stringFindings(bytes));
  const { findings, files } = await unpack(bytes, mediaType, { files: filesMax, bytes: bytesMax }, password);
  return {
    words: { findings, files: files.map(({ path, bytes: { length } }) => ({ path, size: length })) },
    bytes: Buffer.concat(files.map((file) => file.bytes)),
  };
});
