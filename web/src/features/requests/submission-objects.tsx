import { DETECTED_VERDICTS, type ObjectVerdict, type Outcome, type SubmissionObject } from '@companyaccount/contract';
import {
  type Icon,
  IconCircleCheck,
  IconFile,
  IconHash,
  IconHelpCircle,
  IconLink,
  IconLoader,
  IconLock,
  IconUserSearch,
  IconVirus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { objectsQuery } from './request-queries.ts';
import styles from './submission-objects.module.css';
import { VERDICT_SIGNS } from './verdict-sign.ts';

const KIND_SIGNS: Record<SubmissionObject['kind'], Icon> = { file: IconFile, hash: IconHash, url: IconLink };
const OUTCOME_SIGNS: Record<Outcome, { icon: Icon; tone: Tone }> = {
  detected: { icon: IconVirus, tone: 'bad' },
  nothing_found: { icon: IconCircleCheck, tone: 'info' },
  encrypted: { icon: IconLock, tone: 'warn' },
  empty: { icon: IconHelpCircle, tone: 'warn' },
  too_large: { icon: IconUserSearch, tone: 'neutral' },
  unreadable: { icon: IconHelpCircle, tone: 'warn' },
  already_sent: { icon: IconCircleCheck, tone: 'neutral' },
  send_file: { icon: IconHelpCircle, tone: 'warn' },
  for_analyst: { icon: IconUserSearch, tone: 'neutral' },
};

/** What was submitted, each with how far its analysis has come, or what it came to. */
export function SubmissionObjects({ requestId }: { requestId: string }) {
  return <ObjectList objects={useQuery(objectsQuery(requestId)).data ?? []} />;
}

interface ObjectListProps {
  objects: readonly SubmissionObject[];
  /** How a file can be sent, where not with a message. */
  sendFile?: string;
}

/** The same, of objects that are there already. */
export function ObjectList({ objects, sendFile }: ObjectListProps) {
  const { t } = useTranslation('requests');
  if (objects.length === 0) return null;
  return (
    <ul className={styles['objects']} aria-label={t('object.label')}>
      {objects.map((object) => {
        const Sign = KIND_SIGNS[object.kind];
        return (
          <li key={object.id} className={styles['object']}>
            <Sign size={16} aria-hidden />
            <Name object={object} />
            <State object={object} sendFile={sendFile} />
          </li>
        );
      })}
    </ul>
  );
}

/** To staff of the lab, the way to the sample. */
function Name({ object: { name, hasSample, sha256 } }: { object: SubmissionObject }) {
  const { t } = useTranslation('requests');
  const words = (
    <bdi className={styles['name']} title={name}>
      {name}
    </bdi>
  );
  if (!hasSample || sha256 === null) return words;
  return (
    <Link
      to="/lab/samples/$sha256"
      params={{ sha256 }}
      className={styles['link']}
      aria-label={t('object.openSample', { name })}
    >
      {words}
    </Link>
  );
}

function State({
  object: { outcome, detection, release, progress, verdict },
  sendFile,
}: {
  object: SubmissionObject;
  sendFile: string | undefined;
}) {
  const { t } = useTranslation('requests');
  if (verdict !== null) return <Judged verdict={verdict} />;
  if (outcome !== null) {
    return (
      <>
        <Badge {...OUTCOME_SIGNS[outcome]} word={t(`object.outcome.${outcome}`)} plain />
        <span className={styles['says']}>
          {release === null
            ? ((outcome === 'send_file' ? sendFile : undefined) ??
              t(`object.says.${outcome}`, { name: detection ?? '' }))
            : t('object.says.detectedSince', { name: detection ?? '', release })}
        </span>
      </>
    );
  }
  const word = progress === null ? t('object.waiting') : t('object.progress', { ...progress });
  return <Badge icon={IconLoader} tone="neutral" word={word} plain />;
}

/** The verdict of an analyst, and how far scanners follow it. */
function Judged({ verdict: { verdict, reason, detection, due, release } }: { verdict: ObjectVerdict }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const isDetected = DETECTED_VERDICTS.some((one) => one === verdict);
  const name = detection ?? '';
  const follows = isDetected
    ? detection !== null && t(due ? 'object.verdict.due' : 'object.verdict.detected', { name })
    : verdict === 'false_detection_removed' && t(due ? 'object.verdict.removedDue' : 'object.verdict.removed');
  return (
    <>
      <Badge {...VERDICT_SIGNS[verdict]} word={t(`verdict.${verdict}`)} plain />
      <span className={styles['says']}>
        {reason !== null && t(`verdictReason.${reason}`)}
        {follows}{' '}
        {release !== null && (
          <Trans
            t={t}
            i18nKey="object.verdict.release"
            values={{ number: release.number, when: formats.exact(release.publishedAt) }}
            components={{ release: <Link to="/definitions" hash={release.number} className={styles['link']} /> }}
          />
        )}
      </span>
    </>
  );
}
