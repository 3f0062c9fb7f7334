import { route } from './route.ts';
import { listOf, pageQuery } from './lists.ts';
import { nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const LICENSE_STATES = ['active', 'expired', 'suspended', 'revoked'] as const;
export const SUPPORT_STATES = ['full', 'limited', 'ended'] as const;

export const Product = object(
  {
    id: Uuid,
    name: Type.String(),
    versions: Type.Array(object({ version: Type.String(), support: oneOf(SUPPORT_STATES) })),
  },
  'Product',
);
export type Product = Static<typeof Product>;

export const License = object(
  {
    id: Uuid,
    serial: Type.String(),
    product: object({ id: Uuid, name: Type.String() }),
    plan: Type.String(),
    seats: Type.Integer(),
    state: oneOf(LICENSE_STATES),
    validFrom: Timestamp,
    validUntil: nullable(Timestamp),
  },
  'License',
);
export type License = Static<typeof License>;

export const licensingRoutes = {
  listProducts: route({
    method: 'GET',
    path: '/api/v1/products',
    summary: 'Products with their versions and the support each has',
    permission: 'anyone',
    status: 200,
    reply: object({ data: Type.Array(ref(Product)) }),
  }),
  listLicenses: route({
    method: 'GET',
    path: '/api/v1/licenses',
    summary: "The company's licenses, newest first",
    permission: 'member',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(License)),
  }),
};
