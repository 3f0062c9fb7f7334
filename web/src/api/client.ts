import { createClient } from '@companyaccount/contract';

/** The typed client of the program's own API; the browser's cookie says who calls. */
export const api = createClient();
