/** Whether a text has the form of an e-mail address; the server decides, this only spares a round trip. */
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/u.test(text);
