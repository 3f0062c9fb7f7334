import { expect, it } from 'vitest';
import { EMPTY_SUBMISSION, submissionErrors, submissionOf } from './submission-form.ts';

const HASH = 'AB'.repeat(32);

it('wants something to look at and a word about it, and nothing else', () => {
  expect(submissionErrors(EMPTY_SUBMISSION).map(({ pointer }) => pointer)).toEqual(['/uploads', '/text']);
  expect(submissionErrors({ ...EMPTY_SUBMISSION, text: 'By mail', objects: HASH })).toEqual([]);
  const odd = { ...EMPTY_SUBMISSION, text: 'By mail', objects: 'what', email: 'nobody' };
  expect(submissionErrors(odd).map(({ pointer }) => pointer)).toEqual(['/objects', '/email']);
});

it('sends hashes and addresses apart, and leaves out what is empty', () => {
  const form = { ...EMPTY_SUBMISSION, text: 'By mail', objects: `${HASH}\nhttps://evil.example/a`, kind: 'cure' };
  expect(submissionOf(form, 'up_token', 'ru')).toEqual({
    uploadToken: 'up_token',
    kind: 'cure',
    text: 'By mail',
    language: 'ru',
    hashes: [HASH.toLowerCase()],
    urls: ['https://evil.example/a'],
  });
});
