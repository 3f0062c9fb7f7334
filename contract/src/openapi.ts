import { ERROR_STATUS, type ErrorCode, Problem } from './errors.ts';
import type { RouteSpec } from './route.ts';
import { routes } from './routes.ts';
import * as accountCases from './account-cases.ts';
import * as accounts from './accounts.ts';
import * as admin from './admin.ts';
import * as adminAgents from './admin-agents.ts';
import * as adminCompanies from './admin-companies.ts';
import * as adminCalendars from './admin-calendars.ts';
import * as adminCatalogue from './admin-catalogue.ts';
import * as adminLicensing from './admin-licensing.ts';
import * as appointments from './appointments.ts';
import * as articles from './articles.ts';
import * as attachments from './attachments.ts';
import * as audit from './audit.ts';
import * as cannedAnswers from './canned-answers.ts';
import * as cleanCollection from './clean-collection.ts';
import * as companies from './companies.ts';
import * as companyDomains from './company-domains.ts';
import * as corrections from './corrections.ts';
import * as customers from './customers.ts';
import * as definitions from './definitions.ts';
import * as desk from './desk.ts';
import * as drafts from './drafts.ts';
import * as erasures from './erasures.ts';
import * as exports from './exports.ts';
import * as hashLists from './hash-lists.ts';
import * as lab from './lab.ts';
import * as ratings from './ratings.ts';
import * as reanalyses from './reanalyses.ts';
import * as receivedMail from './received-mail.ts';
import * as labQueue from './lab-queue.ts';
import * as licenseBatches from './license-batches.ts';
import * as licensing from './licensing.ts';
import * as live from './live.ts';
import * as notifications from './notifications.ts';
import * as presence from './presence.ts';
import * as productProfiles from './product-profiles.ts';
import * as releases from './releases.ts';
import * as reports from './reports.ts';
import * as requests from './requests.ts';
import * as tokens from './tokens.ts';
import * as samples from './samples.ts';
import * as savedViews from './saved-views.ts';
import * as scanners from './scanners.ts';
import * as secondFactors from './second-factors.ts';
import * as signingIn from './signing-in.ts';
import * as submissions from './submissions.ts';
import * as tags from './tags.ts';
import * as timeline from './timeline.ts';
import * as tracking from './tracking.ts';
import * as verdicts from './verdicts.ts';
import * as vendorWebhooks from './vendor-webhooks.ts';
import * as webhooks from './webhooks.ts';

type Json = Record<string, unknown>;

/** Every schema with a name, by that name. A new area adds its module here once. */
export const namedSchemas: Record<string, Json> = Object.fromEntries(
  [
    accountCases,
    accounts,
    admin,
    adminAgents,
    adminCompanies,
    adminCalendars,
    adminCatalogue,
    adminLicensing,
    appointments,
    articles,
    attachments,
    audit,
    customers,
    definitions,
    erasures,
    desk,
    drafts,
    exports,
    cannedAnswers,
    cleanCollection,
    companies,
    companyDomains,
    corrections,
    hashLists,
    lab,
    reanalyses,
    receivedMail,
    labQueue,
    licenseBatches,
    licensing,
    live,
    notifications,
    presence,
    productProfiles,
    ratings,
    releases,
    reports,
    requests,
    tokens,
    samples,
    savedViews,
    scanners,
    secondFactors,
    signingIn,
    submissions,
    tags,
    timeline,
    tracking,
    verdicts,
    vendorWebhooks,
    webhooks,
    { Problem },
  ]
    .flatMap((module) => Object.values(module as Json))
    .filter((value): value is Json & { $id: string } => typeof (value as Json | null)?.['$id'] === 'string')
    .map((schema) => [schema.$id, schema]),
);

const COMMON_ERRORS: readonly ErrorCode[] = ['too_many_requests', 'internal', 'unavailable'];

/** References of the validator (`Name#`) become references of OpenAPI. */
function toOpenApi(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toOpenApi);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== '$id')
      .map(([key, value]) =>
        key === '$ref' ? [key, `#/components/schemas/${String(value).replace(/#$/u, '')}`] : [key, toOpenApi(value)],
      ),
  );
}

function parametersOf(part: 'path' | 'query', schema: Json | undefined): Json[] {
  if (schema === undefined) return [];
  const required = (schema['required'] as string[] | undefined) ?? [];
  return Object.entries(schema['properties'] as Record<string, Json>).map(([name, property]) => ({
    name,
    in: part,
    required: part === 'path' || required.includes(name),
    schema: toOpenApi(property),
  }));
}

function errorsOf(spec: RouteSpec): ErrorCode[] {
  const codes = new Set<ErrorCode>([...(spec.errors ?? []), ...COMMON_ERRORS]);
  if (spec.tracking === true) codes.add('unauthenticated').add('link_expired');
  if (spec.permission !== 'anyone') codes.add('unauthenticated').add('forbidden');
  if (spec.fresh === true) codes.add('fresh_sign_in_required');
  if (spec.permission !== 'anyone' && spec.permission !== 'metrics_token') codes.add('token_not_allowed');
  if (spec.params !== undefined) codes.add('not_found');
  if (spec.body !== undefined || spec.query !== undefined) codes.add('validation_failed');
  if (spec.versioned === true) codes.add('version_required').add('version_moved');
  if (spec.idempotent === true) codes.add('idempotency_key_reused');
  return [...codes];
}

/** Ways to say who calls: the session of a browser, and where the route is open to them, a token. */
function securityOf({ permission, scope, tracking }: RouteSpec): Json[] {
  if (tracking === true) return [{ trackingToken: [] }];
  if (permission === 'anyone') return [];
  if (permission === 'metrics_token') return [{ metricsToken: [] }];
  return [{ session: [] }, ...(scope === undefined ? [] : [{ token: [] }])];
}

function operationOf(name: string, spec: RouteSpec): Json {
  const header = (header: string, required: boolean) => ({
    name: header,
    in: 'header',
    required,
    schema: { type: 'string' },
  });
  const byStatus = Map.groupBy(errorsOf(spec), (code) => ERROR_STATUS[code]);
  const success =
    spec.reply === null
      ? spec.mediaType === undefined
        ? {}
        : { content: { [spec.mediaType]: {} } }
      : { content: { 'application/json': { schema: toOpenApi(spec.reply) } } };
  return {
    operationId: name,
    summary: spec.summary,
    tags: [spec.path.split('/')[3] ?? 'operation'],
    'x-permission': spec.permission,
    security: securityOf(spec),
    parameters: [
      ...parametersOf('path', spec.params as Json | undefined),
      ...parametersOf('query', spec.query as Json | undefined),
      ...(spec.versioned === true ? [header('If-Match', spec.creates !== true)] : []),
      ...(spec.creates === true ? [header('If-None-Match', false)] : []),
      ...(spec.idempotent === true ? [header('Idempotency-Key', false)] : []),
    ],
    ...(spec.takes === undefined ? {} : { requestBody: { required: true, content: { [spec.takes]: {} } } }),
    ...(spec.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: toOpenApi(spec.body) } } } }),
    responses: {
      [spec.status]: { description: 'Success', ...success },
      ...Object.fromEntries(
        [...byStatus].map(([status, codes]) => [
          status,
          {
            description: codes.join(', '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

/** The whole API as an OpenAPI 3.1 document, made of the route table alone. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    const path = spec.path.replaceAll(/:(\w+)/gu, '{$1}');
    (paths[path] ??= {})[spec.method.toLowerCase()] = operationOf(name, spec);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'CompanyAccount', version, license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' } },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(namedSchemas).map(([name, schema]) => [name, toOpenApi(schema)])),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API token. What it must be allowed to do stands in x-token-scope; “any” means whatever it may.',
        },
        trackingToken: { type: 'http', scheme: 'bearer', description: 'The token of a tracking link' },
        metricsToken: { type: 'http', scheme: 'bearer', description: 'The setting METRICS_TOKEN' },
      },
    },
  };
}
