import { expect, test } from 'vitest';
import { looksLikeKeyFile, NO_PROOF, proofBody, tidyKeyFile } from './license-proof.ts';

const issued = '-----BEGIN LICENSE KEY-----\nZXlK\nhYmM=\n-----END LICENSE KEY-----\n';

test('a key file that came through a mail is as it was issued again', () => {
  expect(tidyKeyFile(issued)).toBe(issued);
  expect(tidyKeyFile(issued.replaceAll('\n', '\r\n'))).toBe(issued);
  expect(tidyKeyFile(`Hello,\n\nhere it is:\n  ${issued.trim().replaceAll('\n', '\n  ')}\n\nBest wishes`)).toBe(issued);
  expect(tidyKeyFile(`\u{feff}${issued.trim()}`)).toBe(issued);
});

test('what is no key file stays as it is', () => {
  for (const text of ['', 'PK\u0003\u0004', '-----END LICENSE KEY-----\n-----BEGIN LICENSE KEY-----']) {
    expect(tidyKeyFile(text)).toBe(text);
    expect(looksLikeKeyFile(text)).toBe(false);
  }
  expect(looksLikeKeyFile(issued)).toBe(true);
  expect(looksLikeKeyFile(issued.replace('ZX', 'ZX'.repeat(9000)))).toBe(false);
});

test('only the way chosen is sent', () => {
  const both = { ...NO_PROOF, activationCode: 'abcde-fghij', keyFile: { name: 'a.key', text: issued } };
  expect(proofBody(both)).toEqual({ activationCode: 'ABCDEFGH1J' });
  expect(proofBody({ ...both, way: 'keyFile' })).toEqual({ keyFile: issued });
});
