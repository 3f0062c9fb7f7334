import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { loadRequestNumber, makeTrackingToken, submitRequest } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { insertCase, takeHelpForm } from './account-help-store.ts';
import { caseTexts } from './case-texts.ts';
import { filled } from '#platform/texts.ts';
import { hashToken } from './receive-account-help.ts';

/** Files the request of somebody who has confirmed their address; answers with what they need to follow it. */
export async function confirmAccountHelp(
  platform: Platform,
  token: string,
): Promise<{ number: string; trackingToken: string }> {
  const { db, keyring, clock, config } = platform;
  return transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const form = await takeHelpForm(tx, hashToken(token), now);
    if (form === undefined) throw new Refusal('link_expired');
    const { name, email, text } = form;
    const language = asInterfaceLanguage(form.language);
    const { id: requestId } = await submitRequest(
      tx,
      { name, email, language, confirmedAt: now },
      {
        desk: 'support',
        kind: 'account',
        subject: filled(caseTexts(language).account_help.subject, { name }),
        text,
        language,
      },
      config.publicAnswerHours * 60,
      now,
    );
    await insertCase(tx, {
      requestId,
      reason: 'account_help',
      companyName: form.company_name,
      codeHint: form.code_hint,
      codeMistyped: form.code_mistyped,
      licenseId: form.license_id,
      at: now,
    });
    return {
      number: await loadRequestNumber(tx, requestId),
      trackingToken: await makeTrackingToken(tx, keyring, requestId),
    };
  });
}
