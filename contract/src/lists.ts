import { nullable, object, Type, type TSchema } from './schema.ts';

export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 100;

/** Query parameters of every list. The cursor is opaque; it names the last row seen, never an offset. */
export const pageQuery = {
  'page[size]': Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT })),
  'page[after]': Type.Optional(Type.String({ maxLength: 500 })),
};

/** The form of every list's answer. */
export const listOf = <T extends TSchema>(item: T) =>
  object({
    data: Type.Array(item),
    meta: object({ hasMore: Type.Boolean() }),
    links: object({ next: nullable(Type.String()) }),
  });
