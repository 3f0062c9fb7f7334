import type { ArticleVersion, ArticleVersionRow, InterfaceLanguage } from '@companyaccount/contract';
import { Button, Group, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { compareTexts } from './compare.ts';
import { versionQuery, versionsQuery } from './help-queries.ts';
import styles from './help.module.css';
import { StateBadge } from './state-badge.tsx';

/** All versions of an article in one language, and what became of the text between any two. */
export function VersionsPanel({ articleId, language }: { articleId: string; language: InterfaceLanguage }) {
  const { t } = useTranslation('help');
  const query = useInfiniteQuery(versionsQuery(articleId, language));
  const [pair, setPair] = useState<{ older: string; newer: string } | null>(null);
  return (
    <section>
      <h2 className={styles['heading']}>{t('versions.title')}</h2>
      <div className={styles['card']}>
        <Pages query={query} skeleton={2} framed empty={<EmptyState icon={IconHistory} title={t('versions.empty')} />}>
          {(versions) => (
            <ul className={styles['rows']} aria-label={t('versions.title')}>
              {versions.map((version, place) => (
                <Row key={version.id} version={version} onCompare={comparison(version, versions[place + 1], setPair)} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {pair !== null && (
        <Comparison
          articleId={articleId}
          versions={query.data?.pages.flatMap(({ data }) => data) ?? []}
          pair={pair}
          onChange={setPair}
        />
      )}
    </section>
  );
}

const comparison = (
  newer: ArticleVersionRow,
  older: ArticleVersionRow | undefined,
  show: (pair: { older: string; newer: string }) => void,
) => (older === undefined ? undefined : () => show({ older: older.id, newer: newer.id }));

function Row({ version, onCompare }: { version: ArticleVersionRow; onCompare: (() => void) | undefined }) {
  const { t } = useTranslation('help');
  const formats = useFormats();
  const { number, state, title, author, publisher, publishedAt, updatedAt } = version;
  const facts = [
    t('versions.by', { name: author.name, when: formats.exact(updatedAt) }),
    ...(publisher === null || publishedAt === null
      ? []
      : [t('versions.publishedBy', { name: publisher.name, when: formats.exact(publishedAt) })]),
  ];
  return (
    <li className={styles['row']}>
      <span className={styles['what']}>
        <span dir="auto">
          <span className="figures">{number}.</span> {title}
        </span>
        <span className={styles['facts']}>{facts.join(' · ')}</span>
      </span>
      <StateBadge state={state} />
      {onCompare !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('versions.compareOf', { number })}
          onClick={onCompare}
        >
          {t('versions.compare')}
        </Button>
      )}
    </li>
  );
}

const wholeOf = ({ title, summary, text }: ArticleVersion): string =>
  [`# ${title}`, ...(summary === '' ? [] : [summary]), text].join('\n\n');

interface ComparisonProps {
  articleId: string;
  versions: readonly ArticleVersionRow[];
  pair: { older: string; newer: string };
  onChange: (pair: { older: string; newer: string }) => void;
}

function Comparison({ articleId, versions, pair, onChange }: ComparisonProps) {
  const { t } = useTranslation('help');
  const older = useQuery(versionQuery(articleId, pair.older)).data;
  const newer = useQuery(versionQuery(articleId, pair.newer)).data;
  const options = versions.map(({ id, number }) => ({ value: id, label: t('versions.number', { number }) }));
  const lines = older === undefined || newer === undefined ? null : compareTexts(wholeOf(older), wholeOf(newer));
  return (
    <>
      <Group gap="sm" mt="md">
        {(['older', 'newer'] as const).map((side) => (
          <Select
            key={side}
            size="xs"
            label={t(`versions.${side}`)}
            allowDeselect={false}
            data={options}
            value={pair[side]}
            onChange={(id) => id !== null && onChange({ ...pair, [side]: id })}
          />
        ))}
      </Group>
      {lines === null ? (
        <TextSkeleton lines={6} />
      ) : lines.every(({ kind }) => kind === 'same') ? (
        <p className={styles['help']}>{t('versions.same')}</p>
      ) : (
        <div className={styles['diff']} tabIndex={0} role="group" aria-label={t('versions.changes')} dir="auto">
          {lines.map(({ kind, text }, place) => {
            const words = text === '' ? '\u00a0' : text;
            // Lines have no identity but their place.
            if (kind === 'same') return <span key={place} className={styles['line']}>{`  ${words}`}</span>;
            const Sign = kind === 'added' ? 'ins' : 'del';
            return (
              <Sign key={place} className={styles['line']} data-kind={kind}>
                {`${kind === 'added' ? '+' : '−'} ${words}`}
              </Sign>
            );
          })}
        </div>
      )}
    </>
  );
}
