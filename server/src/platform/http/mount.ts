import { timingSafeEqual } from 'node:crypto';
import { allows, type Permission } from '@companyaccount/contract/permissions';
import type { BodyOf, ParamsOf, QueryOf, ReplyOf, RouteSpec } from '@companyaccount/contract/route';
import { routes, type RouteName, type Routes } from '@companyaccount/contract/routes';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Db } from '#platform/db/database.ts';
import { asCaller } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Actor, type ActorFor, NOBODY } from './actor.ts';
import { countedAddress, throttle } from './throttle.ts';

/** What a handler gets: the validated parts of the request, and who calls. */
export interface Context<R extends RouteSpec> {
  params: ParamsOf<R>;
  query: QueryOf<R>;
  body: BodyOf<R>;
  actor: ActorFor<R['permission']>;
  /** Of `If-Match`, on routes that take it; 0 elsewhere. */
  version: number;
  idempotencyKey: string | null;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Acts and presents. A raw route answers through `reply` itself. */
export type Handler<R extends RouteSpec> = (context: Context<R>) => Promise<ReplyOf<R>>;
export type Handlers<T = Routes> = { [K in keyof T]: T[K] extends RouteSpec ? Handler<T[K]> : never };

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
}

export interface MountOptions {
  db: Db;
  clock: () => Date;
  handlers: Handlers;
  resolveActor: (request: FastifyRequest) => Promise<Actor>;
  metricsToken: string | null;
}

const sameText = (a: string, b: string) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const IF_MATCH = /^(?:W\/)?"(\d{1,9})"$/u;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/u;

function versionOf(spec: RouteSpec, request: FastifyRequest): number {
  if (spec.versioned !== true) return 0;
  if (spec.creates === true && request.headers['if-none-match'] === '*') return 0;
  const header = request.headers['if-match'];
  if (header === undefined) throw new Refusal('version_required');
  const version = IF_MATCH.exec(header)?.[1];
  if (version === undefined) throw new Refusal('version_moved');
  return Number(version);
}

function idempotencyKeyOf(spec: RouteSpec, request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  if (spec.idempotent !== true || header === undefined) return null;
  if (typeof header !== 'string' || !IDEMPOTENCY_KEY.test(header)) {
    throw new Refusal('validation_failed', { fields: [{ pointer: 'Idempotency-Key', code: 'wrong_format' }] });
  }
  return header;
}

/** Of what a program says it is, this much is kept. */
const AGENT_LENGTH = 300;

/** A token opens only what it was made for; a session opens whatever its person may. */
const mayByToken = ({ scope }: RouteSpec, { token }: Actor): boolean =>
  token === null || scope === 'any' || (scope !== undefined && token.scopes.includes(scope));

/** How long a sign-in counts as fresh. */
const FRESH_MS = 600_000;

/** Who calls a route that is open to anyone: a person by their session, with all that signing in asks for; else nobody. */
async function recognise(request: FastifyRequest, resolveActor: MountOptions['resolveActor']): Promise<Actor> {
  if (request.headers.authorization !== undefined) return NOBODY;
  const actor = await resolveActor(request);
  return actor.secondFactorMissing ? NOBODY : actor;
}

/** Lets the caller through or refuses, before anything of the body is read. */
function guard(spec: RouteSpec, name: string, { db, clock, resolveActor, metricsToken }: MountOptions) {
  const permission: Permission = spec.permission;
  return async (request: FastifyRequest): Promise<void> => {
    request.actor = NOBODY;
    if (permission === 'metrics_token') {
      const given = request.headers.authorization?.replace(/^Bearer /u, '') ?? '';
      if (metricsToken === null || !sameText(given, metricsToken)) throw new Refusal('unauthenticated');
    } else if (permission !== 'anyone') {
      request.actor = await resolveActor(request);
      if (request.actor.personId === null && request.actor.uploadTokenId == null) throw new Refusal('unauthenticated');
      if (!mayByToken(spec, request.actor)) throw new Refusal('token_not_allowed');
      if (request.actor.secondFactorMissing && spec.beforeSecondFactor !== true) {
        throw new Refusal('second_factor_required');
      }
      if (!allows(permission, request.actor)) throw new Refusal('forbidden');
      const signedInAt = request.actor.signedInAt?.getTime() ?? 0;
      if (spec.fresh === true && clock().getTime() - signedInAt > FRESH_MS) {
        throw new Refusal('fresh_sign_in_required');
      }
    } else if (spec.recognises === true) request.actor = await recognise(request, resolveActor);
    if (spec.throttle !== undefined) {
      const { by, limit, seconds } = spec.throttle;
      await throttle(
        db,
        `${name}:${by === 'person' ? request.actor.personId : countedAddress(request.ip)}`,
        limit,
        seconds,
      );
    }
  };
}

function handlerOf(spec: RouteSpec, act: (context: never) => Promise<unknown>): RouteHandlerMethod {
  return async (request, reply) => {
    const context = {
      params: request.params,
      query: request.query,
      body: request.body,
      actor: request.actor,
      version: versionOf(spec, request),
      idempotencyKey: idempotencyKeyOf(spec, request),
      request,
      reply,
    };
    const caller = {
      address: request.ip,
      agent: request.headers['user-agent']?.slice(0, AGENT_LENGTH) ?? null,
      sessionId: request.actor.token === null ? request.actor.sessionId : null,
      tokenId: request.actor.token?.id ?? null,
    };
    const answer = await asCaller(caller, () => act(context as never));
    if (spec.answer === 'raw') return reply;
    return reply.code(reply.statusCode === 200 ? spec.status : reply.statusCode).send(answer ?? undefined);
  };
}

/** Mounts every route of the contract with its handler. A route without one does not compile. */
export async function mountRoutes(app: FastifyInstance, options: MountOptions): Promise<void> {
  app.decorateRequest('actor');
  const entries = Object.entries(routes) as [RouteName, RouteSpec][];
  const add = (scope: FastifyInstance, [name, spec]: [RouteName, RouteSpec]) =>
    scope.route({
      method: spec.method,
      url: spec.path,
      exposeHeadRoute: false,
      schema: {
        ...(spec.params === undefined ? {} : { params: spec.params }),
        ...(spec.query === undefined ? {} : { querystring: spec.query }),
        ...(spec.body === undefined ? {} : { body: spec.body }),
        ...(spec.reply === null ? {} : { response: { [spec.status]: spec.reply } }),
      },
      onRequest: guard(spec, name, options),
      handler: handlerOf(spec, options.handlers[name]),
    });
  for (const entry of entries) if (entry[1].answer !== 'raw' && entry[1].takes === undefined) add(app, entry);
  // A file is read by its handler as it comes, and only in the form that the route takes.
  for (const [type, taking] of Map.groupBy(entries, ([, { takes }]) => takes)) {
    if (type === undefined) continue;
    await app.register(async (files) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
      for (const entry of taking) add(files, entry);
    });
  }
  // Raw routes read the body themselves, as it comes.
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const entry of entries) if (entry[1].answer === 'raw') add(raw, entry);
  });
}
