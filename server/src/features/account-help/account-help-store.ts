import { newId } from '#platform/ids.ts';
import type { Tx } from '#platform/db/database.ts';

export interface NewHelpForm {
  name: string;
  email: string;
  companyName: string | null;
  text: string;
  language: string;
  codeHint: string | null;
  codeMistyped: boolean;
  licenseId: string | null;
  tokenHash: Buffer;
  createdAt: Date;
  expiresAt: Date;
}

/** Keeps what somebody wrote until they confirm their address; answers with its id. */
export async function insertHelpForm(tx: Tx, f: NewHelpForm): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.account_help_forms')
    .values({
      id,
      name: f.name,
      email: f.email,
      company_name: f.companyName,
      text: f.text,
      language: f.language,
      code_hint: f.codeHint,
      code_mistyped: f.codeMistyped,
      license_id: f.licenseId,
      token_hash: f.tokenHash,
      created_at: f.createdAt,
      expires_at: f.expiresAt,
    })
    .execute();
  return id;
}

/** Takes a form out by its token: a link works once. */
export async function takeHelpForm(tx: Tx, tokenHash: Buffer, now: Date) {
  return tx
    .deleteFrom('app.account_help_forms')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

export async function dropExpiredHelpForms(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('app.account_help_forms').where('expires_at', '<=', now).execute();
}

export interface NewCase {
  requestId: string;
  reason: 'account_help' | 'member_waiting' | 'no_administrator';
  companyId?: string | null;
  waiting?: { memberId: string; since: Date } | null;
  companyName?: string | null;
  codeHint?: string | null;
  codeMistyped?: boolean;
  licenseId?: string | null;
  at: Date;
}

/** Notes what stands behind a request about access to a company. */
export async function insertCase(tx: Tx, c: NewCase): Promise<void> {
  await tx
    .insertInto('app.account_cases')
    .values({
      request_id: c.requestId,
      reason: c.reason,
      company_id: c.companyId ?? null,
      member_id: c.waiting?.memberId ?? null,
      waiting_since: c.waiting?.since ?? null,
      company_name: c.companyName ?? null,
      code_hint: c.codeHint ?? null,
      code_mistyped: c.codeMistyped ?? false,
      license_id: c.licenseId ?? null,
      created_at: c.at,
    })
    .execute();
}
