import { COUNT_MAX } from '@companyaccount/contract';

/** Beyond the bound nothing is counted, so the number says no more than that it is large. */
export const countWord = (count: number | null | undefined): string =>
  count == null ? '' : count >= COUNT_MAX ? `${COUNT_MAX - 1}+` : String(count);
