import { expect, it } from 'vitest';
import { beginningOf } from './beginning.ts';

const anna = { id: '1', name: 'Anna Ackermann', side: 'customer' } as const;
const pavel = { id: '2', name: 'Павел Иванова', side: 'customer' } as const;
const erik = { id: '3', name: 'Erik Engineer', side: 'vendor' } as const;
const from = (author: typeof anna | typeof pavel | typeof erik, text: string, visibility: 'public' | 'internal') => ({
  author,
  text,
  visibility,
});
const request = {
  subject: 'ACME logistics: updates fail',
  company: { id: '4', name: 'Acme Logistics' },
  author: anna,
  submitter: null,
};

it('begins with the subject, the first text and the public answers, without those whom it concerns', () => {
  const messages = [
    from(anna, 'Updates fail.\n\nAsk anna.ackermann@acme.example or Павла Иванову (+49 30 1).', 'public'),
    from(erik, 'Looks like Ackermann has an old proxy.', 'internal'),
    from(erik, 'Hello Anna,\n\nopen port 443. Annals of ports: see ACME.', 'public'),
    from(pavel, 'Спасибо!', 'public'),
  ];
  expect(beginningOf(request, messages, [pavel])).toEqual({
    title: '[…]: updates fail',
    text: '> Updates fail.\n>\n> Ask […] or […] […] (+49 30 1).\n\nHello […],\n\nopen port 443. Annals of ports: see […].',
  });
});

it('leaves nothing out where nobody is known, and takes signs of patterns as they are', () => {
  const open = { ...request, subject: 'Why (.*)?', company: null, author: { ...anna, name: '(.*) ab' } };
  expect(beginningOf(open, [], [])).toEqual({ title: 'Why […]?', text: '' });
  expect(
    beginningOf({ ...open, submitter: { name: 'Zoë', email: null, language: 'en', confirmed: false } }, [], []),
  ).toEqual({ title: 'Why […]?', text: '' });
});
