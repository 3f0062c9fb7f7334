import type { ErrorCode } from './errors.ts';
import type { Permission } from './permissions.ts';
import type { Static, TSchema } from './schema.ts';
import type { TokenScope } from './token-scopes.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

/** How often one caller may use a route: `limit` calls in `seconds`, counted per `by`. */
export interface Throttle {
  by: 'address' | 'person';
  limit: number;
  seconds: number;
}

/**
 * One call of the API. The table of routes is the single description of the public surface: the server mounts it,
 * the client types itself by it, OpenAPI is printed from it, and the tests try every kind of actor on it.
 */
export interface RouteSpec {
  method: Method;
  /** With `:name` for parameters. */
  path: string;
  summary: string;
  permission: Permission;
  /** Asks for a sign-in of the last ten minutes, because what it gives or does is worth a stolen session. */
  fresh?: boolean;
  /** Asks for the token of a tracking link instead of a session, as a bearer token. */
  tracking?: boolean;
  /** What a token must be allowed to do here; without it, tokens are refused. */
  scope?: TokenScope | 'any';
  /** Beside `anyone`: asks who calls all the same, because some may read more. Whoever calls by a token is nobody here. */
  recognises?: boolean;
  /** Open to staff who have not given the second factor that they must have: what they need to set one up. */
  beforeSecondFactor?: boolean;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** Media type of a body that is no JSON; the handler reads it as it comes. */
  takes?: 'text/csv';
  /** Status of success and the schema of its body; null means no body. */
  status: number;
  reply: TSchema | null;
  /** Codes beside the common ones that a client should expect. */
  errors?: readonly ErrorCode[];
  throttle?: Throttle;
  /** Takes `If-Match`, refuses without. */
  versioned?: boolean;
  /** Beside `versioned`: takes `If-None-Match: *` for what is not there yet, which is then version 0. */
  creates?: boolean;
  /** Takes `Idempotency-Key`. */
  idempotent?: boolean;
  /** Who writes the answer: `json` by schema (default), `raw` for streams and files, `auth` for the sign-in library. */
  answer?: 'json' | 'raw' | 'auth';
  /** Media type of a raw answer. */
  mediaType?: string;
}

/** Keeps the literal types of a route and checks its form. */
export const route = <const R extends RouteSpec>(spec: R): R => spec;

type Part<R extends RouteSpec, K extends 'params' | 'query' | 'body'> = R[K] extends TSchema ? Static<R[K]> : undefined;
export type ParamsOf<R extends RouteSpec> = Part<R, 'params'>;
export type QueryOf<R extends RouteSpec> = Part<R, 'query'>;
export type BodyOf<R extends RouteSpec> = Part<R, 'body'>;
export type ReplyOf<R extends RouteSpec> = R['reply'] extends TSchema ? Static<R['reply']> : void;
