import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** How many a company may have. */
export const PROFILES_MAX = 100;

/** An environment of the company's: what a new request about it says of product, version and operating system. */
export const ProductProfile = object(
  {
    id: Uuid,
    name: Type.String(),
    product: object({ id: Uuid, name: Type.String() }),
    productVersion: nullable(Type.String()),
    operatingSystem: nullable(Type.String()),
    notes: nullable(Type.String()),
    version: Type.Integer(),
    createdAt: Timestamp,
  },
  'ProductProfile',
);
export type ProductProfile = Static<typeof ProductProfile>;

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const optional = (maxLength: number) => Type.Optional(nullable(text(maxLength)));

export const PROFILE_NAME_MAX = 100;
export const PROFILE_NOTES_MAX = 2000;

export const CreateProductProfile = object({
  name: text(PROFILE_NAME_MAX),
  productId: Uuid,
  /** A version of the product, or any build. */
  productVersion: optional(100),
  operatingSystem: optional(200),
  notes: optional(PROFILE_NOTES_MAX),
});
export type CreateProductProfile = Static<typeof CreateProductProfile>;

export const PatchProductProfile = object({
  ...CreateProductProfile.properties,
  name: Type.Optional(text(PROFILE_NAME_MAX)),
  productId: Type.Optional(Uuid),
});
export type PatchProductProfile = Static<typeof PatchProductProfile>;

const ProfileParams = object({ id: Uuid, profileId: Uuid });

/** Open to all members: whoever knows an environment keeps what is known of it. */
export const productProfileRoutes = {
  listProductProfiles: route({
    method: 'GET',
    path: '/api/v1/companies/:id/profiles',
    summary: 'Product profiles of the company, in the order of their making',
    permission: 'member',
    scope: 'company:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(ProductProfile)),
    errors: ['not_found'],
  }),
  createProductProfile: route({
    method: 'POST',
    path: '/api/v1/companies/:id/profiles',
    summary: 'Save an environment of the company',
    permission: 'member',
    params: IdParams,
    query: draftQuery,
    body: CreateProductProfile,
    status: 201,
    reply: ref(ProductProfile),
    errors: ['not_found', 'too_many_profiles'],
    idempotent: true,
    throttle: { by: 'person', limit: 200, seconds: 600 },
  }),
  patchProductProfile: route({
    method: 'PATCH',
    path: '/api/v1/companies/:id/profiles/:profileId',
    summary: 'Correct a product profile',
    permission: 'member',
    params: ProfileParams,
    query: draftQuery,
    body: PatchProductProfile,
    status: 200,
    reply: ref(ProductProfile),
    errors: ['not_found'],
    versioned: true,
  }),
  deleteProductProfile: route({
    method: 'DELETE',
    path: '/api/v1/companies/:id/profiles/:profileId',
    summary: 'Delete a product profile; requests that it filled stay as they are',
    permission: 'member',
    params: ProfileParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
};
