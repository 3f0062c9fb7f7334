import type { RouteName } from '@companyaccount/contract/routes';
import { ratingToken } from '../../src/features/requests/rating-token.ts';
import type { TestApp } from '../harness/test-app.ts';
import { fileRequest } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** A request of Anna that has just been resolved, and the token by which she rates it. */
export async function resolvedRequest(
  test: TestApp,
  email: 'anna@acme.example' | 'boris@acme.example' = 'anna@acme.example',
): Promise<{ id: string; personId: string; resolvedAt: Date; token: string }> {
  const id = await fileRequest(test, await test.signIn(email));
  const engineer = await test.as('engineer@vendor.example');
  await engineer.setRequestStatus({ params: { id }, body: { status: 'resolved', resolution: 'fixed' } });
  const { id: personId } = await (await test.as(email)).getMe();
  const { resolved_at: resolvedAt } = await test.platform.db
    .selectFrom('app.requests')
    .select('resolved_at')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (resolvedAt === null) throw new Error(`${id} is not resolved`);
  return {
    id,
    personId,
    resolvedAt,
    token: ratingToken(test.platform.keyring, { requestId: id, personId, resolvedAt }),
  };
}

/** What is done about how customers rate. */
export const ratingDeeds = (test: () => TestApp): Partial<Record<RouteName, Deed>> => ({
  rateByLink: {
    action: 'request.rated',
    given: async () => ({ headers: { authorization: `Bearer ${(await resolvedRequest(test())).token}` } }),
  },
  settleRating: {
    action: 'request.rating_settled',
    given: async () => {
      const { id } = await resolvedRequest(test());
      await (await test().as('anna@acme.example')).rateRequest({ params: { id }, body: { value: 'bad' } });
      return { params: { id }, cookie: await test().signIn('lead@vendor.example') };
    },
  },
});
