import { type RequestKind, SUBJECT_MAX } from '@companyaccount/contract/requests';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { findPlan } from '#features/licensing/index.ts';
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

/** Files a request with Technical Support in a company's name, by the program; answers with its id. */
export async function submitForCompany(
  tx: Tx,
  companyId: string,
  { kind, subject, text, language }: Submitted,
  minutes: number,
  at: Date,
): Promise<string> {
  const plan = await findPlan(tx, companyId, at);
  const target = plan?.targets[String(DEFAULT_SEVERITY)] ?? null;
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
      target: target ?? { first: minutes, next: minutes },
    },
    at,
  );
  return id;
}
