import { Finding, OUTCOMES } from './lab.ts';
import { listOf, pageQuery } from './lists.ts';
import { REQUEST_SORTS, RequestFilters, summaryFields } from './requests.ts';
import { route } from './route.ts';
import { nullable, object, oneOf, ref, type Static, Type } from './schema.ts';
import { VERDICTS } from './verdicts.ts';

/** What an analyst wants to know of a submission before opening it. */
export const LabGlance = object(
  {
    objects: Type.Integer({ description: 'files, hashes and addresses' }),
    outcomes: Type.Array(oneOf(OUTCOMES), { description: 'of the automatic analysis, each once' }),
    findings: Type.Array(ref(Finding), {
      description: 'the telling ones, within archives too; at most six',
    }),
    companies: Type.Integer({ description: 'how many have sent the same file, or the most common one of several' }),
    verdict: nullable(oneOf(VERDICTS), { description: 'the last one on one of its files' }),
  },
  'LabGlance',
);
export type LabGlance = Static<typeof LabGlance>;

export const QueueItem = object({ ...summaryFields, lab: ref(LabGlance) }, 'QueueItem');
export type QueueItem = Static<typeof QueueItem>;

const { desk: _desk, ...filters } = RequestFilters;

export const labQueueRoutes = {
  listLabQueue: route({
    method: 'GET',
    path: '/api/v1/lab/queue',
    summary:
      'Requests of the Virus Lab with what is known of their files, the earliest promise first; without any filter those to be worked on',
    permission: 'lab',
    scope: 'requests:read',
    query: object({ ...filters, sort: Type.Optional(oneOf(REQUEST_SORTS)), ...pageQuery }),
    status: 200,
    reply: listOf(ref(QueueItem)),
  }),
};
