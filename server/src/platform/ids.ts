import { v7 } from 'uuid';

/**
 * A new id: a UUID version 7 (RFC 9562). Ids that one process makes rise strictly, also within a millisecond, so rows
 * written together keep their order. (Node's own randomUUIDv7 does not promise that.)
 */
export const newId = (): string => v7();
