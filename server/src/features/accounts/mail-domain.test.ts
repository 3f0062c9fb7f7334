import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainOfAddress, inOwnLetters, readMailDomain, recordOf } from './mail-domain.ts';

const read = (typed: string) => {
  const found = readMailDomain(typed);
  return 'domain' in found ? found.domain : found.refused;
};

describe('a mail domain', () => {
  it.each([
    ['acme.com', 'acme.com'],
    [' ACME.Com. ', 'acme.com'],
    ['@acme.com', 'acme.com'],
    ['mail.eu.acme.co.uk', 'mail.eu.acme.co.uk'],
    ['Пример.РФ', 'xn--e1afmkfd.xn--p1ai'],
    ['münchen.de', 'xn--mnchen-3ya.de'],
    ['ＡＣＭＥ。com', 'acme.com'],
    // A Cyrillic а: another name than it looks like.
    ['аcme.com', 'xn--cme-5cd.com'],
    ['customer.github.io', 'customer.github.io'],
    ['acme.example', 'acme.example'],
  ])('%s is read as %s', (typed, domain) => expect(read(typed)).toBe(domain));

  it.each([
    'com',
    'co.uk',
    'github.io',
    'kawasaki.jp',
    'a.kawasaki.jp',
    'xn--p1ai.',
    'рф',
    'example',
    's3.amazonaws.com',
  ])('%s belongs to many, or is no domain', (typed) => expect(['suffix', 'malformed']).toContain(read(typed)));

  it.each(['co.uk', 'github.io', 'kawasaki.jp', 's3.amazonaws.com'])('%s is a public suffix', (typed) =>
    expect(read(typed)).toBe('suffix'),
  );

  it.each([
    'gmail.com',
    'GMail.com.',
    'sub.gmail.com',
    'mail.ru',
    'yahoo.co.jp',
    'hotmail.fr',
    'mailinator.com',
    'ya.ru',
  ])('%s is one of free mail', (typed) => expect(read(typed)).toBe('free_mail'));

  it.each(
    [
      '',
      '.',
      '..',
      'acme',
      '.acme.com',
      'acme..com',
      'acme.com..',
      '-acme.com',
      'acme-.com',
      'a b.com',
      'acme.com/x',
      'http://acme.com',
      'acme.com:53',
      'user@acme.com',
      '*.acme.com',
      '_dmarc.acme.com',
      'ex%61mple.com',
      '10.0.0.1',
      '0x7f.1',
      '[::1]',
      'acme.com?',
      'acme.com#',
      'acme.123',
      `${'a'.repeat(64)}.com`,
      `${'a.'.repeat(130)}com`,
      'acme\u00ad.com',
      'acme.com\n',
    ].filter((typed) => typed.trim() === typed || typed === ''),
  )('%j is malformed', (typed) => expect(read(typed)).toBe('malformed'));

  it('is read the same when read again, and shown in letters that read back', () => {
    const label = fc.stringMatching(/^[a-zа-яäöüß0-9][a-zа-яäöüß0-9-]{0,20}[a-zа-яäöüß0-9]$/u);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
        const found = readMailDomain(`${labels.join('.')}.com`);
        if (!('domain' in found)) return;
        expect(readMailDomain(found.domain)).toEqual(found);
        expect(readMailDomain(inOwnLetters(found.domain))).toEqual(found);
      }),
    );
  });
});

describe('the domain of an address', () => {
  it.each([
    ['anna@acme.com', 'acme.com'],
    ['Anna@ACME.com', 'acme.com'],
    ['"a@acme.com"@evil.com', 'evil.com'],
    ['anna@пример.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['anna@mail.acme.com', 'mail.acme.com'],
    // Not the spelling that is proved.
    ['anna@acme.com.', null],
    ['anna', null],
    ['anna@', null],
    ['anna@acme.com ', null],
  ])('of %j is %j', (email, domain) => expect(domainOfAddress(email)).toBe(domain));

  it('never stands for an address of a longer or a shorter domain', () => {
    for (const other of ['anna@xacme.com', 'anna@acme.com.evil.com', 'anna@a.acme.com', 'anna@com', 'anna@acme.co'])
      expect(domainOfAddress(other)).not.toBe('acme.com');
  });
});

it('names the record after the domain and the token', () => {
  expect(recordOf('acme.com', 'token')).toEqual({
    name: '_companyaccount.acme.com',
    value: 'companyaccount-domain=token',
  });
});
