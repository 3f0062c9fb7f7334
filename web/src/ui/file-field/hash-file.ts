import { askWorker } from '../../api/ask-worker.ts';

/** The SHA-256 of a file in hex, without holding it in memory. */
export const hashFile = (file: File): Promise<string> =>
  askWorker(new Worker(new URL('hash-file.worker.ts', import.meta.url), { type: 'module' }), file);
