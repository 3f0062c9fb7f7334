import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { readUnsubscribeToken, UNSUBSCRIBE_DAYS, unsubscribeToken } from './unsubscribe-token.ts';

const keyring = createKeyring([randomBytes(32)]);
const now = new Date('2026-05-01T10:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

it('says whom and what it switches off, until its time is over', () => {
  const wish = { personId: randomUUID(), event: 'daily' } as const;
  const token = unsubscribeToken(keyring, wish, now);
  expect(readUnsubscribeToken(keyring, token, now)).toEqual(wish);
  expect(readUnsubscribeToken(keyring, token, inDays(UNSUBSCRIBE_DAYS))).toEqual(wish);
  expect(readUnsubscribeToken(keyring, token, inDays(UNSUBSCRIBE_DAYS + 1))).toBeNull();
});

it('refuses every changed letter and every other key', () => {
  const token = unsubscribeToken(keyring, { personId: randomUUID(), event: 'answer' }, now);
  for (let place = 0; place < token.length; place += 1) {
    const changed = `${token.slice(0, place)}${token[place] === 'A' ? 'B' : 'A'}${token.slice(place + 1)}`;
    expect(readUnsubscribeToken(keyring, changed, now), `letter ${place}`).toBeNull();
  }
  expect(readUnsubscribeToken(createKeyring([randomBytes(32)]), token, now)).toBeNull();
  for (const bad of ['', '.', 'a.b', `${token}A`, token.slice(1), ` ${token}`]) {
    expect(readUnsubscribeToken(keyring, bad, now)).toBeNull();
  }
});
