import { object, Type } from './schema.ts';

/** The draft of that version goes when what it became is there; one that was written on meanwhile stays. */
export const draftQuery = object({
  draft: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 999_999_999, description: 'version of the draft that is sent with this call' }),
  ),
});
