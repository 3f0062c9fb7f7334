import type { AuditEntry } from '@companyaccount/contract';
import { ActionIcon, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Facts } from '../../ui/facts.tsx';
import styles from './audit.module.css';
import type { AuditPlace } from './audit-filters.tsx';
import type { AuditSearch } from './audit-search.ts';
import { useAuditWords } from './use-audit-words.ts';

interface AuditRowProps {
  entry: AuditEntry;
  place: AuditPlace;
  search: AuditSearch;
}

/** One deed in a line: when, what, who and from where; the rest on demand. */
export function AuditRow({ entry, place, search }: AuditRowProps) {
  const { t } = useTranslation('audit');
  const formats = useFormats();
  const words = useAuditWords();
  const [open, setOpen] = useState(false);
  const details = useId();
  const Sign = open ? IconChevronUp : IconChevronDown;
  const change = words.change(entry);
  return (
    <li className={styles['entry']}>
      <div className={styles['row']}>
        <time dateTime={entry.at} title={formats.exact(entry.at)} className={`${styles['time'] ?? ''} figures`}>
          {formats.time(entry.at)}
        </time>
        <span className={styles['what']}>
          {t(`action.${entry.action}`)}
          <ObjectName entry={entry} place={place} />
          {change !== null && <Text span c="dimmed">{` · ${change}`}</Text>}
        </span>
        <span className={styles['who']}>
          <Who entry={entry} place={place} search={search} />
        </span>
        <span className={styles['address']}>{entry.address}</span>
        <ActionIcon
          size={28}
          className={styles['toggle'] ?? ''}
          aria-label={open ? t('hide') : t('show')}
          aria-expanded={open}
          aria-controls={open ? details : undefined}
          onClick={() => setOpen(!open)}
        >
          <Sign size={16} aria-hidden />
        </ActionIcon>
      </div>
      {open && (
        <div id={details} className={styles['details']}>
          <Details entry={entry} place={place} search={search} />
        </div>
      )}
    </li>
  );
}

/** What the deed was about, as a link where there is a page for it. */
function ObjectName({ entry: { object, person }, place }: Pick<AuditRowProps, 'entry' | 'place'>) {
  // Who did something to themselves is named once.
  if (object.name === null || object.id === person?.id) return null;
  const { requestId } = object;
  return (
    <>
      {' · '}
      {requestId !== null && place === '/company/audit' ? (
        <Link className={styles['link']} to="/requests/$requestId" params={{ requestId }} dir="auto">
          {object.name}
        </Link>
      ) : (
        <span dir="auto">{object.name}</span>
      )}
    </>
  );
}

function Who({ entry: { person, address }, place, search }: AuditRowProps) {
  const { t } = useTranslation('audit');
  if (person === null) return <Text c="dimmed">{t(address === null ? 'program' : 'nobody')}</Text>;
  const name = person.name ?? t('erased');
  return (
    <>
      <Link
        to={place}
        search={{ ...search, person: person.id }}
        className={styles['person']}
        title={t('onlyPerson', { name })}
        dir="auto"
      >
        {name}
      </Link>
      {person.side === 'vendor' && place === '/company/audit' && (
        <Text span c="dimmed" size="xs">{` ${t('vendor')}`}</Text>
      )}
    </>
  );
}

function Details({ entry, place, search }: AuditRowProps) {
  const { t } = useTranslation('audit');
  const formats = useFormats();
  const { company, object } = entry;
  const data = JSON.stringify(entry.data, null, 1);
  return (
    <Facts
      facts={[
        [t('detail.time'), formats.exact(entry.at)],
        company !== null &&
          place === '/admin/audit' && [
            t('detail.company'),
            <>
              {`${company.name} · `}
              <Link className={styles['link']} to={place} search={{ ...search, company: company.id }}>
                {t('detail.allOf')}
              </Link>
            </>,
          ],
        [
          t('detail.object'),
          <>
            <span className={styles['mono']}>{`${object.type} ${object.id}`}</span>
            {' · '}
            <Link className={styles['link']} to={place} search={{ ...search, object: object.id }}>
              {t('detail.all')}
            </Link>
          </>,
        ],
        entry.address !== null && [t('detail.address'), entry.address],
        entry.agent !== null && [t('detail.agent'), entry.agent],
        entry.sessionId !== null && [t('detail.session'), <Mono key="session" text={entry.sessionId} />],
        entry.tokenId !== null && [t('detail.token'), <Mono key="token" text={entry.tokenId} />],
        data !== '{}' && [t('detail.data'), <Mono key="data" text={data} />],
        [t('detail.entry'), <Mono key="entry" text={entry.id} />],
      ]}
    />
  );
}

const Mono = ({ text }: { text: string }) => <span className={styles['mono']}>{text}</span>;
