import { exportCases } from '../exports/export-cases.ts';
import { erasureCases } from '../erasure/erasure-cases.ts';
import { articleCases } from '../help/article-cases.ts';
import type { TestApp } from '../harness/test-app.ts';
import { draftCases } from './draft-cases.ts';
import { cannedCases } from './canned-cases.ts';
import { webhookCases } from '../webhooks/webhook-cases.ts';
import { REPORT_CASES } from '../reports/report-cases.ts';
import { viewCases } from './view-cases.ts';

/** How the routes are called behind which each person has things of their own, or all staff together. */
export const ownCases = (test: () => TestApp) => ({
  ...draftCases,
  ...exportCases(test),
  ...viewCases(test),
  ...cannedCases(test),
  ...webhookCases(test),
  ...articleCases(test),
  ...erasureCases(test),
  ...REPORT_CASES,
});
