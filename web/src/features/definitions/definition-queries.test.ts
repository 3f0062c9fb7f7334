import { describe, expect, it } from 'vitest';
import { detectionName, readDetectionSearch } from './definition-queries.ts';

describe('what a scanner reports', () => {
  it.each([
    ['Trojan.Win32.Agent.abc', 'Trojan.Win32.Agent.abc'],
    ['Trojan.Win32.Agent.abc-17-0.UNOFFICIAL', 'Trojan.Win32.Agent.abc'],
    ['YARA.Trojan_Win32_Agent_abc_17_0.UNOFFICIAL', 'Trojan.Win32.Agent.abc'],
    ['YARA.Worm_Linux_Mirai_2_a_3_1', 'Worm.Linux.Mirai_2.a'],
  ])('%s is found as %s', (reported, name) => expect(detectionName(reported)).toBe(name));
});

describe('the address of the list of detections', () => {
  it('is read as far as it is known', () => {
    const sample = 'AB'.repeat(32);
    expect(readDetectionSearch({ q: ' Agent ', state: 'draft', sample, more: 1 })).toEqual({
      q: 'Agent',
      state: 'draft',
      sample: sample.toLowerCase(),
    });
    expect(readDetectionSearch({ q: '  ', state: 'gone', sample: 'ab' })).toEqual({});
  });
});
