import { ActionIcon, Progress, Text, Tooltip } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconFile,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSend2,
  IconEye,
  IconX,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import styles from './file-field.module.css';
import type { UploadItem, UploadQueue } from './upload-queue.ts';
import { useUploadWords } from './upload-words.ts';
import type { ListedFile } from './use-uploads.ts';

interface RowActionProps {
  icon: Icon;
  label: string;
  disabled: boolean;
  onClick: () => void;
}

function RowAction({ icon: Sign, label, disabled, onClick }: RowActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} disabled={disabled} onClick={onClick}>
        <Sign size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

const SIGNS = {
  waiting: IconFile,
  checking: IconFile,
  known: IconEye,
  uploading: IconFile,
  paused: IconPlayerPause,
  failed: IconAlertTriangle,
  done: IconCircleCheck,
};

function UploadProgress({ item }: { item: UploadItem }) {
  const { t } = useUploadWords();
  return (
    <Progress
      className={styles['progress'] ?? ''}
      size={3}
      value={item.size === 0 ? 100 : (item.sent / item.size) * 100}
      color={item.state === 'failed' ? 'red' : item.state === 'paused' ? 'gray' : 'accent'}
      aria-label={t('progressOf', { name: item.name })}
    />
  );
}

function MotionAction({ item, queue, disabled }: { item: UploadItem; queue: UploadQueue; disabled: boolean }) {
  const { t } = useUploadWords();
  const { name, key, state } = item;
  if (state === 'waiting' || state === 'checking' || state === 'done') return null;
  const [icon, label] = {
    uploading: [IconPlayerPause, t('action.pause', { name })] as const,
    paused: [IconPlayerPlay, t('action.resume', { name })] as const,
    failed: [IconRefresh, t('action.retry', { name })] as const,
    known: [IconSend2, t('action.sendAnyway', { name })] as const,
  }[state];
  const act = () => (state === 'uploading' ? queue.pause(key) : queue.resume(key));
  return <RowAction icon={icon} label={label} disabled={disabled} onClick={act} />;
}

interface FileRowProps {
  listed: ListedFile;
  queue: UploadQueue;
  disabled: boolean;
  onRemove: () => void;
}

/** One file of the field: how far it is, and what can be done about it. */
export function FileRow({ listed, queue, disabled, onRemove }: FileRowProps) {
  const words = useUploadWords();
  const { t } = words;
  const { file, item } = listed;
  const { name } = file ?? item;
  const state = file === null ? item.state : 'done';
  const Sign = SIGNS[state];
  return (
    <li className={styles['row']} data-state={state}>
      <Sign className={styles['sign']} size={18} stroke={1.75} aria-hidden />
      <div className={styles['what']}>
        <span className={styles['name']} title={name}>
          <bdi>{name}</bdi>
        </span>
        <Text component="span" size="xs" className={`${styles['state'] ?? ''} figures`}>
          {file === null ? words.state(item) : words.size(file.size)}
          {item?.state === 'known' && item.known?.request !== undefined && (
            <>
              {' '}
              <Link to="/requests/$requestId" params={{ requestId: item.known.request.id }} className={styles['link']}>
                {item.known.request.number}
              </Link>
            </>
          )}
        </Text>
      </div>
      <div className={styles['actions']}>
        {file === null && <MotionAction item={item} queue={queue} disabled={disabled} />}
        <RowAction
          icon={IconX}
          label={t(state === 'done' ? 'action.remove' : 'action.cancel', { name })}
          disabled={disabled}
          onClick={onRemove}
        />
      </div>
      {file === null && !['waiting', 'checking', 'known'].includes(item.state) && <UploadProgress item={item} />}
    </li>
  );
}
