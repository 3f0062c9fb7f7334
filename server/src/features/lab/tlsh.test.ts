import { describe, expect, it } from 'vitest';
import { tlsh, tlshDistance } from './tlsh.ts';

/** The same numbers every time, as if by chance. */
function numbers(length: number, seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return (state >> 16) & 255;
    }),
  );
}

describe('TLSH', () => {
  // What another implementation of the algorithm makes of the same bytes.
  it.each([
    [600, 1, 'T13FF047ED12C8F4D4E3571C4C4438F6C8DB1148972714C74386E1D0DED0042DE16EA74D'],
    [3000, 2, 'T1C0512C73419EB1948387C6BCADE11B661E103819B8ECC1EA1654BE859FD561E81882A9'],
    [100_000, 3, 'T105A3C0BECE4C73246E13C0C8587AFD8B8606DD857995C5F6FE04B5CE8118E20B167AE9'],
  ])('of %i bytes', (length, seed, digest) => {
    expect(tlsh(numbers(length, seed))).toBe(digest);
  });

  it('is near where files are similar, and far where they are not', () => {
    const one = numbers(20_000, 4);
    const changed = Buffer.concat([one.subarray(0, 9000), Buffer.from('a few words in between'), one.subarray(9000)]);
    const near = tlshDistance(tlsh(one) ?? '', tlsh(changed) ?? '');
    const far = tlshDistance(tlsh(one) ?? '', tlsh(numbers(20_000, 5)) ?? '');
    expect(near).toBeLessThan(20);
    expect(far).toBeGreaterThan(60);
  });

  it('is not made of what is too short or too much alike', () => {
    expect(tlsh(Buffer.alloc(0))).toBeNull();
    expect(tlsh(numbers(49, 1))).toBeNull();
    expect(tlsh(Buffer.alloc(100_000, 'ab'))).toBeNull();
  });

  it('has distances that are the same both ways, count the length in, and are 0 for the same', () => {
    const digests = [600, 3000, 3100, 100_000].map((length, index) => tlsh(numbers(length, index)) ?? '');
    for (const one of digests) {
      expect(tlshDistance(one, one)).toBe(0);
      for (const other of digests) expect(tlshDistance(one, other)).toBe(tlshDistance(other, one));
    }
    const [digest = ''] = digests;
    const longer = `${digest.slice(0, 4)}${digest.slice(4, 6) === '00' ? '50' : '00'}${digest.slice(6)}`;
    expect(tlshDistance(digest, longer)).toBeGreaterThan(12);
    const step = digest.endsWith('0') ? '3' : '0';
    expect(tlshDistance(digest, digest.slice(0, -1) + step)).toBeLessThanOrEqual(12);
  });
});
