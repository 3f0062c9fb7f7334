import { type RequestKind, SUBJECT_MAX } from '@companyaccount/contract/requests';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { Tx } from '#platform/db/database.ts';
import { DEFAULT_SEVERITY, writeRequest } from './create-request.ts';
import { insertSubmitter, longestTarget, type NewSubmitter } from './submitters-store.ts';

interface Submitted {
  kind: RequestKind;
  subject: string;
  text: string;
  language: InterfaceLanguage;
}

const shortened = (subject: string): string => Array.from(subject).slice(0, SUBJECT_MAX).join('');

/**
 * Files a request with Technical Support for somebody who acts for no company; answers with its id. `minutes` is what
 * the installation promises the public; no plan is ever worse than that, so the longest target of any plan holds too.
 */
export async function submitRequest(
  tx: Tx,
  submitter: NewSubmitter,
  { kind, subject, text, language }: Submitted,
  minutes: number,
  at: Date,
): Promise<string> {
  const submitterId = await insertSubmitter(tx, submitter, at);
  const publicMinutes = Math.max(minutes, await longestTarget(tx));
  const { id } = await writeRequest(
    tx,
    {
      companyId: null,
      submitterId,
      authorId: null,
      desk: 'support',
      kind,
      severity: DEFAULT_SEVERITY,
      subject: shortened(subject),
      text,
      language,
      planId: null,
      publicMinutes,
      target: { first: publicMinutes, next: publicMinutes },
    },
    at,
  );
  return id;
}
