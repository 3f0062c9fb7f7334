import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

// Journeys start the program they need themselves, on a port and a data folder of their own.
export default defineConfig({
  outputDir: 'test-results/journeys',
  // Each with a program, a database and a browser of its own; they wait more than they compute.
  workers: Math.min(availableParallelism() + 1, 4),
  // On a shared machine a browser may starve for a moment; what passes only the second time is named at the end.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: process.env['CI'] === undefined ? 10_000 : 20_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    // Recording costs a third of the time; add `--trace on` to look into a journey.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        // Chromium has no sandbox for root, and a container has none to give.
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'normal', testDir: 'e2e', testIgnore: 'slow/**' },
    { name: 'slow', testDir: 'e2e/slow', timeout: 600_000 },
  ],
});
