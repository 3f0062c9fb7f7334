/** A JSON schema as the description uses it. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: (string | number)[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}

interface OperationObject {
  operationId: string;
  summary: string;
  'x-permission': string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Schema }> }>;
}

/** The parts of an OpenAPI document that the page shows. */
export interface OpenApi {
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, Schema> };
}

/** What is sent or answered: a schema, or content of a media type that is not described further. */
export interface Content {
  mediaType: string;
  schema: Schema | null;
}

export interface ApiCall {
  id: string;
  method: string;
  path: string;
  summary: string;
  permission: string;
  parameters: Parameter[];
  body: Content | null;
  answer: { status: string; content: Content | null };
  errors: { status: string; codes: string[] }[];
}

export interface ApiGroup {
  name: string;
  calls: ApiCall[];
}

function contentOf(content: Record<string, { schema?: Schema }> | undefined): Content | null {
  const [first] = Object.entries(content ?? {});
  return first === undefined ? null : { mediaType: first[0], schema: first[1].schema ?? null };
}

function callOf(method: string, path: string, operation: OperationObject): ApiCall {
  const responses = Object.entries(operation.responses);
  const success = responses.find(([status]) => status.startsWith('2'));
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    permission: operation['x-permission'],
    parameters: operation.parameters,
    body: contentOf(operation.requestBody?.content),
    answer: { status: success?.[0] ?? '', content: contentOf(success?.[1].content) },
    errors: responses
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, { description }]) => ({ status, codes: description.split(', ') })),
  };
}

/** The first word of a path that tells calls apart: the resource, `auth` for signing in, `operation` outside the API. */
function groupName(path: string): string {
  const [, first, second, third] = path.split('/');
  if (first !== 'api' || third === 'openapi.json') return 'operation';
  return second === 'auth' ? 'auth' : (third ?? 'operation');
}

/** The calls of a description by group, in the order of the description. */
export function readGroups(description: OpenApi): ApiGroup[] {
  const calls = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => callOf(method, path, operation)),
  );
  const groups = Map.groupBy(calls, (call) => groupName(call.path));
  return [...groups].map(([name, members]) => ({ name, calls: members }));
}

/** The groups with just the calls whose name, path or summary holds every word of `query`. */
export function findCalls(groups: ApiGroup[], query: string): ApiGroup[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return groups
    .map((group) => ({
      ...group,
      calls: group.calls.filter(({ id, method, path, summary }) => {
        const text = `${id} ${method} ${path} ${summary}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.calls.length > 0);
}

/** The name of the object a schema points to, or undefined. */
export const refName = (schema: Schema): string | undefined => schema.$ref?.split('/').at(-1);
