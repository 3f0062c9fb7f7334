import type { Client } from '@companyaccount/contract/client';
import type { CreateRequest } from '@companyaccount/contract/requests';
import type { TestApp } from '../harness/test-app.ts';

/** Files a request with Technical Support. */
export const fileAs = (client: Client, more: Partial<CreateRequest> = {}) =>
  client.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'Every hour.', ...more },
  });

/** Everything that a merge changes in a request, as the database has it; not when it was last touched. */
export async function rowOf(test: TestApp, id: string) {
  const { updated_at: _, ...row } = await test.platform.db
    .selectFrom('app.requests')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row;
}

/** The texts of a request as its page shows them, in their order. */
export const textsOf = async (client: Client, id: string): Promise<string[]> =>
  (await client.listMessages({ params: { id } })).data.map(({ text }) => text);

/** What the timeline tells of merges: from and to. */
export const toldOf = async (client: Client, id: string) =>
  (await client.listTimeline({ params: { id } })).data
    .filter(({ type }) => type === 'merged' || type === 'unmerged')
    .map(({ type, from, to }) => [type, from ?? to]);
