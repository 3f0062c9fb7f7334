import { expect, it } from 'vitest';
import { RECOVERY_CODE_BYTES, readRecoveryCode, writeRecoveryCode } from './recovery-code.ts';

const written = writeRecoveryCode(Uint8Array.from({ length: RECOVERY_CODE_BYTES }, (_, n) => n * 17));

it('is written in four groups of four', () => {
  expect(written).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/u);
});

it('is read however it is typed', () => {
  const code = written.replaceAll('-', '');
  for (const typed of [
    written,
    code,
    written.toLowerCase(),
    ` ${written.replaceAll('-', ' ')} `,
    written.replaceAll('-', '–'),
  ])
    expect(readRecoveryCode(typed)).toBe(code);
  expect(readRecoveryCode('oil0-0000-0000-0000')).toBe('0110000000000000');
});

it('is nothing else', () => {
  for (const typed of ['', '123456', written.slice(1), `${written}A`, 'UUUU-UUUU-UUUU-UUUU', '!!!!-0000-0000-0000'])
    expect(readRecoveryCode(typed), typed).toBeNull();
});
