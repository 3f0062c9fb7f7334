import { describe, expect, it } from 'vitest';
import { detectionName } from './definition-queries.ts';

describe('what a scanner reports', () => {
  it.each([
    ['Trojan.Win32.Agent.abc', 'Trojan.Win32.Agent.abc'],
    ['Trojan.Win32.Agent.abc-17-0.UNOFFICIAL', 'Trojan.Win32.Agent.abc'],
    ['YARA.Trojan_Win32_Agent_abc_17_0.UNOFFICIAL', 'Trojan.Win32.Agent.abc'],
    ['YARA.Worm_Linux_Mirai_2_a_3_1', 'Worm.Linux.Mirai_2.a'],
  ])('%s is found as %s', (reported, name) => expect(detectionName(reported)).toBe(name));
});
