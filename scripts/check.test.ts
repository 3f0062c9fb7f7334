import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let copy: string;

/** The project with its packages linked, so that it can be broken. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'check-'));
  const wanted = [
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
    '.oxlintrc.json',
    '.gitignore',
    '.dependency-cruiser.cjs',
  ];
  const skipped = ['node_modules', 'dist'];
  for (const name of [...wanted, 'contract', 'server', 'web', 'scripts']) {
    await cp(join(root, name), join(copy, name), {
      recursive: true,
      filter: (source) => !skipped.includes(basename(source)),
    });
  }
  for (const folder of ['node_modules', 'server/node_modules', 'web/node_modules']) {
    if (existsSync(join(root, folder))) await symlink(join(root, folder), join(copy, folder));
  }
});

afterAll(() => rm(copy, { recursive: true, force: true }));

function lastLinesOf(script: string, ...args: string[]): { code: number | null; last: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'scripts', script), ...args], {
    cwd: copy,
    encoding: 'utf8',
    timeout: 110_000,
  });
  return { code: status, last: `${stdout}${stderr}`.trimEnd().split('\n').slice(-30).join('\n') };
}

/** Breaks files for as long as the work takes. */
async function inFiles(changes: (readonly [string, (text: string) => string])[], work: () => void): Promise<void> {
  const [first, ...others] = changes;
  if (first === undefined) return work();
  const file = join(copy, first[0]);
  const before = existsSync(file) ? await readFile(file, 'utf8') : null;
  await writeFile(file, first[1](before ?? ''));
  try {
    await inFiles(others, work);
  } finally {
    await (before === null ? rm(file) : writeFile(file, before));
  }
}

const inFile = (path: string, change: (text: string) => string, work: () => void): Promise<void> =>
  inFiles([[path, change]], work);

describe('the last lines of a failed check name its cause', () => {
  test('boundaries, also of types alone', async () => {
    const BROKEN = [
      ['server/src/platform/clock.ts', "import '../features/requests/index.ts';", 'platform-knows-no-feature'],
      [
        'server/src/platform/dns.ts',
        "import type * as Requests from '../features/requests/index.ts';\nexport type R = typeof Requests;",
        'platform-knows-no-feature',
      ],
      ['server/src/features/licensing/index.ts', "import '../accounts/index.ts';", 'feature-graph-licensing'],
      ['server/src/features/desk/desk-views.ts', "import '../requests/requests-store.ts';", 'feature-door'],
      ['server/src/features/requests/request.ts', "import '#platform/clock.ts';", 'pure-rules'],
      ['server/src/features/requests/edit-request.ts', "import 'kysely';", 'kysely-in-stores'],
      ['contract/src/errors.ts', "import 'pg';", 'contract-alone'],
      ['web/src/main.tsx', "import '../../server/src/platform/errors.ts';", 'no-server-in-web'],
    ] as const;
    await inFiles(
      BROKEN.map(([path, line]) => [path, (text) => `${line}\n${text}`]),
      () => {
        const { code, last } = lastLinesOf('check.mjs', 'boundaries');
        expect(code).toBe(1);
        for (const [path, , rule] of BROKEN) expect(last).toContain(`${rule}: ${path}`);
      },
    );
  });

  test('a promise nobody awaits', async () => {
    await inFile(
      'server/src/platform/lost.ts',
      () => 'export const work = async (): Promise<number> => 1;\nexport function start(): void {\n  work();\n}\n',
      () => {
        const { code, last } = lastLinesOf('check.mjs', 'lint');
        expect(code).toBe(1);
        expect(last).toMatch(/server\/src\/platform\/lost\.ts:3:\d+: .*no-floating-promises/);
      },
    );
  }, 120_000);

  test('a translation left out', async () => {
    await inFile(
      'web/src/i18n/ru/requests.json',
      (text) => text.replace(/^\s*"open": .*\n/mu, ''),
      () => {
        const { code, last } = lastLinesOf('check.mjs', 'translations');
        expect(code).toBe(1);
        expect(last).toContain('web/src/i18n/ru/requests.json: status.open is missing');
      },
    );
  });

  test('a link that leads nowhere', async () => {
    await inFile(
      'README.md',
      () => 'See [the map](docs/nowhere.md) and `server/src/nobody.ts`.\n',
      () => {
        const { code, last } = lastLinesOf('check.mjs', 'docs');
        expect(code).toBe(1);
        expect(last).toContain('README.md:1: docs/nowhere.md does not exist');
        expect(last).toContain('README.md:1: server/src/nobody.ts does not exist');
      },
    );
  });

  test('a dependency-cruiser that finds nothing to read', () => {
    const { code, last } = lastLinesOf('check-boundaries.mjs', 'server/src/migrations');
    expect(code).toBe(1);
    expect(last).toContain('saw 0 modules');
  });
});
