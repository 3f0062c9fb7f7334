import { type Attachment, routes, routeUrl } from '@companyaccount/contract';
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './files.module.css';
import { type Picture, PictureViewer } from './picture-viewer.tsx';
import { useIsStaff } from './use-is-staff.ts';

/** Height of the pictures in a thread, in pixels. */
const HEIGHT = 120;
const WIDTHS = { least: 56, most: 240 };

const picturesOf = (attachments: readonly Attachment[], forStaff: boolean): Picture[] =>
  attachments.flatMap((attachment) => {
    const { id, state, preview } = attachment;
    if (preview === null || (forStaff && state === 'infected')) return [];
    return [{ attachment, src: routeUrl(routes.getAttachmentPreview, { params: { id } }), ...preview }];
  });

/** The pictures among the files of a message, small and in a row; each opens large, and from there the next. */
export function Pictures({ attachments }: { attachments: readonly Attachment[] }) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState<number | null>(null);
  const pictures = picturesOf(attachments, useIsStaff());
  if (pictures.length === 0) return null;
  return (
    <>
      <ul className={styles['pictures']} aria-label={t('file.pictures')}>
        {pictures.map(({ attachment: { id, name }, src, width, height }, place) => (
          <li key={id}>
            <UnstyledButton
              className={styles['picture'] ?? ''}
              aria-label={t('file.open', { name })}
              title={name}
              onClick={() => setOpen(place)}
            >
              <img
                src={src}
                alt=""
                loading="lazy"
                height={HEIGHT}
                width={Math.min(Math.max(Math.round((width / height) * HEIGHT), WIDTHS.least), WIDTHS.most)}
              />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <PictureViewer pictures={pictures} place={open} onMove={setOpen} />
    </>
  );
}
