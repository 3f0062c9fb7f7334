import { defineConfig } from '@playwright/test';

// Journeys start the program they need themselves, on a port and a data folder of their own.
export default defineConfig({
  outputDir: 'test-results/journeys',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    trace: 'retain-on-failure',
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
