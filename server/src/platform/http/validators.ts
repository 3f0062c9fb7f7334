import type { FieldError, FieldErrorCode } from '@companyaccount/contract/errors';
import { namedSchemas } from '@companyaccount/contract/openapi';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

// Two validators: what came as JSON keeps its types, what came in the address bar is text and is read as the type asked
// for. Neither drops unknown fields: a typing error in a field's name must not pass in silence.
// Formats are exactly what is later taken without a fault: ids as we write them (PostgreSQL knows no `urn:`), times that
// are a moment (no leap second, which no clock here shows), addresses that the sign-in library takes too.
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const TIME = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/u;
const ADDRESS =
  /^[A-Za-z0-9_'+-]+(?:\.[A-Za-z0-9_'+-]+)*(?<!')@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/u;

export const isId = (text: string): boolean => ID.test(text);
/** Whether the text is a moment of the calendar: no 30th of February, no year 0, both of which PostgreSQL refuses. */
export function isTime(text: string): boolean {
  if (!TIME.test(text) || Number.isNaN(Date.parse(text))) return false;
  const day = text.slice(0, 10);
  return new Date(day).toISOString().startsWith(day);
}

/** Whether the text is a day of the calendar, such as 2027-12-31. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/u.test(text) && isTime(`${text}T00:00:00Z`);

const build = (coerceTypes: false | 'array') => {
  const ajv = new Ajv({
    allErrors: true,
    removeAdditional: false,
    useDefaults: true,
    coerceTypes,
    strict: true,
    strictTypes: false,
    // Of several forms, the one that the body names is the only one to be told about.
    discriminator: true,
  });
  ajv.addFormat('uuid', isId);
  ajv.addFormat('date-time', isTime);
  ajv.addFormat('date', isDay);
  ajv.addFormat('email', ADDRESS);
  for (const schema of Object.values(namedSchemas)) ajv.addSchema(schema);
  return ajv;
};
const strict = build(false);
const loose = build('array');

/**
 * Places of values that cannot be kept as they are: PostgreSQL takes no NUL, UTF-8 no half of a surrogate pair, and what
 * was too large for a number became Infinity, which the validator lets pass every bound.
 */
function unkept(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0') ? [] : [path];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unkept(inner, `${path}/${escapePointer(name)}`));
}

/** The validator of one part of a request, compiled when the first request comes: a start need not wait for all of them. */
export function compileValidator(
  schema: object,
  part: string | undefined,
): (data: unknown) => boolean | { error: ErrorObject[] } {
  let validate: ValidateFunction | undefined;
  return (data) => {
    validate ??= (part === 'body' ? strict : loose).compile(schema);
    // The schema goes first: it bounds how deep the data can be.
    if (!validate(data)) return { error: validate.errors ?? [] };
    const places = unkept(data, '');
    if (places.length === 0) return true;
    return { error: places.map((instancePath) => ({ instancePath, keyword: 'format', schemaPath: '', params: {} })) };
  };
}

const CODES: Record<string, FieldErrorCode> = {
  required: 'required',
  additionalProperties: 'unknown_field',
  type: 'wrong_type',
  format: 'wrong_format',
  pattern: 'wrong_format',
  enum: 'not_one_of',
  minLength: 'too_short',
  maxLength: 'too_long',
  minItems: 'too_short',
  maxItems: 'too_long',
  minimum: 'too_small',
  maximum: 'too_large',
};

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function fieldError({ keyword, instancePath, params }: ErrorObject): FieldError {
  const { missingProperty, additionalProperty, limit } = params as Record<string, unknown>;
  const field = missingProperty ?? additionalProperty;
  return {
    pointer: typeof field === 'string' ? `${instancePath}/${escapePointer(field)}` : instancePath,
    code: CODES[keyword] ?? 'invalid',
    ...(typeof limit === 'number' ? { limit } : {}),
  };
}

/** The validator's findings as field errors: one a field, the first found. */
export function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const byPointer = new Map<string, FieldError>();
  for (const error of errors) {
    if (error.keyword === 'anyOf') continue;
    const found = fieldError(error);
    if (!byPointer.has(found.pointer)) byPointer.set(found.pointer, found);
  }
  return [...byPointer.values()].slice(0, 50);
}
