import { expect, it } from 'vitest';
import { faultOf, isFinalFault, nextTry } from './mail-fault.ts';

it.each([
  [{ command: 'RCPT TO', code: 'EENVELOPE', responseCode: 550 }, 'address_refused', true],
  [{ command: 'RCPT TO', code: 'EENVELOPE', responseCode: 451 }, 'postponed', false],
  [{ command: 'DATA', code: 'EMESSAGE', responseCode: 554 }, 'mail_refused', true],
  [{ command: 'DATA', code: 'EMESSAGE', responseCode: 452 }, 'postponed', false],
  [{ command: 'AUTH PLAIN', code: 'EAUTH', responseCode: 535 }, 'sign_in_refused', false],
  [{ command: 'MAIL FROM', code: 'EENVELOPE', responseCode: 553 }, 'sender_refused', false],
  [{ command: 'CONN', code: 'ESOCKET' }, 'unreachable', false],
  [{ command: 'CONN', code: 'EDNS' }, 'unreachable', false],
  [{ command: 'CONN', code: 'ETIMEDOUT' }, 'timed_out', false],
  [{ command: 'CONN', code: 'ETLS' }, 'no_encryption', false],
  [new Error('something else'), 'other', false],
])('tells what went wrong: %o', (error, fault, final) => {
  expect(faultOf(error)).toBe(fault);
  expect(isFinalFault(faultOf(error))).toBe(final);
});

it('tries for a day, later each time, and then gives up', () => {
  let at = new Date('2026-03-01T12:00:00Z');
  let last = 0;
  let tries = 1;
  for (let next = nextTry(tries, at); next !== null; next = nextTry(tries, at)) {
    expect(next.getTime() - at.getTime()).toBeGreaterThanOrEqual(last);
    last = next.getTime() - at.getTime();
    at = next;
    tries += 1;
  }
  expect(tries).toBe(10);
  const hours = (at.getTime() - Date.parse('2026-03-01T12:00:00Z')) / 3_600_000;
  expect(hours).toBeGreaterThan(23);
  expect(hours).toBeLessThanOrEqual(24);
});
