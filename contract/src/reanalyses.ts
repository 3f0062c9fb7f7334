import { OUTCOMES } from './lab.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';
import { VERDICTS } from './verdicts.ts';

/** `all` samples, or those `outdated` by a newer pipeline, other rules, or definitions that came out since. */
export const REANALYSIS_SCOPES = ['all', 'outdated'] as const;
export type ReanalysisScope = (typeof REANALYSIS_SCOPES)[number];
export const REANALYSIS_STATES = ['running', 'done', 'cancelled'] as const;

export const Reanalysis = object(
  {
    id: Uuid,
    scope: oneOf(REANALYSIS_SCOPES),
    state: oneOf(REANALYSIS_STATES),
    pipelineVersion: Type.Integer(),
    rulesDigest: nullable(Type.String({ description: 'SHA-256 of the YARA rules, in hex; null until it is known' })),
    total: Type.Integer({ description: 'samples there were at the start' }),
    done: Type.Integer({ description: 'samples that are settled' }),
    changes: Type.Integer({ description: 'samples whose outcome is another one' }),
    startedBy: object({ id: Uuid, name: Type.String() }),
    createdAt: Timestamp,
    finishedAt: nullable(Timestamp),
  },
  'Reanalysis',
);
export type Reanalysis = Static<typeof Reanalysis>;

const Result = object({ outcome: oneOf(OUTCOMES), detection: nullable(Type.String()) });

export const ReanalysisChange = object(
  {
    id: Uuid,
    sha256: Type.String(),
    mediaType: nullable(Type.String()),
    told: nullable(Result, { description: 'what its last sender was told by itself; null where nobody sent it' }),
    verdict: nullable(oneOf(VERDICTS), { description: 'the verdict that stood' }),
    now: Result,
    createdAt: Timestamp,
  },
  'ReanalysisChange',
);
export type ReanalysisChange = Static<typeof ReanalysisChange>;

const path = '/api/v1/lab/reanalyses';

/** Analysing the samples that are known once more. */
export const reanalysisRoutes = {
  listReanalyses: route({
    permission: 'lab',
    method: 'GET',
    path,
    summary: 'Re-analyses of many samples, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Reanalysis)),
  }),
  createReanalysis: route({
    permission: 'lead_or_admin',
    method: 'POST',
    path,
    summary: 'Analyse all samples anew, or the outdated ones, behind all other work; one at a time',
    body: object({ scope: oneOf(REANALYSIS_SCOPES) }),
    status: 201,
    reply: ref(Reanalysis),
    errors: ['conflict'],
  }),
  cancelReanalysis: route({
    permission: 'lead_or_admin',
    method: 'POST',
    path: `${path}/:id/cancel`,
    summary: 'Begin no further analyses; what is under way ends, and what was found stays',
    params: IdParams,
    status: 200,
    reply: ref(Reanalysis),
    errors: ['not_found', 'transition_not_allowed'],
  }),
  listReanalysisChanges: route({
    permission: 'lab',
    method: 'GET',
    path: `${path}/:id/changes`,
    summary: 'Samples whose outcome is not what their senders were told, or contradicts the verdict; newest first',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(ReanalysisChange)),
    errors: ['not_found'],
  }),
};
