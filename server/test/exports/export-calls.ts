import { routeUrl } from '@companyaccount/contract/client';
import { routes } from '@companyaccount/contract/routes';
import type { exportRoutes } from '@companyaccount/contract/exports';
import type { QueryOf } from '@companyaccount/contract/route';
import type { TestApp } from '../harness/test-app.ts';

export type ExportQuery = QueryOf<(typeof exportRoutes)['createExport']>;

/** Asks for the file of an export. */
export const fileOf = (test: TestApp, cookie: string, id: string) =>
  test.app.inject({ method: 'GET', url: routeUrl(routes.downloadExport, { params: { id } }), headers: { cookie } });

/** Exports, waits until it is written, and answers with the bytes and what comes with them. */
export async function exportNow(test: TestApp, cookie: string, query: ExportQuery) {
  const { id } = await test.client(cookie).createExport({ query });
  await test.runJobs();
  const answer = await fileOf(test, cookie, id);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return { id, headers: answer.headers, bytes: answer.rawPayload, text: answer.body };
}
