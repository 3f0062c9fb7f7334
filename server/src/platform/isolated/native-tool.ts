import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a program of the machine may take. */
export interface ToolLimits {
  milliseconds: number;
  /** Of its address space, where the machine can bound it. */
  memoryBytes: number;
  /** Of what it says; more ends it. */
  outputBytes: number;
}

export interface ToolAnswer {
  /** null: it was ended by a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The program cannot be started, or was ended because it went beyond a bound. */
export class ToolFailure extends Error {
  override name = 'ToolFailure';
}

const start = (command: string, args: readonly string[], limits: ToolLimits, folder: string): Promise<ToolAnswer> =>
  new Promise((resolve, reject) => {
    // A group of its own, so that whatever it starts is ended with it.
    const child = spawn(command, args, {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', TMPDIR: folder, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let failure: ToolFailure | null = null;
    const end = (reason: string) => {
      failure ??= new ToolFailure(`${command} ${reason}`);
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    };
    // Nothing is left running behind a program that has ended.
    const endWithProgram = () => end('ended with the program');
    process.once('exit', endWithProgram);
    const timer = setTimeout(() => end(`took more than ${limits.milliseconds} ms`), limits.milliseconds);
    let said = 0;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.length;
        if (said > limits.outputBytes) end('said too much');
      });
    }
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    child.once('error', (error) => {
      clearTimeout(timer);
      process.off('exit', endWithProgram);
      reject(new ToolFailure(`${command}: ${error.message}`));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', endWithProgram);
      output.then(
        ([stdout, stderr]) => (failure === null ? resolve({ code, stdout, stderr }) : reject(failure)),
        reject,
      );
    });
  });

const SMALL: ToolLimits = { milliseconds: 5000, memoryBytes: 1024 ** 3, outputBytes: 10_000 };
const works = async (command: string, args: readonly string[]): Promise<boolean> =>
  start(command, args, SMALL, '/').then(
    ({ code }) => code === 0,
    () => false,
  );

/** How a program is kept from the network here, as the beginning of a command; null where the machine refuses it. */
async function findFence(): Promise<readonly string[] | null> {
  for (const fence of [
    ['unshare', '--net'],
    ['unshare', '--map-current-user', '--net'],
  ]) {
    const [command = '', ...args] = fence;
    if (await works(command, [...args, 'true'])) return fence;
  }
  return null;
}

let found: Promise<{ fence: readonly string[] | null; canBoundMemory: boolean }> | undefined;

/**
 * Runs a program of the machine over content from outside: without a network and within a bound of memory where the
 * machine can do that (`isolated` tells), in an empty environment, with its own folder for what it writes. Throws
 * ToolFailure.
 */
export async function runTool(
  command: string,
  args: readonly string[],
  limits: ToolLimits,
  folder: string,
): Promise<ToolAnswer & { isolated: boolean }> {
  found ??= Promise.all([findFence(), works('prlimit', ['--as=1000000000', 'true'])]).then(
    ([fence, canBoundMemory]) => ({ fence, canBoundMemory }),
  );
  const { fence, canBoundMemory } = await found;
  const [first = command, ...rest] = [
    ...(fence ?? []),
    ...(canBoundMemory ? ['prlimit', `--as=${limits.memoryBytes}`, '--core=0'] : []),
    command,
    ...args,
  ];
  return { ...(await start(first, rest, limits, folder)), isolated: fence !== null };
}
