import { route } from './route.ts';
import { object, Type } from './schema.ts';

const file = Type.String({ maxLength: 160 });
const raw = {
  permission: 'anyone',
  method: 'GET',
  status: 200,
  reply: null,
  answer: 'raw',
  errors: ['not_found'],
} as const;

/** The definitions once more, for clients of The Update Framework (version 1 of its specification). */
export const signedDefinitionRoutes = {
  getMetadata: route({
    ...raw,
    path: '/definitions/tuf/metadata/:file',
    summary: 'Signed metadata of the definitions; not found where this installation has no root',
    params: object({ file }),
    mediaType: 'application/json',
  }),
  getTarget: route({
    ...raw,
    path: '/definitions/tuf/targets/:file',
    summary: 'A file of the newest release, with its SHA-256 in front of its name',
    params: object({ file }),
    mediaType: 'application/octet-stream',
  }),
  getReleaseTarget: route({
    ...raw,
    path: '/definitions/tuf/targets/:number/:file',
    summary: 'A file of one of the last 50 releases, with its SHA-256 in front of its name',
    params: object({ number: Type.String({ maxLength: 30 }), file }),
    mediaType: 'application/octet-stream',
  }),
};
