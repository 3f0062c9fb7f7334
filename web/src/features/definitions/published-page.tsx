import type { Release } from '@companyaccount/contract';
import { Anchor, Button, Group, TextInput } from '@mantine/core';
import { IconBox, IconChevronRight, IconRss, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Pages } from '../../ui/states/pages.tsx';
import { ChangesList } from './changes-list.tsx';
import { isHash, lookUpQuery, publishedQuery, publishedReleaseQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { useReleaseWords } from './use-release-words.ts';

/** What everybody may know of the definitions: each release, and where a file or a detection is named. */
export function PublishedPage() {
  const { t } = useTranslation('definitions');
  const { data: vendor } = useQuery(vendorQuery);
  const query = useInfiniteQuery(publishedQuery);
  const { hash } = useLocation();
  return (
    <div className={styles['public']}>
      <Page title={t('open.title')} width="reading">
        <p className={styles['help']}>{t('open.intro', { vendor: vendor?.name ?? '' })}</p>
        <LookUp />
        <Group justify="space-between" mb={8}>
          <h2 className={styles['bare']}>{t('release.history')}</h2>
          <Anchor href="/definitions/releases.atom" className={styles['feed'] ?? ''}>
            <IconRss size={16} aria-hidden /> {t('open.feed')}
          </Anchor>
        </Group>
        <div className={styles['card']}>
          <Pages
            query={query}
            skeleton={4}
            framed
            empty={<EmptyState icon={IconBox} title={t('release.empty')} text={t('release.emptyText')} />}
          >
            {(releases) => (
              <ul className={styles['rows']} aria-label={t('release.history')}>
                {releases.map((release) => (
                  <Row key={release.number} release={release} opened={release.number === hash} />
                ))}
              </ul>
            )}
          </Pages>
        </div>
      </Page>
    </div>
  );
}

function Row({ release: { number, publishedAt, counts }, opened }: { release: Release; opened: boolean }) {
  const formats = useFormats();
  const words = useReleaseWords();
  const [open, setOpen] = useState(opened);
  return (
    <li id={number}>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles['summary']}>
          <IconChevronRight size={16} className={styles['chevron']} aria-hidden />
          <strong className="figures">{number}</strong>
          <span className={styles['facts']}>{words.counts(counts)}</span>
          <time className={styles['when']} dateTime={publishedAt}>
            {formats.exact(publishedAt)}
          </time>
        </summary>
        {open && <Composition number={number} />}
      </details>
    </li>
  );
}

function Composition({ number }: { number: string }) {
  const { t, i18n } = useTranslation('definitions');
  const { data, error, refetch } = useQuery(publishedReleaseQuery(number));
  if (data === undefined) {
    return error === null ? <TextSkeleton lines={2} /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <div className={styles['composition']}>
      <ChangesList changes={data.changes} />
      <h3 className={styles['small']}>{t('open.files')}</h3>
      <ul className={styles['files']}>
        {data.files.map(({ name, size, sha256 }) => (
          <li key={name}>
            <span className={styles['code']}>{name}</span>{' '}
            <span className={styles['facts']}>
              {formatSize(size, i18n.language)}
              <span className={styles['digest']}>SHA-256: {sha256}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LookUp() {
  const { t } = useTranslation('definitions');
  const formats = useFormats();
  const words = useReleaseWords();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const { data, error, isFetching, refetch } = useQuery(lookUpQuery(asked));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim().length >= 3) setAsked(text.trim().slice(0, 200));
  };
  return (
    <section className={styles['section']}>
      <form role="search" onSubmit={submit}>
        <Group gap="sm" align="flex-start" wrap="nowrap" className={styles['lookUp'] ?? ''}>
          <TextInput
            className={styles['grow'] ?? ''}
            label={t('open.lookUp')}
            description={t('open.lookUpHelp')}
            leftSection={<IconSearch size={16} aria-hidden />}
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" loading={isFetching}>
            {t('open.find')}
          </Button>
        </Group>
      </form>
      <div role="status" className={styles['answer']}>
        {asked !== '' && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {asked !== '' && data?.data.length === 0 && (
          <p className={styles['help']}>{isHash(asked) ? t('open.noneHash') : t('open.none')}</p>
        )}
        {data !== undefined && data.data.length > 0 && (
          <>
            <h3 className={styles['small']}>{t('open.found')}</h3>
            <ul className={styles['changes']}>
              {data.data.map((one) => (
                <li key={`${one.number} ${one.thing} ${one.name}`}>
                  <strong className="figures">{one.number}</strong>
                  <span className={styles['code']}>{one.name}</span>
                  <span className={styles['facts']}>
                    {words.change(one)}, {formats.date(one.publishedAt)}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
