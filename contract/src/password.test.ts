import { expect, it } from 'vitest';
import { passwordFlaw } from './password.ts';

const OWN = ['Boris Petrov', 'boris.petrov@acme.example', 'CompanyAccount', 'Northlight Security'];

it('holds a password to its length in characters', () => {
  expect(passwordFlaw('')).toBe('too_short');
  expect(passwordFlaw('elevenchars')).toBe('too_short');
  expect(passwordFlaw('𝒶𝒷𝒸𝒹𝒻𝑔𝒽𝒿𝓀𝓂𝓃')).toBe('too_short');
  expect(passwordFlaw(`${'tea pot, '.repeat(28)}lamps`)).toBe('too_long');
});

it.each([
  'aaaaaaaaaaaa',
  'abcdefghijkl',
  'ZYXWVUTSRQPO',
  '123456789012',
  '098765432109',
  'qwertyuiopasdf',
  'йцукенгшщзхъ',
  'demo demo demo',
  'pass-Pass-PASS-pass',
  '121212121212',
  'companyaccount',
  'CompanyAccount2026!',
  'Boris.Petrov1984',
  'borispetrov123',
  'petrovpetrov',
  'boris.petrov@acme.example',
  'northlightsecurity',
  'ｃｏｍｐａｎｙａｃｃｏｕｎｔ',
])('refuses %s', (password) => expect(passwordFlaw(password, OWN)).toBe('too_easy'));

it.each([
  'a new long password',
  'correct horse battery staple',
  'a password of the boss',
  'пять лиловых фонарей',
  'Boris likes green tea',
  'k7#Qz!p2Lm9x',
  '   six of eight   ',
  '正しい馬電池ホッチキス青空文庫',
])('takes %s', (password) => expect(passwordFlaw(password, OWN)).toBeNull());
