import { expect, it } from 'vitest';
import { hintOf, makeSecret, secretOf } from './credential.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

it('reads a secret beside its user name alone', () => {
  const secret = makeSecret();
  expect(encodeURIComponent(secret)).toBe(secret);
  expect(secretOf(basic(`scanner:${secret}`))).toBe(secret);
  expect(secretOf(`bASIC ${Buffer.from(`scanner:${secret}`).toString('base64')}`)).toBe(secret);
});

it('takes nothing else for one', () => {
  const secret = makeSecret();
  const wrong = [
    `scanner:${secret}x`,
    `scanner:${secret} `,
    `scanner: ${secret}`,
    `scanner:${hintOf(secret)}`,
    `scanner:ca_${secret.slice(3)}`,
    `scanner:`,
    `scanner`,
    `Scanner:${secret}`,
    `root:${secret}`,
    `:${secret}`,
  ];
  for (const text of wrong) expect(secretOf(basic(text)), text).toBe('');
});

it('leaves what is meant for others alone', () => {
  const secret = makeSecret();
  for (const header of [
    undefined,
    '',
    'Basic',
    'Basic ',
    `Bearer ${secret}`,
    secret,
    basic('proxy:its own'),
    basic(''),
  ])
    expect(secretOf(header), header ?? 'none').toBeNull();
});
