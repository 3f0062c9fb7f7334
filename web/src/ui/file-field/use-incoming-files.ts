import { useEffect, useRef, useState } from 'react';

export interface IncomingFiles {
  files: File[];
  /** Names of folders, which cannot be read as a file. */
  folders: string[];
}

function readTransfer(transfer: DataTransfer): IncomingFiles {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const folders = items.flatMap((item) => {
    const entry = item.webkitGetAsEntry();
    return entry?.isDirectory === true ? [entry.name] : [];
  });
  const files = [...transfer.files].filter((file) => !folders.includes(file.name));
  return { files, folders };
}

const carriesFiles = (transfer: DataTransfer | null): transfer is DataTransfer =>
  transfer !== null && transfer.types.includes('Files');

/** A screenshot on the clipboard always has the same name; the time tells several apart. */
function nameBy(file: File, name: (time: string) => string): File {
  if (!/^image\.\w+$/u.test(file.name)) return file;
  const time = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  const extension = file.name.slice(file.name.lastIndexOf('.'));
  const stamped = name(time.replace('T', ' ').replaceAll(':', '.')) + extension;
  return new File([file], stamped, { type: file.type, lastModified: file.lastModified });
}

interface Options {
  disabled: boolean;
  /** What a pasted picture without a name of its own is called. */
  pastedName: (time: string) => string;
  onFiles: (incoming: IncomingFiles) => void;
}

/**
 * Takes files dropped anywhere on the page or pasted on it, and tells whether some are being dragged over it. A file
 * that misses the field would otherwise replace the page, and with it all that was typed.
 */
export function useIncomingFiles(options: Options): boolean {
  const [dragging, setDragging] = useState(false);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const over = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = latest.current.disabled ? 'none' : 'copy';
      // There is no reliable end of dragging; but while it lasts this event keeps coming.
      clearTimeout(leaving);
      leaving = setTimeout(() => setDragging(false), 300);
      setDragging(!latest.current.disabled);
    };
    const drop = (event: DragEvent) => {
      clearTimeout(leaving);
      setDragging(false);
      if (!carriesFiles(event.dataTransfer) || event.defaultPrevented) return;
      event.preventDefault();
      if (!latest.current.disabled) latest.current.onFiles(readTransfer(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => {
      const clipboard = event.clipboardData;
      // Office programs put a picture beside the text they copy; there the text is meant.
      if (!carriesFiles(clipboard) || clipboard.types.includes('text/plain')) return;
      if (latest.current.disabled || event.defaultPrevented) return;
      event.preventDefault();
      const { files, folders } = readTransfer(clipboard);
      latest.current.onFiles({ files: files.map((file) => nameBy(file, latest.current.pastedName)), folders });
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      clearTimeout(leaving);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, []);

  return dragging;
}
