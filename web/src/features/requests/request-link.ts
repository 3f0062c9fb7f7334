import type { Desk } from '@companyaccount/contract';

/** The page a request opens on: members have one place for both desks, each desk its own. */
export type RequestPlace = '/requests/$requestId' | '/desk/$requestId' | '/lab/$requestId';

export const PLACE_OF_DESK = { support: '/desk/$requestId', lab: '/lab/$requestId' } as const satisfies Record<
  Desk,
  RequestPlace
>;
