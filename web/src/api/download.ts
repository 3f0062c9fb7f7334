import {
  ApiError,
  type CallInput,
  type Problem,
  type RouteName,
  type Routes,
  routes,
  routeUrl,
} from '@companyaccount/contract';
import { saveFile } from './save-file.ts';

type RawRoute = { [K in RouteName]: Routes[K] extends { method: 'GET'; answer: 'raw' } ? K : never }[RouteName];

/** The name that the server gave the file, also one that is not plain ASCII. */
function fileNameOf(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/iu.exec(disposition)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/iu.exec(disposition)?.[1] ?? 'download';
}

/**
 * Fetches a file whole and hands it to the browser to save; for small files such as a ZIP of key files. Throws an
 * ApiError like any call, so that a refusal can be told, or answered by a fresh sign-in.
 */
export async function download<K extends RawRoute>(name: K, input: CallInput<Routes[K]>): Promise<void> {
  let response: Response;
  try {
    response = await fetch(routeUrl(routes[name], input as Parameters<typeof routeUrl>[1]), {
      credentials: 'same-origin',
    });
  } catch {
    throw new ApiError({ status: 0, title: 'the server cannot be reached' });
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    throw new ApiError({ ...problem, status: response.status });
  }
  saveFile(await response.blob(), fileNameOf(response.headers.get('content-disposition') ?? ''));
}
