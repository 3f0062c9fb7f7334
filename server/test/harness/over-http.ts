import { type Client, createClient } from '@companyaccount/contract/client';
import { expect } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';

/** Signs a demo account in at a program that runs by itself, and answers with the cookie. */
export async function signInAt(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** The typed client of such a program, with a session. */
export const clientAt = (baseUrl: string, cookie: string): Client =>
  createClient({
    baseUrl,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } }),
  });
