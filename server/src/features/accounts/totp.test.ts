import { expect, it } from 'vitest';
import { totpCode, totpSecretText, totpStep, totpUri } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1000);

// The test vectors of RFC 6238 (appendix B), whose last six of eight digits these are.
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds shows %s', (seconds, code) => {
  expect(totpCode(SECRET, at(seconds))).toBe(code);
  expect(totpStep(SECRET, code, at(seconds), 0)).toBe(Math.floor(seconds / 30));
});

it('takes a code of the neighbouring steps, and no other', () => {
  const code = totpCode(SECRET, at(3000));
  for (const seconds of [2970, 3000, 3030, 3059])
    expect(totpStep(SECRET, code, at(seconds), 0), `${seconds}`).toBe(100);
  for (const seconds of [2969, 3060, 30_000]) expect(totpStep(SECRET, code, at(seconds), 0), `${seconds}`).toBeNull();
});

it('takes no code of a step that was used, or of one before it', () => {
  const code = totpCode(SECRET, at(3000));
  expect(totpStep(SECRET, code, at(3000), 99)).toBe(100);
  expect(totpStep(SECRET, code, at(3000), 100)).toBeNull();
  expect(totpStep(SECRET, code, at(3000), 101)).toBeNull();
});

it('takes nothing that is not six digits', () => {
  for (const text of ['', '12345', '1234567', '12345a', '١٢٣٤٥٦', ' 28708', '-28708'])
    expect(totpStep(SECRET, text, at(59), 0), text).toBeNull();
});

it('is written as apps read it', () => {
  expect(totpSecretText(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  expect(totpUri(SECRET, 'North & Light', 'a@b.example')).toBe(
    'otpauth://totp/North%20%26%20Light:a%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=North%20%26%20Light&algorithm=SHA1&digits=6&period=30',
  );
});
