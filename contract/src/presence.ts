import { object, oneOf, type Static, Type, Uuid } from './schema.ts';

/** What a person of the staff does on the page of a request: looks at it, writes to the customer, or writes a note. */
export const PRESENT_DOINGS = ['reading', 'answering', 'noting'] as const;
export const DOINGS = [...PRESENT_DOINGS, 'gone'] as const;
export type Doing = (typeof DOINGS)[number];

/** Who of the staff is at a request. Told to staff only, kept in memory only. */
export const Presence = object(
  {
    requestId: Uuid,
    desk: Type.String(),
    person: object({ id: Uuid, name: Type.String() }),
    doing: oneOf(PRESENT_DOINGS),
  },
  'Presence',
);
export type Presence = Static<typeof Presence>;

/** The server-sent event `presence`, for staff: somebody came, does something else, or went. */
export type PresenceNotice = Omit<Presence, 'doing'> & { doing: Doing };

/** The server-sent event `answering`, for customers: whether somebody is writing to them. Never who, never of notes. */
export interface AnsweringNotice {
  requestId: string;
  answering: boolean;
}

/** How often a page says that somebody is still there, or still types, in seconds. */
export const PRESENCE_SECONDS = { reading: 20, typing: 4 } as const;
