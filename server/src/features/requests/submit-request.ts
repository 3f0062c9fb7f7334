import { type Desk, type RequestKind, SUBJECT_MAX } from '@companyaccount/contract/requests';
import { findPlan } from '#features/licensing/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { DEFAULT_SEVERITY, targetOf, writeRequest } from './create-request.ts';
import { type Mailed, publicTargetOf } from './requests-store.ts';
import { insertSubmitter, longestTarget, type NewSubmitter } from './submitters-store.ts';

interface Submitted {
  kind: RequestKind;
  subject: string;
  text: string;
  /** Of the text. */
  language: string;
  mailed?: Mailed;
}

const shortened = (subject: string): string => Array.from(subject).slice(0, SUBJECT_MAX).join('');

/** Minutes within which the public is answered; no plan is ever worse than that, so what a customer of the slowest plan would be promised now holds too. */
export const publicTarget = async (tx: Tx, minutes: number, now: Date): Promise<number> =>
  Math.max(minutes, await longestTarget(tx, now));

/**
 * Files a request for somebody who acts for no company; answers with its id and that of its message. `minutes` is what
 * the installation promises the public.
 */
export async function submitRequest(
  tx: Tx,
  submitter: NewSubmitter,
  { desk, kind, subject, text, language, mailed }: Submitted & { desk: Desk },
  minutes: number,
  at: Date,
): Promise<{ id: string; messageId: string }> {
  const submitterId = await insertSubmitter(tx, submitter, at);
  const publicMinutes = await publicTarget(tx, minutes, at);
  return writeRequest(
    tx,
    {
      companyId: null,
      submitterId,
      authorId: null,
      desk,
      kind,
      severity: DEFAULT_SEVERITY,
      subject: shortened(subject),
      text,
      language,
      planId: null,
      publicMinutes,
      target: publicTargetOf(publicMinutes),
      mailed,
    },
    at,
  );
}

/** Files a request with Technical Support in a company's name, by the program; answers with its id. */
export async function submitForCompany(
  tx: Tx,
  companyId: string,
  { kind, subject, text, language }: Submitted,
  minutes: number,
  at: Date,
): Promise<string> {
  const plan = await findPlan(tx, companyId, at);
  const target = targetOf(plan, DEFAULT_SEVERITY);
  const publicMinutes = target === null ? minutes : null;
  const { id } = await writeRequest(
    tx,
    {
      companyId,
      submitterId: null,
      authorId: null,
      desk: 'support',
      kind,
      severity: DEFAULT_SEVERITY,
      subject: shortened(subject),
      text,
      language,
      planId: plan?.id ?? null,
      publicMinutes,
      target: target ?? publicTargetOf(minutes),
    },
    at,
  );
  return id;
}
