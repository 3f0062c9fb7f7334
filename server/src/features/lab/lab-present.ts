import type {
  ContainedSample,
  Finding,
  Sample,
  SampleRequest,
  StepResult,
  SubmissionObject,
} from '@companyaccount/contract/lab';
import type { ObjectVerdict } from '@companyaccount/contract/verdicts';
import type { ObjectRow, Progress } from './objects-views.ts';
import type { SampleRow } from './samples-access.ts';
import type { loadLastAnalysis, NeighbourRow, SampleRequestRow } from './samples-views.ts';

const hex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;
const time = (at: Date | null): string | null => at?.toISOString() ?? null;

function presentObjectVerdict(row: ObjectRow): SubmissionObject['verdict'] {
  const { verdict, verdict_at: at, verdict_release: number, verdict_released_at: releasedAt } = row;
  if (verdict === null || at === null) return null;
  return {
    verdict: verdict as ObjectVerdict['verdict'],
    reason: row.verdict_reason as ObjectVerdict['reason'],
    detection: row.verdict_detection,
    at: at.toISOString(),
    due: row.verdict_due,
    release: number === null || releasedAt === null ? null : { number, publishedAt: releasedAt.toISOString() },
  };
}

/** An object of a request; that there is a sample behind a hash is told to staff of the lab alone. */
export const presentObject = (
  row: ObjectRow,
  progress: ReadonlyMap<string, Progress>,
  seesSamples: boolean,
): SubmissionObject => ({
  id: row.id,
  kind: row.kind as SubmissionObject['kind'],
  name: row.name ?? row.url ?? hex(row.sha256) ?? '',
  attachmentId: row.attachment_id,
  sha256: hex(row.sha256),
  progress: row.sample_id === null ? null : (progress.get(row.sample_id) ?? null),
  outcome: row.outcome as SubmissionObject['outcome'],
  detection: row.detection,
  release: row.release,
  outcomeAt: time(row.outcome_at),
  verdict: presentObjectVerdict(row),
  hasSample: seesSamples && row.sample_id !== null,
  createdAt: row.created_at.toISOString(),
});

const presentNeighbour = (row: NeighbourRow): ContainedSample => ({
  sha256: row.sha256.toString('hex'),
  path: row.path,
  size: Number(row.size),
  mediaType: row.media_type,
});

type AnalysisRow = NonNullable<Awaited<ReturnType<typeof loadLastAnalysis>>>;

const presentAnalysis = (row: AnalysisRow): Sample['analysis'] => ({
  pipelineVersion: row.pipeline_version,
  state: row.state as 'running' | 'done',
  createdAt: row.created_at.toISOString(),
  finishedAt: time(row.finished_at),
  steps: row.steps.map((step) => ({
    step: step.step as StepResult['step'],
    state: step.state as StepResult['state'],
    findings: step.findings as unknown as Finding[],
    startedAt: time(step.started_at),
    finishedAt: time(step.finished_at),
  })),
});

interface Beside extends Pick<Sample, 'companies' | 'containsCount' | 'detections' | 'clean'> {
  analysis: AnalysisRow | undefined;
  contains: readonly NeighbourRow[];
  containedIn: readonly NeighbourRow[];
}

export const presentSample = (row: SampleRow, beside: Beside): Sample => ({
  id: row.id,
  sha256: row.sha256.toString('hex'),
  sha1: hex(row.sha1),
  md5: hex(row.md5),
  tlsh: row.tlsh,
  size: Number(row.size),
  mediaType: row.media_type,
  entropy: row.entropy,
  createdAt: row.created_at.toISOString(),
  companies: beside.companies,
  analysis: beside.analysis === undefined ? null : presentAnalysis(beside.analysis),
  detections: beside.detections,
  clean: beside.clean,
  contains: beside.contains.map(presentNeighbour),
  containsCount: beside.containsCount,
  containedIn: beside.containedIn.map(presentNeighbour),
});

export const presentSampleRequest = (row: SampleRequestRow): SampleRequest => ({
  id: row.id,
  number: `VL-${row.number}`,
  subject: row.subject,
  company: row.company,
  createdAt: row.created_at.toISOString(),
});
