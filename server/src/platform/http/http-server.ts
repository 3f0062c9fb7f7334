import { randomUUID } from 'node:crypto';
import { namedSchemas } from '@companyaccount/contract/openapi';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { mountRoutes, type MountOptions } from './mount.ts';
import { refuseForeignOrigin } from './origin.ts';
import { answerError, sendProblem } from './problem.ts';
import { compileSerializer } from './serializers.ts';
import { compileValidator } from './validators.ts';
import { serveWeb } from './web-files.ts';

/** The longest text a person may send is far below; files go another way. */
const BODY_BYTES_MAX = 512 * 1024;

/** A connection on which nothing moves for so long is closed; live streams have a heartbeat, uploads resume. */
const SILENCE_MS = 120_000;

/** Builds the HTTP server with every route of the contract and the web; it does not listen yet. */
export async function createHttpServer(
  config: Config,
  log: Log,
  options: MountOptions & { observe: (route: string, method: string, status: number, seconds: number) => void },
): Promise<FastifyInstance> {
  const protect = (request: FastifyRequest, reply: FastifyReply) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    if (config.publicUrl?.startsWith('https:') === true) {
      void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    }
  };
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: config.trustProxy,
    bodyLimit: BODY_BYTES_MAX,
    forceCloseConnections: 'idle',
    connectionTimeout: SILENCE_MS,
    // Four gigabytes over a slow line may take hours.
    requestTimeout: 0,
    // An address that cannot be read names nothing that exists. No hook runs for it.
    frameworkErrors: (_error, request, reply) => {
      protect(request, reply);
      void sendProblem(request, reply, 'not_found');
    },
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  });
  // Any page may send plain text to any site without asking first; nothing here is told in it.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(({ schema, httpPart }) => compileValidator(schema as object, httpPart));
  app.setSerializerCompiler(({ schema }) => compileSerializer(schema as object));
  for (const schema of Object.values(namedSchemas)) app.addSchema(schema);
  app.setErrorHandler(answerError);

  app.addHook('onRequest', async (request, reply) => {
    protect(request, reply);
    refuseForeignOrigin(request, config.publicUrl);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
    request.log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.actor?.personId == null ? {} : { person: request.actor.personId }),
      },
      'request',
    );
  });

  await mountRoutes(app, options);
  const sendPage = await serveWeb(app, config.webDir);
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' && !/^\/(?:api\/(?!docs$)|assets\/)/u.test(request.url.split('?')[0] ?? '');
    return wantsPage && sendPage !== null ? sendPage(reply) : sendProblem(request, reply, 'not_found');
  });
  return app;
}
