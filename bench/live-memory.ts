/** Memory of a process in bytes. */
export interface Memory {
  /** Objects in use and what they hold outside the heap. */
  heap: number;
  /** All that the system has given it. */
  resident: number;
}

/** That of this process once what is left over has been collected; it must run with `--expose-gc`. */
export function memoryInUse(): Memory {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, resident: rss };
}
