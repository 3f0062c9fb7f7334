import type { CannedAnswer } from '@companyaccount/contract';
import { expect, it } from 'vitest';
import { bodyOf, formOf, NO_CHANGES, unknownPlace } from './canned-form.ts';

const answer: CannedAnswer = {
  id: '01a206fe-89cf-7552-b605-9f1519289771',
  name: 'Ask for a log',
  desk: null,
  texts: [{ language: 'de', text: 'Guten Tag' }],
  uses: 3,
  usedAt: null,
  mayChange: true,
  version: 2,
};
const begun = { desk: 'lab', language: 'ru' };

it('begins with a text in the language of whoever writes it, for their desk', () => {
  expect(formOf(null, NO_CHANGES, begun)).toEqual({ name: '', desk: 'lab', texts: [{ language: 'ru', text: '' }] });
});

it('shows what was saved with what was changed, and saves the whole', () => {
  const form = formOf(answer, { ...NO_CHANGES, name: ' Log ' }, begun);
  expect(form).toEqual({ name: ' Log ', desk: 'both', texts: answer.texts });
  expect(bodyOf(form)).toEqual({ name: 'Log', desk: null, texts: answer.texts });
  expect(bodyOf({ ...form, desk: 'support' }).desk).toBe('support');
});

it('finds a place that nothing is known for', () => {
  expect(unknownPlace('Hello {{customer}}, {{ custmer }}')).toBe('custmer');
  expect(unknownPlace('Hello {{customer}}, {{ number }}')).toBeUndefined();
});
