import { type MailboxReader, mailboxPlace, readMailbox } from '#platform/mail/mailbox.ts';
import type { Platform } from '#platform/platform.ts';
import { loadMailbox, type MailboxState, noteMailbox } from './mailboxes-store.ts';
import { receiveMail } from './receive-mail.ts';

/** Takes in the mails of the mailbox that is set for as long as the program runs; null where none is set. */
export function startMailbox(platform: Platform): MailboxReader | null {
  const { config, log, database, db, clock } = platform;
  const { imap } = config;
  if (imap === null) return null;
  return readMailbox({
    imap,
    log,
    connect: database.directConnection,
    keep: (mail) => receiveMail(platform, mail),
    tell: (error) => noteMailbox(db, mailboxPlace(imap), error, clock()),
  });
}

/** How reading the mailbox that is set goes; null where none is set. */
export const findMailboxState = async ({
  config: { imap },
  db,
}: Pick<Platform, 'config' | 'db'>): Promise<MailboxState | null> =>
  imap === null ? null : loadMailbox(db, mailboxPlace(imap));
