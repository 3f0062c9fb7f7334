import type { MailFault } from '@companyaccount/contract/admin';

/** Minutes from each failed try to the next; after the last, a day has passed and the mail is given up. */
const RETRY_MINUTES = [1, 5, 15, 30, 60, 120, 240, 480, 480] as const;

/** When a mail is tried again whose try number `attempts` failed; null: never. */
export function nextTry(attempts: number, now: Date): Date | null {
  const minutes = RETRY_MINUTES[attempts - 1];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
}

interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
}

const UNREACHABLE = ['ECONNECTION', 'ECONNREFUSED', 'EDNS', 'ESOCKET', 'ENOTFOUND', 'ECONNRESET'];

/**
 * What went wrong with a mail. `address_refused` and `mail_refused` are the recipient's server's last word; the rest is
 * about the way there and may pass.
 */
export function faultOf(error: unknown): MailFault {
  const { code = '', responseCode = 0, command = '' } = error as SmtpError;
  const isFinal = responseCode >= 500 && responseCode < 600;
  if (command === 'RCPT TO') return isFinal ? 'address_refused' : 'postponed';
  if (command === 'DATA') return isFinal ? 'mail_refused' : 'postponed';
  if (code === 'EAUTH') return 'sign_in_refused';
  if (command === 'MAIL FROM') return isFinal ? 'sender_refused' : 'postponed';
  if (code === 'ETLS') return 'no_encryption';
  if (code === 'ETIMEDOUT') return 'timed_out';
  if (UNREACHABLE.includes(code)) return 'unreachable';
  return responseCode >= 400 ? 'postponed' : 'other';
}

/** Faults that no further try can mend. */
export const isFinalFault = (fault: MailFault): boolean => fault === 'address_refused' || fault === 'mail_refused';
