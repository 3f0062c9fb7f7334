import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const node = {
  environment: 'node',
  pool: 'forks',
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // What is waited for comes at once, except where others share the machine.
  expect: { poll: { timeout: 15_000 } },
  // As for the journeys: a second try on a shared machine, never on one's own.
  retry: process.env['CI'] === undefined ? 0 : 1,
} as const;

/** One PostgreSQL for the whole run; see there. What a file loads is loaded once for all files of a worker. */
const database = {
  isolate: false,
  globalSetup: ['server/test/harness/global-setup.ts'],
  setupFiles: ['server/test/harness/setup.ts'],
};

export default defineConfig({
  test: {
    // Tests wait for the database and for clocks more than they compute, so there is one more of them than processors.
    maxWorkers: Math.min(availableParallelism() + 1, 4),
    projects: [
      { test: { ...node, name: 'contract', include: ['contract/src/**/*.test.ts'] } },
      { test: { ...node, name: 'tools', include: ['scripts/**/*.test.ts'] } },
      { test: { ...node, name: 'web', include: ['web/src/**/*.test.ts'] } },
      {
        test: {
          ...node,
          ...database,
          name: 'server',
          include: ['server/src/**/*.test.ts', 'server/test/**/*.test.ts'],
          exclude: ['server/test/slow/**'],
        },
      },
      {
        test: {
          ...node,
          ...database,
          name: 'slow',
          include: ['server/test/slow/**/*.test.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
});
