import type { FieldError, FieldErrorCode } from '@companyaccount/contract/errors';
import { namedSchemas } from '@companyaccount/contract/openapi';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

// Two validators: what came as JSON keeps its types, what came in the address bar is text and is read as the type asked
// for. Neither drops unknown fields: a typing error in a field's name must not pass in silence.
const build = (coerceTypes: false | 'array') => {
  const ajv = new Ajv({ allErrors: true, removeAdditional: false, useDefaults: true, coerceTypes, strict: true, strictTypes: false });
  addFormats.default(ajv, ['uuid', 'email', 'date-time']);
  for (const schema of Object.values(namedSchemas)) ajv.addSchema(schema);
  return ajv;
};
const strict = build(false);
const loose = build('array');

/** Compiles the validator of one part of a request. */
export const compileValidator = (schema: object, part: string | undefined): ValidateFunction =>
  (part === 'body' ? strict : loose).compile(schema);

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
