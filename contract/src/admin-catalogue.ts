import { SUPPORT_STATES } from './licensing.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Type, Uuid } from './schema.ts';

/** Without blanks at its ends, so that two names that look alike are alike. */
const line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^\\S(?:.*\\S)?$' });
export const CatalogueName = line(100);
export const CalendarDay = Type.String({ format: 'date' });

export const ProductVersion = object({
  version: line(50),
  support: oneOf(SUPPORT_STATES),
  supportUntil: nullable(CalendarDay),
});
export type ProductVersion = Static<typeof ProductVersion>;

const componentFields = {
  code: Type.String({
    maxLength: 60,
    pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
    description: 'stands in the name of the key file',
  }),
  name: CatalogueName,
};
/** A component keeps its id; one without an id is new. */
export const NewComponent = object({ id: Type.Optional(Uuid), ...componentFields });
export type NewComponent = Static<typeof NewComponent>;

export const CatalogueProduct = object(
  {
    id: Uuid,
    name: Type.String(),
    archived: Type.Boolean(),
    /** In use by a license or a request: it can be archived, but not deleted. */
    used: Type.Boolean(),
    versions: Type.Array(ProductVersion),
    components: Type.Array(object({ id: Uuid, ...componentFields })),
    version: Type.Integer(),
  },
  'CatalogueProduct',
);
export type CatalogueProduct = Static<typeof CatalogueProduct>;

const versions = Type.Array(ProductVersion, { maxItems: 200 });
const components = Type.Array(NewComponent, { minItems: 1, maxItems: 50 });

export const CreateProduct = object(
  { name: CatalogueName, versions: Type.Optional(versions), components: Type.Optional(components) },
  'CreateProduct',
);
export type CreateProduct = Static<typeof CreateProduct>;
/** Lists replace the whole list; what is left out of one is gone. */
export const PatchProduct = object(
  {
    name: Type.Optional(CatalogueName),
    archived: Type.Optional(Type.Boolean()),
    versions: Type.Optional(versions),
    components: Type.Optional(components),
  },
  'PatchProduct',
);
export type PatchProduct = Static<typeof PatchProduct>;

const YEAR_MINUTES = 525_600;
const Minutes = Type.Integer({ minimum: 1, maximum: YEAR_MINUTES });
/** Working minutes within which the vendor first answers, speaks again, and solves; a resolution need not be promised. */
const Target = object({ first: Minutes, next: Minutes, resolution: nullable(Minutes) });
/** By severity, 1 being the worst. */
export const PlanTargets = object({ 1: Target, 2: Target, 3: Target, 4: Target });
export type PlanTargets = Static<typeof PlanTargets>;

const planFields = {
  name: CatalogueName,
  hours: Type.String({ maxLength: 200, description: 'when support works, in words' }),
  namedContacts: nullable(Type.Integer({ minimum: 1, maximum: 10_000, description: 'null: any number' })),
  targets: PlanTargets,
  /** The calendar in which the minutes are counted. */
  calendarId: Uuid,
};
export const CataloguePlan = object(
  { id: Uuid, ...planFields, archived: Type.Boolean(), used: Type.Boolean(), version: Type.Integer() },
  'CataloguePlan',
);
export type CataloguePlan = Static<typeof CataloguePlan>;
export const CreatePlan = object(
  {
    name: CatalogueName,
    hours: Type.Optional(planFields.hours),
    namedContacts: Type.Optional(planFields.namedContacts),
    targets: PlanTargets,
    /** Around the clock where none is named. */
    calendarId: Type.Optional(Uuid),
  },
  'CreatePlan',
);
export type CreatePlan = Static<typeof CreatePlan>;
export const PatchPlan = object(
  {
    name: Type.Optional(CatalogueName),
    hours: Type.Optional(planFields.hours),
    namedContacts: Type.Optional(planFields.namedContacts),
    targets: Type.Optional(PlanTargets),
    calendarId: Type.Optional(Uuid),
    archived: Type.Optional(Type.Boolean()),
  },
  'PatchPlan',
);
export type PatchPlan = Static<typeof PatchPlan>;

export const adminCatalogueRoutes = {
  listCatalogueProducts: route({
    method: 'GET',
    path: '/api/v1/admin/products',
    summary: "Products in the vendor's order, archived ones too",
    permission: 'admin',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(CatalogueProduct)),
  }),
  createProduct: route({
    method: 'POST',
    path: '/api/v1/admin/products',
    summary: 'Add a product; without components it has one, named like itself',
    permission: 'admin',
    body: ref(CreateProduct),
    status: 201,
    reply: ref(CatalogueProduct),
    idempotent: true,
  }),
  getCatalogueProduct: route({
    method: 'GET',
    path: '/api/v1/admin/products/:id',
    summary: 'One product with its versions and components',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(CatalogueProduct),
  }),
  patchProduct: route({
    method: 'PATCH',
    path: '/api/v1/admin/products/:id',
    summary: 'Change a product; key files are signed anew where what they say has changed',
    permission: 'admin',
    params: IdParams,
    body: ref(PatchProduct),
    status: 200,
    reply: ref(CatalogueProduct),
    versioned: true,
  }),
  moveProduct: route({
    method: 'POST',
    path: '/api/v1/admin/products/:id/move',
    summary: 'Put a product before another one, or at the end',
    permission: 'admin',
    params: IdParams,
    body: object({ before: nullable(Uuid) }),
    status: 204,
    reply: null,
  }),
  deleteProduct: route({
    method: 'DELETE',
    path: '/api/v1/admin/products/:id',
    summary: 'Delete a product that nothing uses',
    permission: 'admin',
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['in_use'],
  }),
  listCataloguePlans: route({
    method: 'GET',
    path: '/api/v1/admin/plans',
    summary: 'Support plans, oldest first, archived ones too',
    permission: 'admin',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(CataloguePlan)),
  }),
  createPlan: route({
    method: 'POST',
    path: '/api/v1/admin/plans',
    summary: 'Add a support plan',
    permission: 'admin',
    body: ref(CreatePlan),
    status: 201,
    reply: ref(CataloguePlan),
    idempotent: true,
    errors: ['plan_slower_than_public'],
  }),
  getCataloguePlan: route({
    method: 'GET',
    path: '/api/v1/admin/plans/:id',
    summary: 'One support plan',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(CataloguePlan),
  }),
  patchPlan: route({
    method: 'PATCH',
    path: '/api/v1/admin/plans/:id',
    summary:
      'Change a support plan; promises that run under it are counted anew, key files signed anew when its name changes',
    permission: 'admin',
    params: IdParams,
    body: ref(PatchPlan),
    status: 200,
    reply: ref(CataloguePlan),
    versioned: true,
    errors: ['plan_slower_than_public'],
  }),
  deletePlan: route({
    method: 'DELETE',
    path: '/api/v1/admin/plans/:id',
    summary: 'Delete a support plan that nothing uses',
    permission: 'admin',
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['in_use'],
  }),
};
