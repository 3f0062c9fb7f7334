import { Type, type Static, type TObject, type TProperties, type TSchema } from 'typebox';

export { Type };
export type { Static, TSchema };

/** An object that refuses unknown fields. With an `id` it is a named schema of the OpenAPI description. */
export function object<P extends TProperties>(properties: P, id?: string): TObject<P> {
  return Type.Object(properties, { additionalProperties: false, ...(id === undefined ? {} : { $id: id }) });
}

/** Points to a named schema instead of repeating it, and keeps its type. Throws when the schema has no name. */
export function ref<T extends TSchema>(schema: T) {
  const id = (schema as { $id?: string }).$id;
  if (id === undefined) throw new TypeError('ref() needs a schema with an $id');
  return Type.Unsafe<Static<T>>({ $ref: `${id}#` });
}

export const nullable = <T extends TSchema>(schema: T, options: { description?: string } = {}) =>
  Type.Union([schema, Type.Null()], options);

/** One of a fixed set of words; the set itself stays readable as a constant beside it. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

export const Uuid = Type.String({ format: 'uuid' });
/** RFC 3339 in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });
export const Email = Type.String({ format: 'email', maxLength: 254 });
export const PersonName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;
export const Password = Type.String({ minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX });
/** Languages of the interface; the texts of people may be in any ISO 639 language. */
export const INTERFACE_LANGUAGES = ['en', 'ru'] as const;
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number];
export const InterfaceLanguage = oneOf(INTERFACE_LANGUAGES);
export const TextLanguage = Type.String({ pattern: '^[a-z]{2,3}$' });

/** In hex. */
export const Sha256 = Type.String({ pattern: '^[0-9a-fA-F]{64}$' });

export const IdParams = object({ id: Uuid });
