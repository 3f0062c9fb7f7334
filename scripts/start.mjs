// npm start: installs and builds what is missing, then runs the program until it is told to stop.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, ensureWebBuilt, pinnedNode, root } from './ensure.mjs';

const begun = Date.now();
await ensureInstalled();
await ensureWebBuilt();

const program = [pinnedNode(), join(root, 'server', 'src', 'main.ts'), ...process.argv.slice(2)];
const [command, ...args] = diesWithParent() ? ['setpriv', '--pdeathsig', 'TERM', ...program] : program;
// The program says when it is ready, and how long that took from here, installing and building included.
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, STARTED_AT: String(begun) } });
let ended = false;

// Ctrl-C in a terminal and npm both pass a signal on, so it may come several times; the program gets it once from here.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  let passed = false;
  process.on(signal, () => {
    if (!passed) child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
    passed = true;
  });
}

child.once('error', (error) => {
  console.error(`The program could not be started: ${error.message}`);
  process.exit(1);
});
child.once('exit', (code, signal) => {
  ended = true;
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});

// When npm is killed, nobody is left to stop the program, and it would keep its port.
if (process.env.npm_lifecycle_event !== undefined) {
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== npm) child.kill('SIGTERM');
    if (ended || process.ppid !== npm) clearInterval(watch);
  }, 500);
  watch.unref();
}

/** Whether the kernel can be asked to stop the program when this one is killed. */
function diesWithParent() {
  return process.platform === 'linux' && spawnSync('setpriv', ['--version']).status === 0;
}
