import { namedSchemas } from '@companyaccount/contract/openapi';
import fastJsonStringify from 'fast-json-stringify';

/** The named schemas that a schema points to, and those that these point to. */
function namedIn(schema: unknown, found: Record<string, object> = {}): Record<string, object> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key !== '$ref') {
      namedIn(value, found);
      continue;
    }
    const name = String(value).replace(/#$/u, '');
    const named = namedSchemas[name];
    if (named === undefined || name in found) continue;
    found[name] = named;
    namedIn(named, found);
  }
  return found;
}

/**
 * Writes answers of a schema as JSON. Compiled when the first answer goes out, and with only the named schemas that it
 * needs: for all routes at the start, each with all schemas, it would take seconds.
 */
export function compileSerializer(schema: object): (data: unknown) => string {
  let serialize: ((data: unknown) => string) | undefined;
  return (data) => {
    serialize ??= fastJsonStringify(schema as never, { schema: namedIn(schema) as never }) as (data: unknown) => string;
    return serialize(data);
  };
}
