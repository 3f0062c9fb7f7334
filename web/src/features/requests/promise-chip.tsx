import { PROMISE_AT_RISK_HOURS, type RequestSummary } from '@companyaccount/contract';
import { IconClock, IconClockExclamation, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { usePrinting } from '../../ui/use-printing.ts';

const SOON_MS = PROMISE_AT_RISK_HOURS * 3_600_000;

type Promised = Pick<RequestSummary, 'promiseAt' | 'promisePaused'>;

/** By when the vendor promised to speak next: grey while there is time, amber in the last hours, red when late. */
export function PromiseChip({ promise: { promiseAt, promisePaused } }: { promise: Promised }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const now = useNow();
  const printing = usePrinting();
  if (promisePaused) {
    return <Badge icon={IconPlayerPause} tone="neutral" word={t('promise.paused')} title={t('promise.pausedLong')} />;
  }
  if (promiseAt === null) return null;
  const left = Date.parse(promiseAt) - now;
  const exact = formats.exact(promiseAt);
  const when = printing ? exact : formats.relative(promiseAt, now);
  if (left < 0) {
    const word = t('promise.late', { when });
    return <Badge icon={IconClockExclamation} tone="bad" word={word} title={t('promise.lateLong', { when: exact })} />;
  }
  return (
    <Badge
      icon={IconClock}
      tone={left < SOON_MS ? 'warn' : 'neutral'}
      word={t('promise.due', { when })}
      title={t('promise.dueLong', { when: exact })}
    />
  );
}
