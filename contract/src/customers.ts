import { COUNT_MAX } from './desk.ts';
import { License } from './licensing.ts';
import { ProductProfile } from './product-profiles.ts';
import { DESKS, STATUSES } from './requests.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** How many of each list are shown beside a request. */
export const CUSTOMER_ROWS = 5;

const some = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  object({
    total: Type.Integer({ maximum: COUNT_MAX, description: 'counted no further' }),
    data: Type.Array(item, { maxItems: CUSTOMER_ROWS }),
  });

/** What a desk knows of the company behind a request. */
export const Customer = object(
  {
    company: object({ id: Uuid, name: Type.String(), since: Timestamp, members: Type.Integer({ maximum: COUNT_MAX }) }),
    plan: nullable(Type.String(), { description: 'its requests are answered under now; null: no license is valid' }),
    /** What is valid first, and of that what ends first. */
    licenses: some(ref(License)),
    environments: some(ref(ProductProfile)),
    /** All but this one, the latest first. */
    requests: object({
      open: Type.Integer({ maximum: COUNT_MAX }),
      total: Type.Integer({ maximum: COUNT_MAX }),
      data: Type.Array(
        object({
          id: Uuid,
          desk: oneOf(DESKS),
          number: Type.String(),
          subject: Type.String(),
          status: oneOf(STATUSES),
          createdAt: Timestamp,
        }),
        { maxItems: CUSTOMER_ROWS },
      ),
    }),
    ratings: object({ good: Type.Integer(), bad: Type.Integer() }),
  },
  'Customer',
);
export type Customer = Static<typeof Customer>;

export const customerRoutes = {
  getCustomer: route({
    method: 'GET',
    path: '/api/v1/desk/requests/:id/customer',
    summary: 'The company behind a request: plan, licenses, environments, other requests, satisfaction',
    permission: 'desk',
    scope: 'requests:read',
    params: IdParams,
    status: 200,
    reply: ref(Customer),
    errors: ['not_found'],
  }),
};
