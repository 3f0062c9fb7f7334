/** Of a mail's headers, so many bytes are shown; honest ones take a few thousand. */
export const SHOWN_HEADERS_MAX = 65_536;

/** The part of a reply address or a Message-ID of ours that proves whose answer it is. */
const PROOF = /\b(r(?:\+|=2B|\.)[a-z2-7]{26}\.)[a-z2-7]{26,52}/giu;

/** The headers of a mail as they came, folded lines included; nobody can answer for others by what they read here. */
export function rawHeaders(beginning: Buffer): string {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => beginning.indexOf(end)).filter((at) => at !== -1);
  const text = new TextDecoder().decode(beginning.subarray(0, Math.min(beginning.length, ...ends)));
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[^\P{Cc}\n\t]+/gu, '')
    .replaceAll(PROOF, '$1…');
}
