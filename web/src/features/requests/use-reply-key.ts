import { type RefObject, useEffect, useRef } from 'react';
import { isTyping } from '../../ui/is-typing.ts';

/** Lets `r` put the focus into the text of the answer. */
export function useReplyKey(): RefObject<HTMLTextAreaElement | null> {
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'r' || isTyping(event) || text.current === null) return;
      event.preventDefault();
      text.current.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return text;
}
