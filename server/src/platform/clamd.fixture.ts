import { createServer, type Server } from 'node:net';

const COMMAND = Buffer.from('zINSTREAM\0');

/** Speaks as the daemon of ClamAV does when it is given a stream; `answer` says what of. */
export const fakeClamd = (answer: (bytes: Buffer) => string): Server =>
  createServer((socket) => {
    let held = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      held = Buffer.concat([held, piece as Buffer]);
      const pieces: Buffer[] = [];
      for (let at = COMMAND.length; at + 4 <= held.length;) {
        const length = held.readUInt32BE(at);
        if (length === 0) return void socket.end(`${answer(Buffer.concat(pieces))}\0`);
        pieces.push(held.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
