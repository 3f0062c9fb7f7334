import { once } from 'node:events';
import { type Frame, FrameReader, packFrame } from './frames.ts';

const QUESTION_BYTES_MAX = 1024 ** 3;

/** Gives up a right for good; the types of Node do not know the call yet. */
const { drop } = process.permission as unknown as { drop: (scope: string) => void };

/**
 * The inside of an isolated process: answers one frame after another until the pipe ends. All code must be loaded
 * before, because from here on the process cannot read a single file. A thrown error is told by its message alone and
 * ends the process, whose state nobody vouches for any more.
 */
export async function answerFrames(work: (question: Frame) => Frame | Promise<Frame>): Promise<void> {
  drop('fs.read');
  const reader = new FrameReader(QUESTION_BYTES_MAX);
  const send = async (frame: Frame) => {
    for (const piece of packFrame(frame)) {
      if (piece.length > 0 && !process.stdout.write(piece)) await once(process.stdout, 'drain');
    }
  };
  for await (const chunk of process.stdin) {
    const question = reader.add(chunk as Buffer);
    if (question === null) continue;
    try {
      await send(await work(question));
    } catch (error) {
      await send({ words: { failure: error instanceof Error ? error.message : 'unknown' }, bytes: Buffer.alloc(0) });
      break;
    }
  }
  // Not process.exit: what was written must arrive first.
  process.stdin.destroy();
}
