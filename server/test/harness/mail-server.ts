import { SMTPServer } from 'smtp-server';

export interface TakenMail {
  recipients: string[];
  /** As it came over the line. */
  message: string;
}

/** A real mail server on the loopback interface that keeps what it takes. */
export interface MailServer {
  url: string;
  taken: TakenMail[];
  /** What it answers to an address; null: it takes mail for it. */
  refuse: (answer: (address: string) => { code: number; text: string } | null) => void;
  /** What it answers to a whole mail. */
  refuseMails: (answer: { code: number; text: string } | null) => void;
  close: () => Promise<void>;
}

const failure = ({ code, text }: { code: number; text: string }) =>
  Object.assign(new Error(text), { responseCode: code });

/** Starts such a server on a free port. */
export async function startMailServer(): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let toAddress: Parameters<MailServer['refuse']>[0] = () => null;
  let toMail: Parameters<MailServer['refuseMails']>[0] = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const answer = toAddress(address);
      done(answer === null ? null : failure(answer));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (toMail !== null) {
          done(failure(toMail));
          return;
        }
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        taken.push({ recipients, message: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    refuse: (answer) => {
      toAddress = answer;
    },
    refuseMails: (answer) => {
      toMail = answer;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The headers of a mail, unfolded, by name in lower case. */
export function headersOf({ message }: TakenMail): Record<string, string> {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/gu, ' ');
  return Object.fromEntries(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** The bytes that a quoted-printable body stands for. */
const unquoted = (body: string): Buffer =>
  Buffer.from(
    body
      .replaceAll(/=\r\n/gu, '')
      .replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** The text and the HTML of a mail. */
export function partsOf({ message }: TakenMail): { text: string; html: string } {
  const boundary = /boundary="([^"]+)"/u.exec(message)?.[1] ?? '';
  const parts = message.split(`--${boundary}`);
  const of = (type: string): string => {
    const part = parts.find((one) => one.startsWith(`\r\nContent-Type: ${type}`)) ?? '';
    const at = part.indexOf('\r\n\r\n');
    const body = part.slice(at + 4);
    const encoding = /^content-transfer-encoding: (\S+)/imu.exec(part.slice(0, at))?.[1];
    if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
    return encoding === 'quoted-printable' ? unquoted(body).toString() : body;
  };
  return { text: of('text/plain').replaceAll('\r\n', '\n'), html: of('text/html') };
}
