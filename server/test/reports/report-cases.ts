const YEAR = { from: '2026-01-01', to: '2026-12-31' };

/** How reports are asked for by every kind of actor. */
export const REPORT_CASES = {
  getReport: { given: () => ({ query: { ...YEAR, period: 'month' } }) },
  exportReport: { given: () => ({ query: { ...YEAR, period: 'week' } }) },
  getReportByGroup: { given: () => ({ query: { ...YEAR, by: 'agent' } }) },
  exportReportByGroup: { given: () => ({ query: { ...YEAR, by: 'plan' } }) },
};
