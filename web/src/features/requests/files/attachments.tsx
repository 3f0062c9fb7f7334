import type { Attachment } from '@companyaccount/contract';
import {
  type Icon,
  IconCircleCheck,
  IconFile,
  IconHelpCircle,
  IconLoader,
  IconLock,
  IconPhoto,
  IconVirus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { formatSize } from '../../../ui/file-field/format-size.ts';
import { DownloadLink } from './download-link.tsx';
import styles from './files.module.css';
import { useIsStaff } from './use-is-staff.ts';

const SIGNS: Record<Attachment['state'], { icon: Icon; tone: Tone }> = {
  pending: { icon: IconLoader, tone: 'neutral' },
  clean: { icon: IconCircleCheck, tone: 'good' },
  infected: { icon: IconVirus, tone: 'bad' },
  not_scanned: { icon: IconHelpCircle, tone: 'neutral' },
  failed: { icon: IconHelpCircle, tone: 'warn' },
};

interface AttachmentsProps {
  attachments: readonly Attachment[];
  /** The Virus Lab says what they are; what the scanner of uploads says of them stays away. */
  judged: boolean;
}

/** Files of messages, each with its size, its state and the way to download it. Infected ones are locked for staff. */
export function Attachments({ attachments, judged }: AttachmentsProps) {
  const { t, i18n } = useTranslation('requests');
  const forStaff = useIsStaff();
  if (attachments.length === 0) return null;
  return (
    <ul className={styles['files']} aria-label={t('file.label')}>
      {attachments.map((attachment) => {
        const { id, name, size, state, preview } = attachment;
        const locked = forStaff && state === 'infected';
        const Sign = locked ? IconLock : preview === null ? IconFile : IconPhoto;
        return (
          <li key={id} className={styles['file']}>
            <Sign size={16} aria-hidden />
            {locked ? (
              <span className={styles['locked']} title={t('file.locked')}>
                <bdi>{name}</bdi>
              </span>
            ) : (
              <DownloadLink
                attachment={attachment}
                className={styles['name']}
                aria-label={t('file.download', { name })}
              >
                <bdi>{name}</bdi>
              </DownloadLink>
            )}
            <span className={styles['size']}>{formatSize(size, i18n.language)}</span>
            {!judged && <Badge icon={SIGNS[state].icon} tone={SIGNS[state].tone} word={t(`file.${state}`)} plain />}
          </li>
        );
      })}
    </ul>
  );
}
