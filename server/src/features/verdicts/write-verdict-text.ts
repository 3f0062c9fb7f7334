import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { VerdictReason, VerdictWord } from '@companyaccount/contract/verdicts';
import { filled } from '#platform/texts.ts';
import { isDetected } from './verdict.ts';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

const TEXTS: Record<InterfaceLanguage, typeof en> = { en, ru };

/** A file's name as Markdown that can be nothing else. */
const nameOf = (name: string): string => `\`${name.replaceAll(/[`\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "'") || ' '}\``;
const namesOf = (names: readonly string[]): string => names.map(nameOf).join(', ');

export interface ToldVerdict {
  verdict: VerdictWord;
  reason: VerdictReason | null;
  detection: string | null;
  due: boolean;
  release: string | null;
  /** Scanners have something to follow it by: a detection, or what keeps one quiet. */
  carried: boolean;
}

/** What submitters are written with a verdict, with a place for the names of their files. */
export function verdictTemplate(language: InterfaceLanguage, told: ToldVerdict): string {
  const { verdict, reason, detection, due, release, carried } = told;
  const texts = TEXTS[language];
  const said = filled(texts.verdict[verdict], { reason: reason === null ? '' : texts.reason[reason] });
  if (!carried || (isDetected(verdict) && detection === null)) return said;
  const follow = texts[isDetected(verdict) ? 'detected' : 'removed'];
  const state = due ? follow.due : release === null ? follow.out : follow.released;
  return `${said}\n\n${filled(state, { detection: detection ?? '', release: release ?? '' })}`;
}

/** The same for somebody who sends a file that is known already. */
export const knownTemplate = (language: InterfaceLanguage, told: ToldVerdict): string =>
  `${TEXTS[language].known} ${verdictTemplate(language, told)}`;

/** A template, or what an analyst made of it, for one submitter's files. */
export const forFiles = (template: string, names: readonly string[]): string =>
  filled(template, { files: namesOf(names) });

/** Says which files of a request still wait for a word. */
export const stillWaiting = (language: InterfaceLanguage, names: readonly string[]): string =>
  filled(TEXTS[language].partly, { files: namesOf(names) });

/** Says which release makes scanners follow what a submitter was told. */
export const publishedText = (
  language: InterfaceLanguage,
  told: { verdict: VerdictWord; detection: string | null; release: string; names: readonly string[] },
): string => {
  const texts = TEXTS[language].published;
  return filled(texts[isDetected(told.verdict) ? 'detected' : 'removed'], {
    release: told.release,
    detection: told.detection ?? '',
    files: namesOf(told.names),
  });
};
