import { describe, expect, it } from 'vitest';
import { confirmationEnds, judge, weigh } from './domain-confirmation.ts';

const value = 'companyaccount-domain=token';

describe('what was found in DNS', () => {
  it.each([
    [{ texts: [value] }, 'found'],
    [{ texts: ['v=spf1 -all', value] }, 'found'],
    [{ texts: [`"${value}"`] }, 'found'],
    [{ texts: ['companyaccount-domain=other'] }, 'other_value'],
    [{ texts: [`x${value}`] }, 'other_value'],
    [{ texts: [`${value}x`] }, 'other_value'],
    [{ texts: [value.toUpperCase()] }, 'other_value'],
    [{ texts: ['companyaccount-domain='] }, 'other_value'],
    [{ texts: [] }, 'missing'],
    ['missing', 'missing'],
    ['no_answer', 'no_answer'],
  ] as const)('%j is %s', (records, finding) =>
    expect(judge(typeof records === 'string' ? records : { texts: [...records.texts] }, 'acme.com', 'token')).toBe(
      finding,
    ),
  );
});

describe('a confirmation', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));

  it('outlives a missing record for 14 days, with one warning after 7', () => {
    expect(weigh('missing', null, day(0), day(1))).toBe('missing');
    const said = Array.from({ length: 15 }, (_, n) => weigh('missing', day(1), day(n), day(n + 1)));
    expect(said.filter((one) => one === 'warned')).toHaveLength(1);
    expect(said.indexOf('warned')).toBe(7);
    expect(said.indexOf('ended')).toBe(14);
    expect(confirmationEnds(day(1))).toEqual(day(15));
  });

  it('counts another value and a silent server as missing, and stands again as soon as it is found', () => {
    for (const finding of ['other_value', 'no_answer'] as const) {
      expect(weigh(finding, null, day(0), day(1))).toBe('missing');
      expect(weigh(finding, day(0), day(13), day(14))).toBe('ended');
    }
    expect(weigh('found', day(0), day(13), day(20))).toBe('stands');
  });
});
