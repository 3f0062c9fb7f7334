import {
  CANNED_VARIABLES,
  type CannedAnswer,
  type CreateCannedAnswer,
  type Desk,
  DESKS,
  type Me,
  placesIn,
} from '@companyaccount/contract';
import { may } from '../../api/me.ts';
import { worksOn } from '../requests/works-on.ts';

/** What was changed in the form; null: nothing yet. */
export interface CannedChanges {
  name: string | null;
  desk: string | null;
  texts: { language: string; text: string }[] | null;
}
export const NO_CHANGES: CannedChanges = { name: null, desk: null, texts: null };
const BOTH = 'both';

export interface CannedForm {
  name: string;
  desk: string;
  texts: { language: string; text: string }[];
}

/** Of which desks the reader keeps the canned answers; leads and admins also those for both. */
export const desksKeptBy = (me: Me): string[] =>
  may(me, 'lead_or_admin') ? [BOTH, ...DESKS] : DESKS.filter((desk) => worksOn(me, desk));

/** What stands in the form: what was saved, with what was changed. */
export const formOf = (
  answer: CannedAnswer | null,
  changes: CannedChanges,
  begun: { desk: string; language: string },
): CannedForm => ({
  name: changes.name ?? answer?.name ?? '',
  desk: changes.desk ?? (answer === null ? begun.desk : (answer.desk ?? BOTH)),
  texts: changes.texts ?? answer?.texts ?? [{ language: begun.language, text: '' }],
});

export const bodyOf = ({ name, desk, texts }: CannedForm): CreateCannedAnswer => ({
  name: name.trim(),
  desk: desk === BOTH ? null : (desk as Desk),
  texts: texts.map(({ language, text }) => ({ language, text })),
});

/** A place in the text for which nothing is known; undefined where there is none. */
export const unknownPlace = (text: string): string | undefined =>
  placesIn(text).find((name) => CANNED_VARIABLES.every((one) => one !== name));
