import { notifications } from '@mantine/notifications';
import type { Done } from './done.ts';
import { UndoLine } from './undo-line.tsx';

/** How long a deed can be taken back. */
const UNDO_MS = 10_000;

/** Tells what was done and offers to take it back, by a button or `z`; waits as long as somebody points at it. */
export function offerUndo({ title, text, undo }: Done): void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    message: <UndoLine title={title} text={text} undo={undo} onEnd={() => notifications.hide(id)} />,
    autoClose: UNDO_MS,
    withAutoCloseProgress: true,
  });
}
