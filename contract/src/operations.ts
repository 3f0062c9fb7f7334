import { route } from './route.ts';
import { object, oneOf, Type } from './schema.ts';

const Check = oneOf(['ok', 'failed']);

export const operationRoutes = {
  getHealth: route({
    method: 'GET',
    path: '/healthz',
    summary: 'The process is alive',
    permission: 'anyone',
    status: 200,
    reply: object({ status: oneOf(['ok']) }),
  }),
  getReadiness: route({
    method: 'GET',
    path: '/readyz',
    summary: 'Every part needed to serve is there; 503 otherwise',
    permission: 'anyone',
    status: 200,
    reply: object({ status: Check, database: Check, migrations: Check, blobs: Check, jobs: Check }),
    errors: ['unavailable'],
  }),
  getMetrics: route({
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics, by the token of METRICS_TOKEN',
    permission: 'metrics_token',
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'text/plain',
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    permission: 'anyone',
    status: 200,
    reply: Type.Unknown(),
  }),
};
