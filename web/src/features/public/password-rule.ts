import { PASSWORD_MAX, PASSWORD_MIN } from '@companyaccount/contract';

/** Whether a password keeps the rule; characters are counted as the server counts them. */
export function judgePassword(password: string): { typed: number; verdict: 'empty' | 'short' | 'long' | 'fine' } {
  const typed = [...password].length;
  if (typed === 0) return { typed, verdict: 'empty' };
  if (typed < PASSWORD_MIN) return { typed, verdict: 'short' };
  return { typed, verdict: typed > PASSWORD_MAX ? 'long' : 'fine' };
}
