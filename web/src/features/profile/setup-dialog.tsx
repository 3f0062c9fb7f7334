import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A dialog in which something is set up step by step. A click beside it does not close it: codes would be lost. */
export function SetupDialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Modal opened title={title} onClose={onClose} closeOnClickOutside={false}>
      {children}
    </Modal>
  );
}
