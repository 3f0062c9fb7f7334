import { type Desk, type RequestKind, SUBJECT_MAX } from '@companyaccount/contract/requests';
import { asInterfaceLanguage, findStandingActor, isStaff } from '#features/accounts/index.ts';
import { admitKept, attachKept, receiveUploads } from '#features/attachments/index.ts';
import {
  createRequest,
  findNumberedFor,
  languageOf,
  loadMessagePlace,
  loadRequestNumber,
  makeTrackingToken,
  submitRequest,
} from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { isMember, type Member, scopeOf } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Platform } from '#platform/platform.ts';
import { mailWords, textOf } from './mail-words.ts';
import type { SentMail } from './parsed-mail.ts';
import { missingOf, onceKey, withFiles } from './post-answer.ts';
import type { Settled } from './received-mails-store.ts';
import { findSender, loadLanguage } from './senders-access.ts';

const SUBJECT_MIN = 3;
const REPLIES = /^(?:\s*(?:re|fw|fwd|aw|wg|ответ|отв|на)\s*(?:\[\d+\])?\s*[:：])+/iu;

/** What a request is called that a mail opens. */
function subjectOf({ subject }: SentMail, noSubject: string): string {
  const bare = Array.from(subject.replace(REPLIES, '').trim()).slice(0, SUBJECT_MAX).join('');
  return bare.length < SUBJECT_MIN ? noSubject : bare;
}

/** As what a person writes to us: for the company of the request that they name, else for the one they chose last. */
async function memberOf(platform: Platform, { from, subject }: SentMail): Promise<Member | null> {
  const { db } = platform;
  const sender = await transact(db, SYSTEM, (tx) => findSender(tx, from));
  if (sender === undefined) return null;
  const { personId, companyIds } = sender;
  const members = [];
  for (const companyId of companyIds) {
    const actor = await findStandingActor(db, { personId, companyId });
    if (actor === null || !isMember(actor)) continue;
    if ((await transact(db, scopeOf(actor), (tx) => findNumberedFor(tx, actor, subject))) !== null) return actor;
    members.push(actor);
  }
  return members[0] ?? null;
}

/**
 * Makes a request of a mail whose sender is who it says: a member's is filed for their company, linked with the request
 * whose number stands in the subject where they may read that one; anybody else's only once they have confirmed it.
 */
export async function openByMail(platform: Platform, mail: SentMail, isConfirmed: boolean): Promise<Settled> {
  const sender = await transact(platform.db, SYSTEM, (tx) => findSender(tx, mail.from));
  if (sender !== undefined && (await isStaff(platform.db, sender.personId)))
    return { state: 'ignored', reason: 'staff' };
  const member = await memberOf(platform, mail);
  if (member === null && !isConfirmed) return { state: 'ignored', reason: 'unknown_sender' };
  try {
    const messageId = member === null ? await openForOutsider(platform, mail) : await openFor(platform, mail, member);
    const requestId = await transact(platform.db, SYSTEM, (tx) => loadMessagePlace(tx, messageId));
    return { state: 'opened', reason: null, requestId, messageId };
  } catch (error) {
    if (error instanceof Refusal) return { state: 'refused', reason: error.code };
    throw error;
  }
}

async function openFor(platform: Platform, mail: SentMail, actor: Member): Promise<string> {
  const { db, clock, config } = platform;
  const at = clock();
  const by = { personId: actor.personId, companyId: actor.membership.companyId };
  return withFiles(platform, mail, (files, use) =>
    transact(db, scopeOf(actor), (tx) =>
      once(tx, onceKey(mail, by.personId, by.companyId), async () => {
        const origin = await findNumberedFor(tx, actor, mail.subject);
        const taken = await receiveUploads(tx, by, files, config.publicStorageBytes, at);
        use(taken);
        const { messageId } = await createRequest(
          tx,
          actor,
          {
            desk: (origin?.desk ?? 'support') as Desk,
            kind: (origin?.kind ?? 'consultation') as RequestKind,
            subject: subjectOf(mail, mailWords(actor.language).noSubject),
            text: textOf(mail, missingOf(mail, files, taken), actor.language),
            uploads: taken.map((file) => file.id),
            ...(origin === null ? {} : { originId: origin.id }),
          },
          at,
          undefined,
          { quoted: mail.quoted },
        );
        return messageId;
      }),
    ),
  );
}

/** Files the request of somebody without an account, and mails them the link to it. */
async function openForOutsider(platform: Platform, mail: SentMail): Promise<string> {
  const { db, clock, config, keyring, mailer, publicUrl } = platform;
  const at = clock();
  return withFiles(platform, mail, (files, use) =>
    transact(db, SYSTEM, (tx) =>
      once(tx, onceKey(mail, mail.id, null), async () => {
        const language = (await languageOf(`${mail.subject}\n${mail.text}`)) ?? 'en';
        const spoken = asInterfaceLanguage((await loadLanguage(tx, mail.from)) ?? language);
        const taken = await admitKept(tx, null, files, config.publicStorageBytes);
        use(taken);
        const { id: requestId, messageId } = await submitRequest(
          tx,
          { name: mail.fromName || mail.from, email: mail.from, language: spoken, confirmedAt: at },
          {
            desk: 'support',
            kind: 'consultation',
            subject: subjectOf(mail, mailWords(spoken).noSubject),
            text: textOf(mail, missingOf(mail, files, taken), spoken),
            language,
            mailed: { quoted: mail.quoted },
          },
          config.publicAnswerHours * 60,
          at,
        );
        await attachKept(tx, { id: messageId, requestId, companyId: null }, taken, at);
        await mailer.send(tx, {
          to: mail.from,
          template: 'mail_opened',
          language: spoken,
          values: {
            number: await loadRequestNumber(tx, requestId),
            link: `${publicUrl()}/track#${await makeTrackingToken(tx, keyring, requestId)}`,
          },
          secret: true,
        });
        return messageId;
      }),
    ),
  );
}
