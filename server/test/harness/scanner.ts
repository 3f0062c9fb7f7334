import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RELEASE_FILES } from '@companyaccount/contract/releases';

const run = promisify(execFile);

/** A customer's scanner: Debian's freshclam and clamscan with a database of their own. */
export interface CustomerScanner {
  database: string;
  /** Fetches the five files of the vendor `name` from below an address and nothing from anywhere else. */
  update: (from: string, name: string) => Promise<{ code: number; said: string }>;
  /** Whether clamscan reports the file. */
  finds: (path: string) => Promise<boolean>;
}

/** Makes such a scanner in a folder that other users may enter, because freshclam gives up root's rights. */
export async function makeScanner(folder: string): Promise<CustomerScanner> {
  const database = join(folder, 'database');
  const config = join(folder, 'freshclam.conf');
  await mkdir(database, { recursive: true });
  await chmod(database, 0o777);
  return {
    database,
    update: async (from, name) => {
      const lines = [
        `DatabaseDirectory ${database}`,
        'DatabaseOwner root',
        'DNSDatabaseInfo no',
        'ScriptedUpdates no',
        'Bytecode no',
        // Nothing is fetched from there; without it freshclam insists on the official mirror.
        'PrivateMirror http://127.0.0.1:9',
        ...['main', 'daily', 'bytecode'].map((official) => `ExcludeDatabase ${official}`),
        ...RELEASE_FILES.map((ending) => `DatabaseCustomURL ${from}/${name}${ending}`),
      ];
      await writeFile(config, `${lines.join('\n')}\n`);
      return run('freshclam', [`--config-file=${config}`, '--stdout']).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          said: error.stdout + error.stderr,
        }),
      );
    },
    finds: (path) =>
      run('clamscan', ['--no-summary', '-d', database, path]).then(
        () => false,
        (error: { code: number }) => {
          if (error.code !== 1) throw error;
          return true;
        },
      ),
  };
}
