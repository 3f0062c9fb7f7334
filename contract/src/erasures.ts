import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { Email, IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** What an erasure does, in this order: each is done when the next begins. */
export const ERASURE_STEPS = ['own', 'mails', 'trail', 'name'] as const;
export type ErasureStep = (typeof ERASURE_STEPS)[number];

/** Stands where a person's name was, in their language. */
export const ERASED_NAMES = { en: '[erased]', ru: '[удалено]' } as const;

/** Somebody who has an account, as the vendor's administrators see them. */
export const PersonRecord = object(
  {
    id: Uuid,
    name: Type.String(),
    email: Type.String(),
    side: oneOf(['customer', 'vendor']),
    open: Type.Boolean({ description: 'still staff, whose account is to be closed before anything is erased' }),
    companies: Type.Array(object({ id: Uuid, name: Type.String() }), { description: 'to which they belong' }),
    createdAt: Timestamp,
  },
  'PersonRecord',
);
export type PersonRecord = Static<typeof PersonRecord>;

export const Erasure = object(
  {
    id: Uuid,
    personId: Uuid,
    askedBy: object({ id: Uuid, name: Type.String() }),
    done: Type.Integer({ description: 'steps that are done' }),
    total: Type.Integer({ description: 'steps in all' }),
    createdAt: Timestamp,
    finishedAt: nullable(Timestamp),
  },
  'Erasure',
);
export type Erasure = Static<typeof Erasure>;

export const ErasePerson = object({ email: Email }, 'ErasePerson');
export type ErasePerson = Static<typeof ErasePerson>;

/** How personal data is erased: by an admin, for good. */
export const erasureRoutes = {
  findPeople: route({
    method: 'GET',
    path: '/api/v1/admin/people',
    summary: 'Who signs in with an address: one person, or nobody',
    permission: 'admin',
    query: object({ email: Email }),
    status: 200,
    reply: object({ data: Type.Array(ref(PersonRecord), { maxItems: 1 }) }),
  }),
  erasePerson: route({
    method: 'POST',
    path: '/api/v1/admin/people/:id/erase',
    summary:
      'Begin to erase the personal data of a person, for good; they are signed out at once. Their address is typed once more as a confirmation',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    body: ref(ErasePerson),
    status: 202,
    reply: ref(Erasure),
    errors: ['not_found', 'transition_not_allowed'],
  }),
  listErasures: route({
    method: 'GET',
    path: '/api/v1/admin/erasures',
    summary: 'Erasures, newest first, and how far each is',
    permission: 'admin',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Erasure)),
  }),
};
