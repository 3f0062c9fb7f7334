import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Where the daemon of ClamAV listens. */
export type ClamdPlace = { path: string } | { host: string; port: number };

/** The daemon cannot be reached, does not answer in time, or answers something else than a result. */
export class ClamdUnavailable extends Error {
  override name = 'ClamdUnavailable';
}

export type ClamdResult = { state: 'nothing' } | { state: 'detected'; name: string } | { state: 'too_large' };

const CHUNK_BYTES = 64 * 1024;
const SILENCE_MS = 30_000;
const ANSWER_MAX = 4096;

function parseAnswer(answer: string): ClamdResult {
  if (/^stream: OK$/u.test(answer)) return { state: 'nothing' };
  const found = /^stream: (.{1,200}) FOUND$/u.exec(answer)?.[1];
  if (found !== undefined) return { state: 'detected', name: found };
  if (answer.startsWith('INSTREAM size limit exceeded')) return { state: 'too_large' };
  throw new ClamdUnavailable('an answer that is no result');
}

async function send(socket: Socket, bytes: Buffer): Promise<void> {
  const write = async (piece: Buffer | string) => {
    if (!socket.write(piece)) await once(socket, 'drain');
  };
  await write('zINSTREAM\0');
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const piece = bytes.subarray(at, at + CHUNK_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    await write(length);
    await write(piece);
  }
  await write(Buffer.alloc(4));
}

/** Has the daemon scan some bytes by INSTREAM. Throws ClamdUnavailable. */
export async function scanByClamd(place: ClamdPlace, bytes: Buffer): Promise<ClamdResult> {
  const socket = connect(place);
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('no answer in time')));
  const answer = new Promise<string>((resolve, reject) => {
    let said = '';
    socket.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (said.length > ANSWER_MAX) socket.destroy(new Error('too long an answer'));
      if (said.includes('\0')) resolve(said.slice(0, said.indexOf('\0')));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed without an answer')));
  });
  try {
    // The daemon closes in the middle of what is too much for it, having said why.
    const sent = send(socket, bytes).catch(() => undefined);
    const result = parseAnswer(await answer);
    await sent;
    return result;
  } catch (error) {
    if (error instanceof ClamdUnavailable) throw error;
    throw new ClamdUnavailable(error instanceof Error ? error.message : 'unknown');
  } finally {
    socket.destroy();
  }
}
