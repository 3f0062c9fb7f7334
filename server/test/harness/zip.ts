import { unzipSync } from 'fflate';

/** The text files of a ZIP, by name. */
export const textsIn = (zip: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
