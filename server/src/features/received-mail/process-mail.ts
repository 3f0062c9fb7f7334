import { countCall } from '#platform/db/call-counts.ts';
import { emit } from '#platform/db/emit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { IsolatedPool } from '#platform/isolated/isolated-pool.ts';
import { mailOfId, readReplyAddress, readThreadId } from '#platform/mail/mail-thread.ts';
import type { Platform } from '#platform/platform.ts';
import { findThread } from '#features/requests/index.ts';
import { isAuthentic } from './authentication.ts';
import { openByMail } from './open-by-mail.ts';
import { openKept } from './open-kept.ts';
import { openMail } from './open-mail.ts';
import type { ParsedMail } from './parsed-mail.ts';
import { postAnswer } from './post-answer.ts';
import { findReceived, markReturned, type Settled, settleReceived } from './received-mails-store.ts';
import { sendConfirmation } from './send-confirmation.ts';

/** So many mails of one sender are taken within an hour; more than anybody types. */
const MAILS_AN_HOUR = 30;
const HOUR_SECONDS = 3600;
/** Of what a mail says it answers, so much is looked up. */
const CLAIMS_MAX = 10;

const ignored = (reason: string): Settled => ({ state: 'ignored', reason });

/**
 * Opens a mail that waits and does what follows from it. A job that was cut short does the same again: messages are
 * written under the mail's own key, so nothing is written twice.
 */
export async function processMail(platform: Platform, pool: IsolatedPool, mailId: string): Promise<void> {
  const { db, blobs, clock, log } = platform;
  const row = await findReceived(db, mailId);
  if (row === undefined || (row.state !== 'waiting' && row.state !== 'confirmed')) return;
  const bytes = await openKept(blobs, mailId);
  const mail = bytes === null ? null : await openMail(pool, bytes, ownSigns(platform));
  const settled: Settled =
    mail === null
      ? { state: 'failed', reason: bytes === null ? 'lost' : 'malformed' }
      : await resolve(platform, mail, { id: mailId, isConfirmed: row.state === 'confirmed' });
  await transact(db, SYSTEM, async (tx) => {
    await settleReceived(tx, mailId, settled, { sender: mail?.from ?? null, subject: mail?.subject ?? null }, clock());
    await emit(tx, 'mail_logged', {});
  });
  log.info({ mail: mailId, state: settled.state, reason: settled.reason }, 'a mail came in');
}

const domainOf = ({ config }: Platform): string => config.mailDomain ?? '';

/** What mails of ours say of themselves. */
const ownSigns = (platform: Platform) => ({
  domain: domainOf(platform),
  address: /<([^<>]+)>/u.exec(platform.config.mailFrom)?.[1] ?? platform.config.mailFrom,
});

/** A mail of ours that came back. */
async function applyReturn(platform: Platform, { report }: ParsedMail): Promise<Settled> {
  const mailId = report?.originalId == null ? null : mailOfId(report.originalId, domainOf(platform));
  if (report === null || mailId === null) return ignored('bounce');
  if (!report.failed) return ignored('put_off');
  const { address, reason } = report;
  const found = await transact(platform.db, SYSTEM, (tx) =>
    markReturned(tx, { mailId, address, reason }, platform.clock()),
  );
  return found ? { state: 'returned', reason: null } : ignored('bounce');
}

async function resolve(
  platform: Platform,
  mail: ParsedMail,
  { id, isConfirmed }: { id: string; isConfirmed: boolean },
): Promise<Settled> {
  const { db, keyring, config } = platform;
  const { kind, from, unreadable } = mail;
  if (kind === 'bounce') return applyReturn(platform, mail);
  // Whoever has followed the link is somebody.
  if (kind !== 'person') return ignored(kind);
  if (from === null) return ignored('no_sender');
  const domain = domainOf(platform);
  if (from.endsWith(`@${domain}`)) return ignored('loop');
  const claims = [
    ...mail.to.map((address) => readReplyAddress(address, domain)),
    ...mail.answers.map((answered) => readThreadId(answered, domain)),
  ].filter((claim) => claim !== null);
  const { count } = await countCall(db, `received mail:${hashOf(keyring, from)}`, HOUR_SECONDS);
  if (count > MAILS_AN_HOUR) return ignored('too_many');
  const thread = await transact(db, SYSTEM, (tx) => findThread(tx, keyring, claims.slice(0, CLAIMS_MAX)));
  if (thread !== null) return postAnswer(platform, { ...mail, id, from }, thread);
  if (unreadable !== null) return { state: 'failed', reason: unreadable };
  const isKnown = isConfirmed || isAuthentic(mail.authentication, config.mailAuthority, from);
  if (isKnown) return openByMail(platform, { ...mail, id, from }, isConfirmed);
  return sendConfirmation(platform, { ...mail, id, from });
}

/** Addresses are counted without being kept. */
const hashOf = (keyring: Platform['keyring'], address: string): string =>
  keyring.keyedHash('token', `received mail from ${address}`).toString('base64url');
