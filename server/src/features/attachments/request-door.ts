import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';

/** What attachments need of the requests they hang on. Requests know attachments, so this is handed in from above. */
export interface RequestDoor {
  /** Refuses with `not_found` when the actor may not see the request. */
  assertMayRead: (tx: Tx, actor: Member | Agent, requestId: string) => Promise<void>;
  /** Tells open pages that something about the request changed; `internal` keeps it among the staff. */
  announceChange: (tx: Tx, requestId: string, internal: boolean) => Promise<void>;
  /** Hears of every attachment whose content was looked at. */
  receiveFile: (tx: Tx, attachmentId: string, at: Date) => Promise<void>;
}
