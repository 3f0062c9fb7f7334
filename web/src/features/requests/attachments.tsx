import { type Attachment, routes, routeUrl } from '@companyaccount/contract';
import { type Icon, IconCircleCheck, IconFile, IconHelpCircle, IconLoader, IconVirus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { formatSize } from '../../ui/file-field/format-size.ts';
import styles from './thread.module.css';

const SIGNS: Record<Attachment['state'], { icon: Icon; tone: Tone }> = {
  pending: { icon: IconLoader, tone: 'neutral' },
  clean: { icon: IconCircleCheck, tone: 'good' },
  infected: { icon: IconVirus, tone: 'bad' },
  not_scanned: { icon: IconHelpCircle, tone: 'neutral' },
  failed: { icon: IconHelpCircle, tone: 'warn' },
};

/** The files of a message, each with its size, its state and the way to download it. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  const { t, i18n } = useTranslation('requests');
  if (attachments.length === 0) return null;
  return (
    <ul className={styles['files']} aria-label={t('file.label')}>
      {attachments.map(({ id, name, size, state }) => (
        <li key={id} className={styles['file']}>
          <IconFile size={16} aria-hidden />
          <a
            href={routeUrl(routes.getAttachment, { params: { id } })}
            download={name}
            className={styles['fileName']}
            aria-label={t('file.download', { name })}
          >
            {name}
          </a>
          <span className={styles['fileSize']}>{formatSize(size, i18n.language)}</span>
          <Badge icon={SIGNS[state].icon} tone={SIGNS[state].tone} word={t(`file.${state}`)} plain />
        </li>
      ))}
    </ul>
  );
}
