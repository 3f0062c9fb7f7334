import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';

const run = promisify(execFile);
/** Both drop root's rights by themselves, and cannot be started without. */
const AS_ROOT = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
const START_MS = 30_000;
const PASSWORD = 'a password of the tests';

export interface MailServers {
  smtpUrl: string;
  /** The mailbox of an address, as a setting of the program. */
  imapUrl: (address: string) => string;
  /** Hands a mail over as another mail server would, byte by byte. */
  send: (envelope: { from: string; to: string }, mail: Buffer) => Promise<void>;
  /** What lies in somebody's mailbox, the oldest first. */
  mailsOf: (address: string) => Promise<string[]>;
  /** Ends Dovecot, and so every connection to it; mails then wait at Postfix. */
  stopMailboxes: () => Promise<void>;
  startMailboxes: () => Promise<void>;
  stop: () => Promise<void>;
}

export interface MailServerOptions {
  /** Domains whose mails come here; all others are refused, so that nothing leaves the machine. */
  domains: readonly string[];
  /** Addresses with a mailbox; behind a `+` may stand anything. */
  addresses: readonly string[];
  /** Addresses whose mails go to another. */
  aliases: Readonly<Record<string, string>>;
}

const asRoot = async (command: string, ...args: string[]): Promise<void> => {
  const [first = command, ...rest] = [...AS_ROOT, command, ...args];
  await run(first, rest);
};

function startAsRoot(command: string, ...args: string[]): ChildProcess {
  const [first = command, ...rest] = [...AS_ROOT, command, ...args];
  return spawn(first, rest, { stdio: 'ignore' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false)).setTimeout(1000, () => socket.destroy());
  }).then((value) => value === true);

/** Waits until a server says something; with its log where it does not. */
async function untilUp(port: number, log: string): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await delay(100)) if (await answers(port)) return;
  throw new Error(`nobody listens on port ${port}: ${await readFile(log, 'utf8').catch(() => 'there is no log')}`);
}

const postfixMain = (folder: string, lmtpPort: number, { domains, aliases }: MailServerOptions) =>
  Object.entries({
    compatibility_level: '3.6',
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/postfix`,
    maillog_file: `${folder}/postfix.log`,
    maillog_file_prefixes: folder,
    myhostname: 'mail.example',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    disable_dns_lookups: 'yes',
    mynetworks: '127.0.0.0/8',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    // What is for nobody here goes nowhere.
    default_transport: 'error:mail to others does not leave this machine',
    virtual_mailbox_domains: domains.join(', '),
    virtual_transport: `lmtp:inet:127.0.0.1:${lmtpPort}`,
    virtual_alias_maps: `inline:{${Object.entries(aliases)
      .map((pair) => `{${pair.join('=')}}`)
      .join(', ')}}`,
    alias_maps: '',
    alias_database: '',
    recipient_delimiter: '+',
    message_size_limit: '104857600',
    mailbox_size_limit: '0',
    queue_run_delay: '1s',
    minimal_backoff_time: '1s',
    maximal_backoff_time: '2s',
    smtpd_client_connection_rate_limit: '0',
  })
    .map((pair) => pair.join(' = '))
    .join('\n');

/** Public or not, the most processes (0: as many as it takes), the program. */
const SERVICES: Readonly<Record<string, readonly ['n' | '-', string, string]>> = {
  cleanup: ['n', '0', 'cleanup'],
  qmgr: ['n', '1', 'qmgr'],
  flush: ['n', '0', 'flush'],
  rewrite: ['-', '-', 'trivial-rewrite'],
  bounce: ['-', '0', 'bounce'],
  defer: ['-', '0', 'bounce'],
  trace: ['-', '0', 'bounce'],
  verify: ['-', '1', 'verify'],
  proxymap: ['-', '-', 'proxymap'],
  error: ['-', '-', 'error'],
  retry: ['-', '-', 'error'],
  lmtp: ['-', '-', 'lmtp'],
  anvil: ['-', '1', 'anvil'],
};

const postfixServices = (port: number) =>
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    ...Object.entries(SERVICES).map(([name, [open, most, program]]) => `${name} unix ${open} - n - ${most} ${program}`),
    'postlog unix-dgram n - n - 1 postlogd',
  ].join('\n');

/** For Dovecot 2.3, which Debian 12 has. */
const dovecotMain = (folder: string, imapPort: number, lmtpPort: number) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
recipient_delimiter = +
postmaster_address = postmaster@mail.example
first_valid_uid = 1
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
  default_fields = uid=nobody gid=nogroup home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
`;

/** Debian's Postfix and Dovecot on free ports of the loopback interface, with settings and mailboxes of their own. */
export async function startMailServers(options: MailServerOptions): Promise<MailServers> {
  const folder = await mkdtemp(join(tmpdir(), 'companyaccount-mail-'));
  // Each of their processes runs as somebody else.
  await chmod(folder, 0o755);
  const [smtpPort, imapPort, lmtpPort] = [await freePort(), await freePort(), await freePort()];
  const postfix = join(folder, 'postfix-conf');
  const dovecot = join(folder, 'dovecot.conf');
  await mkdir(postfix);
  await asRoot('mkdir', join(folder, 'queue'));
  await mkdir(join(folder, 'mail'));
  await chmod(join(folder, 'mail'), 0o1777);
  await writeFile(join(postfix, 'main.cf'), `${postfixMain(folder, lmtpPort, options)}\n`);
  await writeFile(join(postfix, 'master.cf'), `${postfixServices(smtpPort)}\n`);
  await writeFile(dovecot, dovecotMain(folder, imapPort, lmtpPort));
  await writeFile(join(folder, 'users'), options.addresses.map((one) => `${one}:${PASSWORD}::::::\n`).join(''));

  let mailboxes: ChildProcess | null = null;
  const startMailboxes = async () => {
    mailboxes = startAsRoot('/usr/sbin/dovecot', '-F', '-c', dovecot);
    await untilUp(imapPort, join(folder, 'dovecot.log'));
  };
  const stopMailboxes = async () => {
    if (mailboxes === null) return;
    const ended = once(mailboxes, 'exit');
    mailboxes = null;
    await asRoot('/usr/sbin/dovecot', '-c', dovecot, 'stop');
    await ended;
  };
  await startMailboxes();
  await asRoot('/usr/sbin/postfix', '-c', postfix, 'start');
  await untilUp(smtpPort, join(folder, 'postfix.log'));
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort });

  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    imapUrl: (address) => `imap://${encodeURIComponent(address)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${imapPort}`,
    send: async (envelope, mail) => {
      await transport.sendMail({ envelope, raw: mail });
    },
    mailsOf: async (address) => {
      const client = new ImapFlow({
        host: '127.0.0.1',
        port: imapPort,
        secure: false,
        auth: { user: address, pass: PASSWORD },
        logger: false,
      });
      await client.connect();
      try {
        await client.mailboxOpen('INBOX');
        const mails = await client.fetchAll('1:*', { source: true });
        return mails.map(({ source }) => source?.toString() ?? '');
      } finally {
        await client.logout();
      }
    },
    stopMailboxes,
    startMailboxes,
    stop: async () => {
      transport.close();
      await asRoot('/usr/sbin/postfix', '-c', postfix, 'stop');
      await stopMailboxes();
      await asRoot('rm', '-rf', folder);
    },
  };
}
