import { createClient } from '@companyaccount/contract';
import { changesByOthers } from './changed-requests.ts';

/** Notes which requests this page changes itself; that somebody has read one is not a change. */
const noting: typeof fetch = async (input, init) => {
  const path = input instanceof Request ? input.url : String(input);
  if (init?.method === 'GET' || !path.includes('/requests/') || path.endsWith('/read')) return fetch(input, init);
  const end = changesByOthers.begin(`${path} ${typeof init?.body === 'string' ? init.body : ''}`);
  try {
    return await fetch(input, init);
  } finally {
    end();
  }
};

/** The typed client of the program's own API; the browser's cookie says who calls. */
export const api = createClient({ fetch: noting });
