import { describe, expect, it } from 'vitest';
import { nextVariant, readDetectionName, yaraNameOf } from './detection-name.ts';

describe('a detection’s name', () => {
  it.each(['Trojan.Win32.Agent.abc', 'Worm.Linux.Mirai_2.a', 'Adware.Any.Bundler.gen'])('may be %s', (name) => {
    expect(Object.values(readDetectionName(name) ?? {}).join('.')).toBe(name);
  });
  it.each([
    '',
    'Trojan.Win32.Agent',
    'Trojan.Win32.Agent.abc.d',
    'Trojan.Win32.Agent.ABC',
    'Trojan.Win 32.Agent.a',
    'Trojan.Win32.Ag:ent.a',
    'Trojan.Win32.Ag;ent.a',
    'Trojan.Win32.Агент.a',
    'Trojan.Win32.-Agent.a',
    `Trojan.Win32.${'A'.repeat(33)}.a`,
    'Trojan.Win32.Agent.a\nEvil.Any.B.c',
  ])('may not be %j', (name) => expect(readDetectionName(name)).toBeNull());

  it('goes on with the next variant', () => {
    expect(nextVariant([])).toBe('a');
    expect(nextVariant(['a', 'c', 'b'])).toBe('d');
    expect(nextVariant(['z', 'gen'])).toBe('aa');
    expect(nextVariant(['az'])).toBe('ba');
    expect(nextVariant(['gem'])).toBe('geo');
  });

  it('is an identifier in YARA', () => expect(yaraNameOf('Trojan.Win32.Agent.abc')).toBe('Trojan_Win32_Agent_abc'));
});
