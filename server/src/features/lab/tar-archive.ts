const BLOCK = 512;

export const isTar = (bytes: Buffer): boolean =>
  bytes.length >= BLOCK && bytes.toString('latin1', 257, 262) === 'ustar' && bytes.length % BLOCK === 0;

const text = (bytes: Buffer, from: number, length: number): string =>
  bytes.toString('utf8', from, from + length).replace(/\0[\s\S]*$/u, '');

/** The files of a tar archive as they come. Throws RangeError where one is longer than what is left. */
export function* tarFiles(bytes: Buffer): Generator<{ path: string; bytes: Buffer }> {
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const said = text(bytes, at + 124, 12).trim();
    if (!/^[0-7]{1,12}$/u.test(said)) throw new RangeError('a size is no number');
    const size = Number.parseInt(said, 8);
    const begin = at + BLOCK;
    if (begin + size > bytes.length) throw new RangeError('a file is longer than the archive');
    const type = String.fromCharCode(bytes[at + 156] ?? 0);
    const prefix = text(bytes, at + 345, 155);
    const name = longName ?? (prefix === '' ? '' : `${prefix}/`) + text(bytes, at, 100);
    longName = type === 'L' ? text(bytes, begin, Math.min(size, 4096)) : null;
    if (type === '0' || type === '\0') yield { path: name, bytes: bytes.subarray(begin, begin + size) };
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
}
