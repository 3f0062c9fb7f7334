import { DESKS, Request } from './requests.ts';
import { route } from './route.ts';
import { IdParams, object, oneOf, ref, type Static, Type } from './schema.ts';
import { TAGS_MAX, TagText } from './tag-words.ts';
export * from './tag-words.ts';

/** How many different ones a desk may have in use. */
export const TAGS_OF_DESK_MAX = 1000;

const Some = Type.Array(TagText, { maxItems: TAGS_MAX });
export const TagRequest = object({ add: Type.Optional(Some), remove: Type.Optional(Some) }, 'TagRequest');
export type TagRequest = Static<typeof TagRequest>;

/** Words by which staff find requests again; each desk has its own, and customers never see them. */
export const tagRoutes = {
  listTags: route({
    method: 'GET',
    path: '/api/v1/desk/tags',
    summary: 'The tags that requests of a desk have, by name',
    permission: 'desk',
    scope: 'requests:read',
    query: object({ desk: oneOf(DESKS) }),
    status: 200,
    reply: object({ data: Type.Array(Type.String(), { maxItems: TAGS_OF_DESK_MAX }) }),
  }),
  tagRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/tags',
    summary: 'Give a request tags, or take some away; a tag is kept in small letters with hyphens',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    body: ref(TagRequest),
    status: 200,
    reply: ref(Request),
    errors: ['too_many_tags'],
  }),
};
