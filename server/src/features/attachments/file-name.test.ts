import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_NAME_MAX, neutralFileName } from './file-name.ts';

describe('neutralFileName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['Отчёт за октябрь.docx', 'Отчёт за октябрь.docx'],
    ['報告 書.txt', '報告 書.txt'],
    ['archive.tar.gz', 'archive.tar.gz'],
    ['.htaccess', '.htaccess'],
    ['../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['folder/', 'file'],
    ['..', 'file'],
    ['.', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['\u200b\u200d\ufeff', 'file'],
    ['evil.php\0.jpg', 'evil.php.jpg'],
    ['a\r\nSet-Cookie: b=c.txt', 'aSet-Cookie_ b=c.txt'],
    ['in\u200bvis\u2060ible\u00ad.exe', 'invisible.exe'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['hangul\u3164filler.exe', 'hangulfiller.exe'],
    ['\u2066a\u2069.txt', 'a.txt'],
    ['.\u200b./.\u200b./x', 'x'],
    ['.\u200b.', 'file'],
    ['page\u2028break.txt', 'page break.txt'],
    ['wide\u3000 \u00a0space.txt', 'wide space.txt'],
    ['ends with dots...', 'ends with dots'],
    ['ends with space .  ', 'ends with space'],
    ['file.txt:stream', 'file.txt_stream'],
    ['a<b>"c|d?e*.txt', 'a_b__c_d_e_.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Com1 .log', '_Com1 .log'],
    ['LPT¹.txt', '_LPT¹.txt'],
    ['conference.txt', 'conference.txt'],
    ['com10.txt', 'com10.txt'],
    ['lone \ud800 half.txt', 'lone \ufffd half.txt'],
    ['cafe\u0301.txt', 'café.txt'],
    ['x'.repeat(4096), 'x'.repeat(200)],
    [`${'x'.repeat(4096)}.pdf`, `${'x'.repeat(196)}.pdf`],
    [`${'😀'.repeat(300)}.png`, `${'😀'.repeat(196)}.png`],
    [`a.${'b'.repeat(300)}`, `a.${'b'.repeat(198)}`],
    [`.${'b'.repeat(10)}`, `.${'b'.repeat(10)}`],
  ])('%j becomes %j', (raw, neutral) => {
    expect(neutralFileName(raw)).toBe(neutral);
  });

  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '\0',
        '\u202e',
        '\u200b',
        '\u0301',
        ' ',
        ':',
        'CON',
        '\ud83d',
        '\u3164',
        '\u2028',
        'a',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 600,
  });

  it('always gives a harmless name, and leaves such a name alone', () => {
    fc.assert(
      fc.property(nasty, (raw) => {
        const name = neutralFileName(raw);
        const length = Array.from(name).length;
        expect(length).toBeGreaterThan(0);
        expect(length).toBeLessThanOrEqual(FILE_NAME_MAX);
        expect(name.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/[/\\<>:"|?*]/u);
        expect(name).not.toMatch(/\p{C}|\p{Default_Ignorable_Code_Point}|[\p{Zl}\p{Zp}]/u);
        expect(name).not.toMatch(/^\s|[\s.]$/u);
        expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu);
        expect(neutralFileName(name)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the extension of a name that is too long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 4000 }), fc.stringMatching(/^[a-z0-9]{1,10}$/), (length, extension) => {
        expect(neutralFileName(`${'n'.repeat(length)}.${extension}`)).toMatch(new RegExp(`^n+\\.${extension}$`));
      }),
    );
  });
});
