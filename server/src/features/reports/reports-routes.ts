import type { reportRoutes } from '@companyaccount/contract/reports';
import type { FastifyReply } from 'fastify';
import { csvLine } from '#platform/csv.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { buildReport, buildReportByGroup } from './build-report.ts';
import { FIGURE_HEADING, figureCells } from './report-lines.ts';

/** Handlers of what is told to leads of how the desks do. */
export function reportHandlers({ db, config }: Platform): Handlers<typeof reportRoutes> {
  const { timeZone } = config;
  const read = <T>(actor: Agent, work: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(db, scopeOf(actor), work, 'repeatable read');
  const send = (reply: FastifyReply, heading: readonly string[], rows: readonly (readonly (string | null)[])[]) =>
    reply
      .headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="report.csv"',
      })
      // Spreadsheets take a file for UTF-8 by this mark alone.
      .send(`\uFEFF${[heading, ...rows].map(csvLine).join('')}`);
  return {
    getReport: async ({ actor, query }) => read(actor, (tx) => buildReport(tx, query, timeZone)),

    exportReport: async ({ actor, query, reply }) => {
      const { periods } = await read(actor, (tx) => buildReport(tx, query, timeZone));
      const rows = periods.map(({ from, to, figures }) => [from, to, ...figureCells(figures)]);
      await send(reply, ['from', `to (${timeZone})`, ...FIGURE_HEADING], rows);
    },

    getReportByGroup: async ({ actor, query }) => read(actor, (tx) => buildReportByGroup(tx, query, timeZone)),

    exportReportByGroup: async ({ actor, query, reply }) => {
      const { groups } = await read(actor, (tx) => buildReportByGroup(tx, query, timeZone));
      const rows = groups.map(({ key, name, figures }) => [key, name, ...figureCells(figures)]);
      await send(reply, [query.by, 'name', ...FIGURE_HEADING], rows);
    },
  };
}
