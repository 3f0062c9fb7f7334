import { expect, it } from 'vitest';
import { changedRequests } from './changed-requests.ts';

const ONE = '01a206f7-0000-7000-8000-000000000001';
const TWO = '01a206f7-0000-7000-8000-000000000002';

it('knows for ten seconds what somebody else has changed', () => {
  let now = 1000;
  const changes = changedRequests(() => now);
  changes.hear(ONE);
  expect(changes.at(ONE)).toBe(1000);
  expect(changes.at(TWO)).toBeUndefined();
  now += 10_000;
  expect(changes.at(ONE)).toBe(1000);
  now += 1;
  expect(changes.at(ONE)).toBeUndefined();
});

it('says nothing of what was asked for here, while it is under way and a moment after', () => {
  let now = 1000;
  const changes = changedRequests(() => now);
  const end = changes.begin(`/api/v1/desk/requests/bulk {"requestIds":["${ONE}"]}`);
  now += 60_000;
  changes.hear(ONE);
  changes.hear(TWO);
  end();
  now += 2000;
  changes.hear(ONE);
  expect(changes.at(ONE)).toBeUndefined();
  expect(changes.at(TWO)).toBe(61_000);
  now += 1;
  changes.hear(ONE);
  expect(changes.at(ONE)).toBe(63_001);
});
