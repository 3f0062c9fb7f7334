import { expect, it } from 'vitest';
import { audiencesFor, imagesIn, reviewDayAfter, slugOf } from './article.ts';

it('says who may read what', () => {
  const nobody = { personId: null, membership: null, agentRoles: [] } as const;
  const pending = { ...nobody, personId: 'x' };
  const member = { ...pending, membership: { companyId: 'c', role: 'user' } } as const;
  const admin = { ...pending, agentRoles: ['admin'] } as const;
  expect(audiencesFor(nobody)).toEqual(['public']);
  expect(audiencesFor(pending)).toEqual(['public']);
  expect(audiencesFor(member)).toEqual(['public', 'customers']);
  expect(audiencesFor(admin)).toEqual(['public', 'customers', 'internal']);
  expect(audiencesFor(admin, true)).toEqual(['public', 'customers']);
  expect(audiencesFor(nobody, true)).toEqual(['public']);
});

it.each([
  ['Set up the mail gateway', 'set-up-the-mail-gateway'],
  ['Как сбросить пароль?', 'kak-sbrosit-parol'],
  ['Обновление объектов', 'obnovlenie-obektov'],
  ['Über Größe — 12.4', 'uber-gro-e-12-4'],
  ['設定', 'article'],
  ['<script>alert(1)</script>', 'script-alert-1-script'],
  ['a', 'article'],
  [`${'word '.repeat(40)}`, 'word-word-word-word-word-word-word-word-word-word-word-word'],
])('makes an address of %j', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
  expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
});

it('finds the pictures of a text, each once', () => {
  const [a, b] = ['0198f5b0-0000-7000-8000-000000000001', '0198f5b0-0000-7000-8000-000000000002'];
  const text = `![x](/api/v1/help/images/${a}) ![y](/api/v1/help/images/${b}) ![x](/api/v1/help/images/${a})
    ![z](https://evil.example/x.png) ![w](/api/v1/attachments/${b})`;
  expect(imagesIn(text)).toEqual([a, b]);
  expect(imagesIn('no pictures')).toEqual([]);
});

it('asks for a review after a year, also from the 29th of February', () => {
  expect(reviewDayAfter(new Date('2026-11-24T23:00:00Z'))).toBe('2027-11-24');
  expect(reviewDayAfter(new Date('2028-02-29T00:00:00Z'))).toBe('2029-03-01');
});
