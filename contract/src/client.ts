import { ERROR_STATUS, type ErrorCode, type FieldError, type Problem } from './errors.ts';
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, RouteSpec } from './route.ts';
import { routes, type Routes } from './routes.ts';

type Given<K extends string, T> = T extends undefined ? unknown : { [P in K]: T };
type GivenQuery<T> = T extends undefined ? unknown : Record<string, never> extends T ? { query?: T } : { query: T };

/** What a call takes: just the parts its route has. */
export type CallInput<R extends RouteSpec> = Given<'params', ParamsOf<R>> &
  GivenQuery<QueryOf<R>> &
  Given<'body', BodyOf<R>> &
  (R extends { takes: string } ? { file: Blob | string } : unknown) &
  (R extends { versioned: true } ? { version: number } : unknown) & { idempotencyKey?: string; signal?: AbortSignal };

type Optionally<I> = Record<string, never> extends I ? [input?: I] : [input: I];
export type Client = {
  [K in keyof Routes]: (...input: Optionally<CallInput<Routes[K]>>) => Promise<ReplyOf<Routes[K]>>;
};

/** What a call throws when the server refuses, or cannot be reached (`code` is then `unavailable`, `status` 0). */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly requestId: string | null;
  readonly fields: readonly FieldError[];
  readonly retryAfter: number | null;

  constructor(problem: Partial<Problem> & { status: number }) {
    super(problem.title ?? problem.code ?? `HTTP ${problem.status}`);
    this.name = 'ApiError';
    this.code = problem.code !== undefined && problem.code in ERROR_STATUS ? problem.code : 'unavailable';
    this.status = problem.status;
    this.requestId = problem.requestId ?? null;
    this.fields = problem.errors ?? [];
    this.retryAfter = problem.retryAfter ?? null;
  }
}

type LooseInput = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  file?: Blob | string;
  version?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/** The address of a call, with its parameters and query filled in. Arrays repeat the parameter. */
export function routeUrl(spec: RouteSpec, input: Pick<LooseInput, 'params' | 'query'> = {}): string {
  const path = spec.path.replaceAll(/:(\w+)/gu, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  const query = search.toString();
  return query === '' ? path : `${path}?${query}`;
}

export interface ClientOptions {
  baseUrl?: string;
  /** Sent as a bearer token; the browser uses its cookie instead. */
  token?: string;
  fetch?: typeof fetch;
}

/** A client with one typed function per route; nothing is generated. */
export function createClient({ baseUrl = '', token, fetch: send = fetch }: ClientOptions = {}): Client {
  const call = async (spec: RouteSpec, input: LooseInput = {}): Promise<unknown> => {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    if (spec.takes !== undefined) headers['content-type'] = spec.takes;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (input.version === 0 && spec.creates === true) headers['if-none-match'] = '*';
    else if (input.version !== undefined) headers['if-match'] = `"${input.version}"`;
    if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey;
    let response: Response;
    try {
      response = await send(baseUrl + routeUrl(spec, input), {
        method: spec.method,
        headers,
        credentials: 'same-origin',
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
        ...(input.file === undefined ? {} : { body: input.file }),
        ...(input.signal === undefined ? {} : { signal: input.signal }),
      });
    } catch (error) {
      if (input.signal?.aborted === true) throw error;
      throw new ApiError({ status: 0, title: 'the server cannot be reached' });
    }
    const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
    if (!response.ok) throw new ApiError({ ...(body as Partial<Problem> | undefined), status: response.status });
    return body;
  };
  const client = Object.fromEntries(
    Object.entries(routes).map(([name, spec]) => [name, (input?: LooseInput) => call(spec, input)]),
  );
  return client as unknown as Client;
}
