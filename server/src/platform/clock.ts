/** Tells the time. Handed to whoever needs it, so that rules and tests decide what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
