import { FILES_MAX, UPLOAD_BYTES_MAX } from '@companyaccount/contract';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useMe } from '../../api/me.ts';
import { type Rejection, type UploadBy, type UploadItem, UploadQueue } from './upload-queue.ts';

/** A file that is all on the server; `id` is what a request or a message names it by. */
export interface UploadedFile {
  id: string;
  name: string;
  size: number;
}

export interface FileFieldProps {
  value: readonly UploadedFile[];
  onChange: (files: UploadedFile[]) => void;
  /** Whether a file shown here has not arrived (waiting, running, paused or failed): sending now would leave it out. */
  onBusyChange?: ((busy: boolean) => void) | undefined;
  disabled?: boolean | undefined;
  /** What is known of a file before it is sent. */
  look?: UploadBy['look'];
  /** Where it is not the person who is signed in. */
  by?: Omit<UploadBy, 'look'>;
}

/** A file as the field lists it: on its way, or arrived. */
export type ListedFile = { file: UploadedFile; item: UploadItem | null } | { file: null; item: UploadItem };

export interface Uploads {
  listed: ListedFile[];
  items: readonly UploadItem[];
  queue: UploadQueue;
  by: Pick<UploadBy, 'filesMax' | 'bytesMax'>;
  add: (files: readonly File[]) => Rejection[];
  removeArrived: (file: UploadedFile, item: UploadItem | null) => void;
}

/** Joins the files of the form's value with those on their way to it. */
export function useUploads({ value, onChange, onBusyChange, look, by: given }: FileFieldProps): Uploads {
  const me = useMe();
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  }, [look]);
  const [by] = useState<UploadBy>(() => ({
    owner: me?.id ?? '',
    filesMax: FILES_MAX,
    bytesMax: UPLOAD_BYTES_MAX,
    look: async (file) => latest.current?.(file) ?? null,
    ...given,
  }));
  const [queue] = useState(() => new UploadQueue(by));
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  const byId = new Map(value.map((file) => [file.id, file]));
  // What is known already stays behind unless the person says otherwise.
  const busy = items.some((item) => item.state !== 'known' && (item.id === null || !byId.has(item.id)));

  // What has arrived is handed over again until it was seen in the value, since several may arrive before the form draws
  // again; what was seen and is gone was taken out by the form, as after sending.
  const seen = useRef(new Set<string>());
  useEffect(() => {
    const ids = new Set(value.map((file) => file.id));
    for (const id of ids) seen.current.add(id);
    const arrived = items.flatMap(({ id, name, size }) =>
      id === null || seen.current.has(id) ? [] : [{ id, name, size }],
    );
    if (arrived.length > 0) onChange([...value, ...arrived]);
    queue.forget(items.filter((item) => item.id !== null && seen.current.has(item.id) && !ids.has(item.id)));
  }, [queue, items, value, onChange]);

  useEffect(() => {
    const online = () => queue.resumeDisconnected();
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('online', online);
      queue.stop();
    };
  }, [queue]);

  useEffect(() => {
    onBusyChange?.(busy);
  }, [busy, onBusyChange]);
  useEffect(() => {
    if (!busy) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);

  const moving = new Set(items.map((item) => item.id));
  return {
    items,
    listed: [
      ...value.filter((file) => !moving.has(file.id)).map((file) => ({ file, item: null })),
      ...items.map((item): ListedFile => {
        const file = item.id === null ? undefined : byId.get(item.id);
        return file === undefined ? { file: null, item } : { file, item };
      }),
    ],
    queue,
    by,
    add: (added) => queue.add(added, by.filesMax - value.length - items.filter((item) => item.state !== 'done').length),
    removeArrived: (file, item) => {
      onChange(value.filter((other) => other.id !== file.id));
      if (item !== null) queue.remove(item.key);
    },
  };
}
