import type { LiveEventType } from '@companyaccount/contract/live';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';

export interface RequestTold {
  id: string;
  company_id: string | null;
  desk: string;
  author_id: string;
}

/** What attachments need of the requests they hang on. Requests know attachments, so this is handed in from above. */
export interface RequestDoor {
  /** Refuses with `not_found` when the actor may not see the request. */
  assertMayRead: (tx: Tx, actor: Member | Agent, requestId: string) => Promise<void>;
  /** Tells open pages that something about the request changed; `internal` keeps it among the staff. */
  tellChange: (tx: Tx, type: LiveEventType, request: RequestTold, internal: boolean) => Promise<void>;
}
