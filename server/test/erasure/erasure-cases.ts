import { randomUUID } from 'node:crypto';
import type { TestApp } from '../harness/test-app.ts';
import { addMember, type Attempt } from '../security/attack.ts';

/** Somebody new who belongs to Acme, or did, and the call that erases them. */
export async function onErasable(test: TestApp, state: 'active' | 'removed' = 'active'): Promise<Attempt> {
  const email = `${randomUUID()}@acme.example`;
  const { id } = await addMember(test, { email, state });
  return { params: { id }, body: { email } };
}

/** How the routes of erasing people are called by every kind of actor. */
export const erasureCases = (test: () => TestApp) => ({
  findPeople: { given: () => ({ query: { email: 'anna@acme.example' } }) },
  erasePerson: { given: () => onErasable(test()) },
  listErasures: {},
});
