import type { AuditAction } from '@companyaccount/contract/audit';
import type { CreateKeyFileRecovery } from '@companyaccount/contract/recoveries';
import { asInterfaceLanguage, findMemberByEmail, normalizeEmail } from '#features/accounts/index.ts';
import {
  findLicenseByCodeHash,
  hashActivationCode,
  issueKeyFiles,
  loadKeySet,
  lockLicense,
  readCode,
  zipKeySet,
} from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { throttle } from '#platform/http/throttle.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { countRecoveries, insertRecovery, isRecovered } from './recoveries-store.ts';

/** The job that sends lost key files. */
export const RECOVERY_TASK = 'key-files.recover';
const A_DAY = 3;
/** Of all callers together: so many jobs nobody can make more of, from however many addresses. */
const HOURLY = 1000;
/** Whoever has a code can cause these at any member of the company. */
const ADVICE_PER_HOUR = 3;

export interface Wish {
  id: string;
  /** In hex; the code itself is not kept anywhere. */
  codeHash: string;
  email: string;
}

/**
 * Takes the wish for lost key files. Nothing is looked up before the answer, so nothing about it tells whether the code
 * or the address is known; only a typing error in the code is refused, which needs no look-up.
 */
export async function askForKeyFiles(
  { db, keyring }: Platform,
  { activationCode, email }: CreateKeyFileRecovery,
): Promise<void> {
  const codeHash = hashActivationCode(keyring, readCode(activationCode)).toString('hex');
  await throttle(db, RECOVERY_TASK, HOURLY, 3600);
  const wish: Wish = { id: newId(), codeHash, email: normalizeEmail(email) };
  // The same wish again takes the place of one that still waits.
  await enqueue(db, RECOVERY_TASK, { ...wish }, { key: `${RECOVERY_TASK}:${codeHash}:${wish.email}` });
}

/**
 * Sends the key set of a license to the address, if it is that of an administrator of the company that has it. Other
 * members are told whom to ask, strangers nothing. Done once for each wish, however often the job runs.
 */
export async function recoverKeyFiles(platform: Platform, { id, codeHash, email }: Wish): Promise<void> {
  const { db, clock, mailer, publicUrl } = platform;
  const found = await transact(db, SYSTEM, (tx) => findLicenseByCodeHash(tx, Buffer.from(codeHash, 'hex'), clock()));
  if (found === undefined || found.companyId === null || found.state === 'revoked') return;
  await issueKeyFiles(platform, found.id);
  await transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const { companyId, state } = await lockLicense(tx, found.id, now);
    if (companyId === null || state === 'revoked' || (await isRecovered(tx, id))) return;
    const note = (action: AuditAction, data: Record<string, unknown>) =>
      audit(tx, action, { type: 'license', id: found.id }, data, companyId);
    const member = await findMemberByEmail(tx, companyId, email);
    if (member === undefined) return note('key_files.recovery_refused', { reason: 'no_member' });
    const language = asInterfaceLanguage(member.language);
    const keySet = await loadKeySet(tx, found.id);
    const values = {
      name: member.name,
      product: keySet.product,
      serial: keySet.serial,
      link: `${publicUrl()}/licenses/${found.id}`,
    };
    const { personId } = member;
    if (member.role !== 'administrator') {
      await note('key_files.recovery_refused', { reason: 'no_administrator', personId });
      return mailer.send(tx, {
        to: member.email,
        template: 'key_files_for_administrators',
        language,
        values,
        secret: false,
        hourly: ADVICE_PER_HOUR,
      });
    }
    if ((await countRecoveries(tx, found.id, now)) >= A_DAY) {
      return note('key_files.recovery_refused', { reason: 'limit', personId });
    }
    await insertRecovery(tx, id, found.id, now);
    await note('key_files.recovered', { personId });
    await mailer.send(tx, {
      to: member.email,
      template: 'key_files_recovered',
      language,
      values,
      secret: true,
      attachments: [
        { name: `${keySet.serial}.zip`, mediaType: 'application/zip', content: zipKeySet(keySet, language, now) },
      ],
    });
  });
}
