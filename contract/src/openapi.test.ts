import { describe, expect, it } from 'vitest';
import { ERROR_STATUS } from './errors.ts';
import { namedSchemas, openApiDocument } from './openapi.ts';
import { PERMISSIONS } from './permissions.ts';
import type { RouteSpec } from './route.ts';
import { routes } from './routes.ts';

const all = Object.entries<RouteSpec>(routes);

describe('the route table', () => {
  it('has each method and path once', () => {
    const keys = all.map(([, { method, path }]) => `${method} ${path.replaceAll(/:\w+/gu, ':')}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(all)('%s names its parameters, a known permission and known errors', (_, spec) => {
    const named = [...spec.path.matchAll(/:(\w+)/gu)].map(([, name]) => name);
    const declared = Object.keys((spec.params as { properties?: object } | undefined)?.properties ?? {});
    expect(declared).toEqual(named);
    expect(Object.keys(PERMISSIONS)).toContain(spec.permission);
    for (const code of spec.errors ?? []) expect(ERROR_STATUS).toHaveProperty(code);
    if (spec.method === 'GET') expect(spec.body).toBeUndefined();
    if (spec.method === 'PATCH' && spec.answer !== 'raw') expect(spec.versioned).toBe(true);
  });

  it('refuses unknown fields in every body', () => {
    for (const [name, { body }] of all) {
      if (body === undefined) continue;
      const reference = (body as { $ref?: string }).$ref?.replace('#', '');
      const schema = reference === undefined ? body : namedSchemas[reference];
      expect(schema, name).toMatchObject({ additionalProperties: false });
    }
  });
});

describe('the OpenAPI document', () => {
  const document = openApiDocument('1.0.0') as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: object };
  };

  it('describes every route', () => {
    const described = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
    expect(described).toHaveLength(all.length);
  });

  it('points only at schemas it has', () => {
    const pointers = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/gu)].map(
      ([, name]) => name ?? '',
    );
    expect(pointers.length).toBeGreaterThan(20);
    for (const name of new Set(pointers)) expect(document.components.schemas).toHaveProperty(name);
  });
});
