import type { SampleComment, Verdict } from '@companyaccount/contract/verdicts';
import type { CommentRow } from './comments-store.ts';
import type { VerdictRow } from './verdicts-views.ts';

export const presentComment = (row: CommentRow): SampleComment => ({
  id: row.id,
  person: { id: row.person_id, name: row.name, side: 'vendor' },
  text: row.text,
  createdAt: row.created_at.toISOString(),
});

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

export const presentVerdict = (row: VerdictRow): Verdict => ({
  id: row.id,
  revision: row.revision,
  verdict: row.verdict,
  reason: row.reason,
  detection: named(row.detection_id, row.detection),
  allowEntry: named(row.allow_entry_id, row.allow_entry),
  person: { id: row.person_id, name: row.person, side: 'vendor' },
  due: row.due,
  release:
    row.release_number === null || row.published_at === null
      ? null
      : { number: row.release_number, publishedAt: row.published_at.toISOString() },
  forInner: row.inner_id !== null,
  requests: row.requests,
  createdAt: row.created_at.toISOString(),
});
