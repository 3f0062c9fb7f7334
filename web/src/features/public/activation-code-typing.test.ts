import { ACTIVATION_CODE_ALPHABET, activationCodeCheckCharacter, formatActivationCode } from '@companyaccount/contract';
import { expect, test } from 'vitest';
import { codeInText, judgeTypedCode, regroup } from './activation-code-typing.ts';

const body = ACTIVATION_CODE_ALPHABET.slice(5, 24);
const code = body + activationCodeCheckCharacter(body);
const printed = formatActivationCode(code);

test('a code is judged while it is typed', () => {
  expect(judgeTypedCode(' - ')).toEqual({ state: 'empty' });
  expect(judgeTypedCode('ab-c')).toEqual({ state: 'partial', typed: 3 });
  expect(judgeTypedCode(`${printed}-7`)).toEqual({ state: 'too_long', typed: 21 });
  expect(judgeTypedCode('АBC')).toEqual({ state: 'foreign_character', character: 'А' });
  expect(judgeTypedCode(printed.replace(/.$/u, code.endsWith('7') ? '8' : '7'))).toEqual({ state: 'mistyped' });
  expect(judgeTypedCode(printed.toLowerCase())).toEqual({ state: 'complete', code });
});

test('a code is found in a pasted text of any form', () => {
  const spaced = printed.replaceAll('-', ' ');
  for (const text of [`Your activation code: ${printed}.`, `Код\t${spaced}\n`, printed.replaceAll('-', ' – '), code]) {
    expect(codeInText(text)).toBe(code);
  }
  expect(codeInText('nothing here')).toBe('nothing here');
});

test('the caret keeps its place among the characters', () => {
  expect(regroup('ABCDE', 5, false)).toEqual({ text: 'ABCDE', caret: 5 });
  expect(regroup('ABCDEF', 6, false)).toEqual({ text: 'ABCDE-F', caret: 7 });
  expect(regroup('ABXCDE-FG', 3, false)).toEqual({ text: 'ABXCD-EFG', caret: 3 });
  expect(regroup('ABCDEFG', 5, true)).toEqual({ text: 'ABCDE-FG', caret: 5 });
  expect(regroup('ABCD-FG', 4, true)).toEqual({ text: 'ABCDF-G', caret: 4 });
});
