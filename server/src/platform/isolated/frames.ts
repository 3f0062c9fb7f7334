/** What passes between the program and an isolated process: a few words as JSON, and bytes. */
export interface Frame {
  words: Record<string, unknown>;
  bytes: Buffer;
}

/** What came over a pipe is no frame, or too long to be taken. */
export class FrameBroken extends Error {
  override name = 'FrameBroken';
}

/** Length of the words, then of the bytes, four bytes each. */
const HEAD_BYTES = 8;
const WORDS_MAX = 1024 * 1024;

/** The pieces of a frame as they go through a pipe: two lengths, the words as JSON, the bytes. */
export function packFrame({ words, bytes }: Frame): Buffer[] {
  const text = Buffer.from(JSON.stringify(words));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(text.length);
  head.writeUInt32BE(bytes.length, 4);
  return [head, text, bytes];
}

/** Puts frames together from the chunks of a pipe; the other side is not trusted to tell the truth about lengths. */
export class FrameReader {
  readonly #bytesMax: number;
  #chunks: Buffer[] = [];
  #held = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Takes a chunk; answers with the frame it completes, or null. Throws FrameBroken. */
  add(chunk: Buffer): Frame | null {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < HEAD_BYTES) return null;
    const head = this.#head();
    const words = head.readUInt32BE();
    const bytes = head.readUInt32BE(4);
    if (words > WORDS_MAX || bytes > this.#bytesMax) throw new FrameBroken('a frame is too long');
    const total = HEAD_BYTES + words + bytes;
    if (this.#held < total) return null;
    if (this.#held > total) throw new FrameBroken('more came than one frame');
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#held = 0;
    const text = whole.subarray(HEAD_BYTES, HEAD_BYTES + words).toString();
    return { words: parseWords(text), bytes: whole.subarray(HEAD_BYTES + words) };
  }

  #head(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= HEAD_BYTES) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function parseWords(text: string): Frame['words'] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below.
  }
  throw new FrameBroken('the words of a frame are no JSON object');
}
