import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type DnsServer, startDnsServer, type Zone } from '../../server/test/harness/dns-server.ts';

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));
const CODE = /^\s+((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})\s/u;
const KEY_FILE = /-----BEGIN LICENSE KEY-----[^-]+-----END LICENSE KEY-----/u;
const SET_UP = /: (http\S+\/set-up#\S+)$/u;
const READY = / is ready after .*: (http\S+)$/u;

/** What the environment of whoever runs the tests must not decide. */
const UNSET = Object.fromEntries(
  [
    'NODE_ENV',
    'ROLE',
    'HOST',
    'DEMO',
    'PUBLIC_URL',
    'DATABASE_URL',
    'SMTP_URL',
    'IMAP_URL',
    'MAIL_DOMAIN',
    'MAIL_AUTHORITY',
    'MASTER_KEY_FILE',
    'SIGNING_KEYS_FILE',
    'AUDIT_KEY_FILE',
    'VENDOR_NAME',
    'SERIAL_PREFIX',
    'VENDOR_RENEWAL_CONTACT',
  ].map((name) => [name, '']),
);

interface ProgramOptions {
  demo?: boolean;
  /** Of another program, who cleans up; otherwise it gets one of its own. */
  dataDir?: string;
  /** Settings beside those that every program of the tests has. */
  settings?: Record<string, string>;
}

/** The program itself, on a port and a data folder of its own; with demo data unless it was started without. */
export class Program {
  readonly dataDir: string;
  /** Where people reach it. */
  url = '';
  /** The link to the first admin that was printed last; empty in a demo. */
  setUpLink = '';
  /** What the program finds in DNS. */
  readonly zone: Zone = {};
  readonly #port: number;
  readonly #settings: Record<string, string>;
  readonly #ownsData: boolean;
  readonly #codes: string[] = [];
  #keyFile = '';
  #dns: DnsServer | null = null;
  #process: ChildProcess | null = null;

  private constructor(dataDir: string, port: number, settings: Record<string, string>, ownsData: boolean) {
    this.dataDir = dataDir;
    this.#port = port;
    this.#settings = settings;
    this.#ownsData = ownsData;
  }

  /** Starts a program on an empty data folder, or on that of another. */
  static async start({ demo = true, dataDir, settings = {} }: ProgramOptions = {}): Promise<Program> {
    const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'companyaccount-e2e-')));
    // Started by root, the database runs as another user, who has to get in here.
    if (dataDir === undefined) await chmod(folder, 0o711);
    // What scanner and what programs the machine has must not decide about a journey.
    const all = { DEMO: demo ? '' : '0', CLAMSCAN: 'off', CLEAN_FOLDERS: '', ...settings };
    const program = new Program(folder, await freePort(), all, dataDir === undefined);
    await program.startAgain();
    return program;
  }

  /** Starts it on what it left behind, at the same address. */
  async startAgain(): Promise<void> {
    this.#dns ??= await startDnsServer(this.zone);
    const child = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        ...UNSET,
        ...this.#settings,
        DNS_SERVER: this.#dns.address,
        PORT: String(this.#port),
        DATA_DIR: this.dataDir,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    // A test run that is broken off leaves nothing running.
    const endWithTests = (): void => void child.kill('SIGTERM');
    process.once('exit', endWithTests);
    child.once('exit', () => process.off('exit', endWithTests));
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      const code = CODE.exec(line)?.[1];
      if (code !== undefined && !this.#codes.includes(code)) this.#codes.push(code);
      this.setUpLink = SET_UP.exec(line)?.[1] ?? this.setUpLink;
      const ready = READY.exec(line)?.[1];
      if (ready === undefined) continue;
      this.url = ready;
      this.#keyFile = KEY_FILE.exec(lines.join('\n'))?.[0] ?? this.#keyFile;
      child.stdout.resume();
      return;
    }
    throw new Error(`The program did not start:\n${lines.join('\n')}`);
  }

  /** One of the printed activation codes, another one each time; the last stays for the key file. */
  takeCode(): string {
    const code = this.#codes.length > 1 ? this.#codes.shift() : undefined;
    if (code === undefined) throw new Error('No printed activation code is left.');
    return code;
  }

  /** The printed key file, of the last of the printed codes. */
  get keyFile(): string {
    if (this.#keyFile === '') throw new Error('No key file was printed.');
    return `${this.#keyFile}\n`;
  }

  /** The process itself. */
  get pid(): number {
    if (this.#process?.pid === undefined) throw new Error('The program does not run.');
    return this.#process.pid;
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it in order and removes its data. */
  async stop(): Promise<void> {
    const code = await this.#end('SIGTERM');
    if (code !== 0) throw new Error(`The program did not end in order: exit code ${code}.`);
    await this.#dns?.close();
    if (this.#ownsData) await rm(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    this.#process = null;
    if (child === null) return 0;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
