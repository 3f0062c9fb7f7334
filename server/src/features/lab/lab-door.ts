import type { KnownClean } from '@companyaccount/contract/clean-collection';
import type { SampleDetection } from '@companyaccount/contract/lab';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';

/** What the lab needs of requests and definitions. Both know the lab, so this is handed in from above. */
export interface LabDoor {
  /** Refuses with `not_found` when the actor may not see the request. */
  assertMayRead: (tx: Tx, actor: Member | Agent, requestId: string) => Promise<void>;
  /** Tells open pages that the analysis of a request's objects has gone on. */
  announceObjects: (tx: Tx, requestId: string) => Promise<void>;
  /** Those of these detections that are out, each with the number of the release since which it is. */
  findReleased: (tx: Tx, names: readonly string[]) => Promise<SampleDetection[]>;
  /** Where the clean collection has a file; null: nowhere. */
  findClean: (tx: Tx, sha256: string) => Promise<KnownClean | null>;
  /** Everything that can be answered by itself is answered: moves a request on that nobody has looked at yet. */
  concludeAnalysis: (tx: Tx, requestId: string, at: Date) => Promise<void>;
}

/** What the definitions that are out say of a file. */
export interface ReleaseMatcher {
  /** The names of the detections that hit this content; null where nothing can look. Throws ToolFailure. */
  match: (bytes: Buffer) => Promise<string[] | null>;
}
