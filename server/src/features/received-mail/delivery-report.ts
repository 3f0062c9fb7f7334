/** What a mail server says of a mail of ours. */
export interface DeliveryReport {
  /** The Message-ID of the mail it is about; null where it does not say. */
  originalId: string | null;
  /** The address that mail could not be delivered to; null where it does not say. */
  address: string | null;
  /** It was given up, and not only put off. */
  failed: boolean;
  /** In the words of the server. */
  reason: string;
}

const REASON_MAX = 300;

/** Fields of a report by name, with folded lines put together. */
function fieldsOf(text: string): Map<string, string> {
  const lines = text.replaceAll(/\r\n?/gu, '\n').replaceAll(/\n[ \t]+/gu, ' ');
  const fields = lines.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/u.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]];
  });
  // Of several recipients the first counts: we write to one at a time.
  return new Map(fields.toReversed());
}

/** `rfc822; someone@example.com` */
const afterType = (value: string | undefined): string | null => value?.split(';').at(-1)?.trim() || null;

/** Reads the machine's part of a bounce, and the head of the mail that came back with it. */
export function readDeliveryReport(status: string | null, original: string | null): DeliveryReport {
  const fields = fieldsOf(status ?? '');
  const head = fieldsOf((original ?? '').split(/\r?\n\r?\n/u)[0] ?? '');
  const action = fields.get('action')?.toLowerCase() ?? '';
  const code = fields.get('status') ?? '';
  const reason = afterType(fields.get('diagnostic-code')) ?? code;
  return {
    originalId: /<[^<>\s]+>/u.exec(head.get('message-id') ?? '')?.[0] ?? null,
    address:
      (afterType(fields.get('original-recipient')) ?? afterType(fields.get('final-recipient')))?.toLowerCase() ?? null,
    failed: action === 'failed' || (action === '' && code.startsWith('5')),
    reason: reason
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, REASON_MAX),
  };
}
