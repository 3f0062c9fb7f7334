import { defineConfig } from 'vitest/config';

const node = {
  environment: 'node',
  pool: 'forks',
  testTimeout: 30_000,
  hookTimeout: 60_000,
} as const;

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      { test: { ...node, name: 'contract', include: ['contract/src/**/*.test.ts'] } },
      {
        test: {
          ...node,
          name: 'server',
          include: ['server/src/**/*.test.ts', 'server/test/**/*.test.ts'],
          exclude: ['server/test/slow/**'],
          globalSetup: ['server/test/harness/global-setup.ts'],
          setupFiles: ['server/test/harness/setup.ts'],
        },
      },
    ],
  },
});
