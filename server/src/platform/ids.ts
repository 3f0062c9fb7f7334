import { v5, v7 } from 'uuid';

/**
 * A new id: a UUID version 7 (RFC 9562). Ids that one process makes rise strictly, also within a millisecond, so rows
 * written together keep their order. (Node's own randomUUIDv7 does not promise that.)
 */
export const newId = (): string => v7();

const NAMESPACE = '6d0f6d1c-7a55-5d0e-9b0a-3a1f1d6c9b52';

/** The id of what is made of `name`, always the same (UUID version 5), for what may be made twice. */
export const idFrom = (name: string): string => v5(name, NAMESPACE);
