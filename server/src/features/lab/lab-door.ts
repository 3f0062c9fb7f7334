import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';

/** What the lab needs of the requests its objects belong to. Requests know the lab, so this is handed in from above. */
export interface LabDoor {
  /** Refuses with `not_found` when the actor may not see the request. */
  assertMayRead: (tx: Tx, actor: Member | Agent, requestId: string) => Promise<void>;
  /** Tells open pages that the analysis of a request's objects has gone on. */
  announceObjects: (tx: Tx, requestId: string) => Promise<void>;
  /** Everything that can be answered by itself is answered: moves a request on that nobody has looked at yet. */
  concludeAnalysis: (tx: Tx, requestId: string, at: Date) => Promise<void>;
}
