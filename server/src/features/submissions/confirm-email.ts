import { confirmSubmitter, findConfirmed, loadRequestNumber, makeTrackingToken } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';

/** Confirms the address that was given with a submission, by the mailed token; answers with what follows it. */
export async function confirmEmail(
  { db, keyring, clock }: Platform,
  token: string,
): Promise<{ number: string; trackingToken: string }> {
  return transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const { requestId, submitterId } = await findConfirmed(tx, keyring, token, now);
    if ((await confirmSubmitter(tx, submitterId, now)) === undefined) throw new Refusal('link_expired');
    await audit(tx, 'submission.email_confirmed', { type: 'request', id: requestId });
    return {
      number: await loadRequestNumber(tx, requestId),
      trackingToken: await makeTrackingToken(tx, keyring, requestId),
    };
  });
}
