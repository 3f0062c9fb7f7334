/** Puts one question to a worker of its own, and answers with what it says; fails when the worker does. */
export function askWorker<T>(worker: Worker, question: unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<T>) => resolve(data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}
