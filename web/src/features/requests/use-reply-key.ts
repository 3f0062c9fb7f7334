import { type RefObject, useRef } from 'react';
import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';

/** Lets `r` put the focus into the text of the answer. */
export function useReplyKey(): RefObject<HTMLTextAreaElement | null> {
  const text = useRef<HTMLTextAreaElement>(null);
  useShortcut('reply', () => {
    text.current?.focus();
    return text.current !== null;
  });
  return text;
}
