import { useEffect, useRef, useState } from 'react';
import type { UploadItem } from './upload-queue.ts';
import type { useUploadWords } from './upload-words.ts';

/** Milliseconds between two spoken figures of running uploads: often enough to know it moves, seldom enough to type on. */
const SPEAK_EVERY = 15_000;

/** What a screen reader should say about uploads: each file's end at once, a figure now and then. */
export function useSpokenProgress(items: readonly UploadItem[], words: ReturnType<typeof useUploadWords>): string {
  const [spoken, setSpoken] = useState('');
  const before = useRef<readonly UploadItem[]>([]);
  const last = useRef(0);

  useEffect(() => {
    const { t, failure, percent } = words;
    const known = new Map(before.current.map((item) => [item.key, item]));
    before.current = items;
    const said: string[] = [];
    const added = items.filter((item) => !known.has(item.key)).length;
    if (added > 0) said.push(t('say.added', { count: added }));
    for (const item of items) {
      const { name } = item;
      if (known.get(item.key)?.state === item.state) continue;
      if (item.state === 'done') said.push(t('say.done', { name }));
      if (item.state === 'failed' && item.failure !== null) {
        said.push(t('say.failed', { name, reason: failure(item.failure) }));
      }
    }
    const now = performance.now();
    const running = items.find((item) => item.state === 'uploading' && item.sent < item.size);
    if (said.length === 0 && running !== undefined && now - last.current > SPEAK_EVERY) {
      said.push(t('say.progress', { name: running.name, percent: percent(running) }));
    }
    if (said.length === 0) return;
    last.current = now;
    setSpoken(said.join(' '));
  }, [items, words]);

  return spoken;
}
