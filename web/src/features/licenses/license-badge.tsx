import type { License } from '@companyaccount/contract';
import {
  type Icon,
  IconAlertTriangle,
  IconCalendarTime,
  IconCircleCheck,
  IconCircleX,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { type ShownState, shownStateOf, validityOf } from './validity.ts';

const SIGNS: Record<ShownState, { icon: Icon; tone: Tone }> = {
  active: { icon: IconCircleCheck, tone: 'good' },
  soon: { icon: IconAlertTriangle, tone: 'warn' },
  not_yet_valid: { icon: IconCalendarTime, tone: 'info' },
  expired: { icon: IconAlertTriangle, tone: 'bad' },
  suspended: { icon: IconPlayerPause, tone: 'warn' },
  revoked: { icon: IconCircleX, tone: 'bad' },
};

/** The state of a license as icon and word; one that runs out soon is marked before it does. */
export function LicenseBadge({ license }: { license: License }) {
  const { t } = useTranslation('licenses');
  const shown = shownStateOf(license, useNow());
  return <Badge {...SIGNS[shown]} word={shown === 'soon' ? t('soon') : t(`state.${shown}`)} />;
}

/** “expires in 23 days”, “expired yesterday”, “not valid before …”, with the exact time on hover. */
export function ValidityWords({ license, className }: { license: License; className?: string | undefined }) {
  const { t } = useTranslation('licenses');
  const formats = useFormats();
  const now = useNow();
  const validity = validityOf(license, now);
  if (validity.is === 'endless') return <span className={className}>{t('validity.endless')}</span>;
  const { is, time } = validity;
  return (
    <time className={className} dateTime={time} title={formats.exact(time)}>
      {t(`validity.${is}`, { date: formats.date(time), days: formats.inDays(time, now) })}
    </time>
  );
}
