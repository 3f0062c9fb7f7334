import { describe, expect, it } from 'vitest';
import type { Signature } from '@companyaccount/contract/definitions';
import { signatureProblem } from './signature.ts';

const pattern = (text: string, offset = '*'): Signature => ({
  format: 'pattern',
  target: 'any',
  offset,
  pattern: text,
});
const logical = (expression: string, ...patterns: string[]): Signature => ({
  format: 'logical',
  target: 'pe',
  expression,
  patterns,
});
const GOOD = '4d5a900003000000';

describe('a signature', () => {
  it.each<[Signature, ReturnType<typeof signatureProblem>]>([
    [{ format: 'hash', sha256: 'ab'.repeat(32), size: 12 }, null],
    [{ format: 'hash', sha256: 'ab'.repeat(32), size: null }, null],
    [{ format: 'hash', sha256: 'AB'.repeat(32), size: null }, 'hash_malformed'],
    [{ format: 'hash', sha256: 'ab'.repeat(31), size: null }, 'hash_malformed'],
    [
      {
        format: 'hash',
        sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        size: null,
      },
      'hash_of_nothing',
    ],
    [pattern(GOOD), null],
    [pattern(GOOD.toUpperCase()), null],
    [pattern(`${GOOD}??a?*{3-9}[1-4](aa|bb)!(cc|dd)(B)${GOOD}`), null],
    [pattern('4d5a9000'), 'pattern_too_short'],
    [pattern('4d5a90*4d5a90*4d5a90'), 'pattern_too_short'],
    [pattern('00'.repeat(32)), 'pattern_too_uniform'],
    [pattern('4d5'), 'pattern_malformed'],
    [pattern(''), 'pattern_malformed'],
    [pattern('*'), 'pattern_malformed'],
    [pattern(`*${GOOD}`), 'pattern_malformed'],
    [pattern(`${GOOD}:73`), 'pattern_malformed'],
    [pattern(`${GOOD}\n${GOOD}`), 'pattern_malformed'],
    [pattern(`${GOOD}{9`), 'pattern_malformed'],
    [pattern('ab'.repeat(3000)), 'too_long'],
    [pattern(GOOD, 'EP+0'), null],
    [pattern(GOOD, 'EOF-200'), null],
    [pattern(GOOD, '0:x'), 'offset_malformed'],
    [logical('0&1', GOOD, `${GOOD}ff`), null],
    [logical('(0|1)>2&2', GOOD, `${GOOD}ff`, `${GOOD}ee`), null],
    [logical('0&', GOOD), 'expression_malformed'],
    [logical('0;1', GOOD, GOOD), 'expression_malformed'],
    [logical('(0', GOOD), 'expression_malformed'],
    [logical('0', GOOD, GOOD), 'expression_incomplete'],
    [logical('0&1', GOOD), 'expression_incomplete'],
    [logical('0'), 'too_many_patterns'],
    [logical('0', '00'), 'pattern_too_short'],
    [{ format: 'yara', body: 'strings:\n $a = "evil }"\n $b = { 4D 5A ?? }\ncondition:\n all of them' }, null],
    [{ format: 'yara', body: 'strings:\n $a = "x"' }, 'yara_no_condition'],
    [{ format: 'yara', body: 'condition: true }\nrule other { condition: true' }, 'yara_not_supported'],
    [{ format: 'yara', body: 'import "pe"\ncondition: pe.is_pe' }, 'yara_not_supported'],
    [
      {
        format: 'yara',
        body: `strings:\n${Array.from({ length: 65 }, (_, n) => `$s${n} = "evil${n}"`).join('\n')}\ncondition: any of them`,
      },
      'yara_too_many_strings',
    ],
  ])('%j: %s', (signature, problem) => expect(signatureProblem(signature)).toBe(problem));
});
