import { randomUUID } from 'node:crypto';
import type { TestApp } from '../harness/test-app.ts';
import { type Attempt, companyId } from '../security/attack.ts';

export const anyProduct = async (test: TestApp): Promise<string> =>
  (await test.client().listProducts()).data[0]?.id ?? '';

/** A call by Boris about an environment that his company has just saved. */
export async function onProfile(test: TestApp, more: Attempt = {}): Promise<Attempt> {
  const cookie = await test.signIn('boris@acme.example');
  const id = await companyId(test, 'Acme Logistics');
  const body = { name: randomUUID(), productId: await anyProduct(test) };
  const { id: profileId } = await test.client(cookie).createProductProfile({ params: { id }, body });
  return { params: { id, profileId }, cookie, ...more };
}
