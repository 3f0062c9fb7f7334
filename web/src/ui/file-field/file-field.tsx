import { Button, Text, VisuallyHidden } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type ChangeEvent, useRef, useState } from 'react';
import styles from './file-field.module.css';
import { FileRow } from './file-row.tsx';
import type { Rejection } from './upload-queue.ts';
import { useUploadWords } from './upload-words.ts';
import { type IncomingFiles, useIncomingFiles } from './use-incoming-files.ts';
import { useSpokenProgress } from './use-spoken-progress.ts';
import { type FileFieldProps, type ListedFile, useUploads } from './use-uploads.ts';

const keyOf = ({ file, item }: ListedFile) => item?.key ?? file?.id ?? '';

/** Takes files from the dialog, by dropping and by pasting, and sends them while the person goes on writing. */
export function FileField(props: FileFieldProps) {
  const { disabled = false } = props;
  const uploads = useUploads(props);
  const words = useUploadWords();
  const { t } = words;
  const spoken = useSpokenProgress(uploads.items, words);
  const [rejected, setRejected] = useState<Rejection[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const take = ({ files, folders }: IncomingFiles) =>
    setRejected([...folders.map((name) => ({ name, reason: 'folder' as const })), ...uploads.add(files)]);
  const dragging = useIncomingFiles({ disabled, pastedName: (time) => t('pastedName', { time }), onFiles: take });
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    take({ files: [...(event.currentTarget.files ?? [])], folders: [] });
    // Else choosing the same file again would be no change.
    event.currentTarget.value = '';
  };
  const remove = ({ file, item }: ListedFile) => {
    if (file === null) uploads.queue.remove(item.key);
    else uploads.removeArrived(file, item);
    setRejected([]);
    button.current?.focus();
  };

  return (
    <div role="group" aria-label={t('label')}>
      <div className={styles['zone']} data-dragging={dragging || undefined}>
        <input ref={input} type="file" multiple hidden onChange={choose} />
        <Button
          ref={button}
          variant="default"
          size="compact-sm"
          leftSection={<IconPaperclip size={16} aria-hidden />}
          disabled={disabled}
          onClick={() => input.current?.click()}
        >
          {t('choose')}
        </Button>
        <Text component="span" c="dimmed" className={styles['hint'] ?? ''}>
          {dragging ? t('dropNow') : t('dropHint')}
        </Text>
        <Text component="span" size="xs" c="dimmed" className={styles['limits'] ?? ''}>
          {t('limits', { files: uploads.by.filesMax, size: words.size(uploads.by.bytesMax) })}
        </Text>
      </div>
      {rejected.length > 0 && (
        <ul className={styles['rejected']} role="alert">
          {rejected.map((rejection, place) => (
            <li key={place}>{words.rejection(rejection, uploads.by)}</li>
          ))}
        </ul>
      )}
      {uploads.listed.length > 0 && (
        <ul className={styles['list']} aria-label={t('list')}>
          {uploads.listed.map((listed) => (
            <FileRow
              key={keyOf(listed)}
              listed={listed}
              queue={uploads.queue}
              disabled={disabled}
              onRemove={() => remove(listed)}
            />
          ))}
        </ul>
      )}
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </div>
  );
}
