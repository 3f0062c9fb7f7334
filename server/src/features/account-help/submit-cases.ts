import { asInterfaceLanguage, findAdministrators } from '#features/accounts/index.ts';
import { loadRequestNumber, makeTrackingToken, submitForCompany, submitRequest } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { insertCase } from './account-help-store.ts';
import { listMembersToTell } from './appointments-views.ts';
import { caseTexts } from './case-texts.ts';
import { filled } from '#platform/texts.ts';
import { lockWaiting, lockWithoutAdministrator } from './cases-store.ts';

/**
 * Asks the vendor about a person whom no administrator has answered, once for each wait. The request is theirs, so the
 * vendor talks with them; the company's administrators are told beside it.
 */
export async function submitUnanswered(platform: Platform, memberId: string): Promise<void> {
  const { db, keyring, clock, config, mailer, publicUrl } = platform;
  await transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const waiting = await lockWaiting(tx, memberId);
    if (waiting === undefined) return;
    const { name, email, companyId, companyName, since } = waiting;
    const language = asInterfaceLanguage(waiting.language);
    const values = { name, company: companyName };
    const { subject, text } = caseTexts(language).member_waiting;
    const { id: requestId } = await submitRequest(
      tx,
      { name, email, language, confirmedAt: now },
      { desk: 'support', kind: 'account', subject: filled(subject, values), text: filled(text, values), language },
      config.publicAnswerHours * 60,
      now,
    );
    await insertCase(tx, {
      requestId,
      reason: 'member_waiting',
      companyId,
      waiting: { memberId, since },
      at: now,
    });
    await mailer.send(tx, {
      to: email,
      template: 'member_unanswered',
      language,
      values: {
        ...values,
        number: await loadRequestNumber(tx, requestId),
        link: `${publicUrl()}/track#${await makeTrackingToken(tx, keyring, requestId)}`,
      },
      secret: true,
    });
    for (const administrator of await findAdministrators(tx, companyId)) {
      await mailer.send(tx, {
        to: administrator.email,
        template: 'member_unanswered_administrator',
        language: asInterfaceLanguage(administrator.language),
        values: {
          name: administrator.name,
          company: companyName,
          person: name,
          email,
          link: `${publicUrl()}/company`,
        },
        secret: false,
      });
    }
  });
}

const REMINDED_AFTER_DAYS = 30;

/** From when on a company without administrator is reported again. */
export const toldSince = (now: Date): Date => new Date(now.getTime() - REMINDED_AFTER_DAYS * 86_400_000);

/** Asks the vendor for an administrator in the name of a company that has none any more; its members are told. */
export async function submitWithoutAdministrator(platform: Platform, id: string): Promise<void> {
  const { db, clock, config, mailer } = platform;
  await transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const company = await lockWithoutAdministrator(tx, id, toldSince(now));
    if (company === undefined) return;
    const members = await listMembersToTell(tx, id, null);
    const language = asInterfaceLanguage(members[0]?.language);
    const { subject, text } = caseTexts(language).no_administrator;
    const values = { company: company.name };
    const requestId = await submitForCompany(
      tx,
      id,
      { kind: 'account', subject: filled(subject, values), text: filled(text, values), language },
      config.publicAnswerHours * 60,
      now,
    );
    await insertCase(tx, { requestId, reason: 'no_administrator', companyId: id, at: now });
    for (const member of members) {
      await mailer.send(tx, {
        to: member.email,
        template: 'no_administrator',
        language: asInterfaceLanguage(member.language),
        values: { name: member.name, company: company.name, number: await loadRequestNumber(tx, requestId) },
        secret: false,
      });
    }
  });
}
