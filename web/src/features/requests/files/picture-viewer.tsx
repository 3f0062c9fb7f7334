import type { Attachment } from '@companyaccount/contract';
import { ActionIcon, Modal, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../../ui/file-field/format-size.ts';
import { DownloadLink } from './download-link.tsx';
import styles from './files.module.css';

/** A file that can be looked at, and where its preview is. */
export interface Picture {
  attachment: Attachment;
  src: string;
  width: number;
  height: number;
}

interface PictureViewerProps {
  pictures: readonly Picture[];
  /** Which picture is open; null while none is. */
  place: number | null;
  onMove: (place: number | null) => void;
}

/** One picture as large as the window allows, with the way to the others and to its original. */
export function PictureViewer({ pictures, place, onMove }: PictureViewerProps) {
  const { t, i18n } = useTranslation(['requests', 'common']);
  const many = pictures.length > 1;
  const picture = place === null ? undefined : pictures[place];
  const step = (by: number) => {
    if (place !== null) onMove((place + by + pictures.length) % pictures.length);
  };
  useEffect(() => {
    if (place === null || !many) return undefined;
    const turn = (event: KeyboardEvent) => {
      if (event.key === 'ArrowLeft') step(-1);
      else if (event.key === 'ArrowRight') step(1);
    };
    window.addEventListener('keydown', turn);
    return () => window.removeEventListener('keydown', turn);
  });
  return (
    <Modal.Root opened={picture !== undefined} onClose={() => onMove(null)} fullScreen>
      <Modal.Overlay />
      <Modal.Content aria-label={picture?.attachment.name ?? ''} className={styles['viewer'] ?? ''}>
        {picture !== undefined && (
          <Modal.Body className={styles['stage'] ?? ''}>
            <header className={styles['caption']}>
              <Text component="h2" className={styles['title'] ?? ''} title={picture.attachment.name}>
                <bdi>{picture.attachment.name}</bdi>
              </Text>
              <Text component="span" size="sm" c="dimmed" className="figures">
                {many && `${(place ?? 0) + 1} / ${pictures.length}`}
              </Text>
              <DownloadLink attachment={picture.attachment} className={styles['original']}>
                <IconDownload size={16} aria-hidden />
                {t('file.original', { size: formatSize(picture.attachment.size, i18n.language) })}
              </DownloadLink>
              <Tooltip label={t('common:form.close')}>
                <ActionIcon size={36} aria-label={t('common:form.close')} onClick={() => onMove(null)} data-autofocus>
                  <IconX size={20} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </header>
            <div className={styles['frame']}>
              {many && (
                <ActionIcon size={44} aria-label={t('file.previous')} onClick={() => step(-1)}>
                  <IconChevronLeft size={24} aria-hidden />
                </ActionIcon>
              )}
              <img
                key={picture.src}
                src={picture.src}
                alt={picture.attachment.name}
                width={picture.width}
                height={picture.height}
              />
              {many && (
                <ActionIcon size={44} aria-label={t('file.next')} onClick={() => step(1)}>
                  <IconChevronRight size={24} aria-hidden />
                </ActionIcon>
              )}
            </div>
          </Modal.Body>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
