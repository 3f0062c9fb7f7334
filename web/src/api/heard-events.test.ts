import { describe, expect, it } from 'vitest';
import { heardEvents } from './heard-events.ts';

describe('heard events', () => {
  it('tells what is repeated from what is new, in whatever order it comes', () => {
    const heard = heardEvents();
    expect(heard.last()).toBeUndefined();
    heard.begin(10);
    expect(heard.last()).toBe(10);
    expect([12, 11, 12, 11].map((id) => heard.add(id))).toEqual(['new', 'new', 'known', 'known']);
    expect(heard.last()).toBe(12);
  });

  it('knows what happened before the first stream, but not what was missed during a later break', () => {
    const heard = heardEvents();
    heard.begin(10);
    expect(heard.add(9)).toBe('old');
    heard.begin(20);
    expect(heard.add(15)).toBe('new');
    expect(heard.last()).toBe(20);
  });

  it('forgets the oldest beyond two thousand', () => {
    const heard = heardEvents();
    for (let id = 1; id <= 2001; id += 1) heard.add(id);
    expect(heard.add(2)).toBe('known');
    expect(heard.add(1)).toBe('new');
  });
});
