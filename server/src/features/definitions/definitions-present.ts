import type {
  AllowEntry,
  Detection,
  DetectionRevision,
  DetectionState,
  DetectionSummary,
  FoundProblem,
  Signature,
  SignatureFormat,
} from '@companyaccount/contract/definitions';
import type { AllowRow } from './allow-list-store.ts';
import { labelOf, yaraLabelOf } from './clamav-lines.ts';
import { allowActions, detectionActions } from './detection.ts';
import type { LoadedDetection } from './detections-access.ts';
import type { KeptSignature } from './detections-store.ts';
import type { DetectionRow, RevisionRow } from './detections-views.ts';

export const personOf = (id: string, name: string | null) => ({ id, name: name ?? '' });
export const maybePerson = (id: string | null, name: string | null) => (id === null ? null : personOf(id, name));

export const withdrawalOf = (row: {
  withdrawn_by: string | null;
  withdrawer_name: string | null;
  withdrawn_at: Date | null;
  withdrawal_reason: string | null;
}) =>
  row.withdrawn_by === null || row.withdrawn_at === null
    ? null
    : {
        reason: row.withdrawal_reason ?? '',
        person: personOf(row.withdrawn_by, row.withdrawer_name),
        at: row.withdrawn_at.toISOString(),
      };

/** A signature as its author wrote it, without the number that it was given. */
const writtenOf = ({ serial: _serial, ...signature }: KeptSignature): Signature => signature;

export const presentSummary = (row: DetectionRow): DetectionSummary => ({
  id: row.id,
  name: row.name,
  state: row.state as DetectionState,
  revision: row.revision,
  formats: row.formats as SignatureFormat[],
  author: personOf(row.author_id, row.author_name),
  approver: maybePerson(row.approver_id, row.approver_name),
  updatedAt: row.updated_at.toISOString(),
});

const presentRevision = (row: RevisionRow): DetectionRevision => ({
  revision: row.revision,
  state: row.state as DetectionState,
  author: personOf(row.author_id, row.author_name),
  approver: maybePerson(row.approver_id, row.approver_name),
  approvedAt: row.approved_at?.toISOString() ?? null,
  withdrawal: withdrawalOf(row),
  createdAt: row.created_at.toISOString(),
});

/** A detection as its page shows it. */
export function presentDetection(
  row: LoadedDetection,
  revisions: readonly RevisionRow[],
  problems: readonly FoundProblem[],
): Detection {
  const [newest] = revisions;
  const { name, revision } = row;
  return {
    id: row.id,
    name,
    state: row.state,
    revision,
    formats: [...new Set(row.signatures.map(({ format }) => format))],
    signatures: row.signatures.map(writtenOf),
    labels: row.signatures.map(({ serial, format }) =>
      (format === 'yara' ? yaraLabelOf : labelOf)({ name, serial, revision }),
    ),
    samples: row.samples,
    note: row.note,
    problems: [...problems],
    actions: detectionActions(row.state, { isOut: row.is_out }),
    author: personOf(newest?.author_id ?? '', newest?.author_name ?? ''),
    approver: maybePerson(row.approver_id, newest?.approver_name ?? ''),
    trial: row.trial,
    approvedAlone: row.approver_id !== null && row.author_ids.includes(row.approver_id),
    revisions: revisions.map(presentRevision),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  };
}

export const presentAllowEntry = (row: AllowRow): AllowEntry => ({
  id: row.id,
  kind: row.kind,
  value: row.value,
  reason: row.reason,
  state: row.state,
  author: personOf(row.author_id, row.author_name),
  approver: maybePerson(row.approver_id, row.approver_name),
  withdrawal: withdrawalOf(row),
  actions: allowActions(row.state),
  createdAt: row.created_at.toISOString(),
});
