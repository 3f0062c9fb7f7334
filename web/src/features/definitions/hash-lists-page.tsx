import type { HashList } from '@companyaccount/contract';
import { Button, Group } from '@mantine/core';
import { IconHash, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { Pages } from '../../ui/states/pages.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { hashListsQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { Frame } from './frame.tsx';
import { HashListDialog } from './hash-list-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { StateBadge } from './state-badge.tsx';

/** Hashes that were imported by the thousand. */
export function HashListsPage() {
  const { t } = useTranslation('definitions');
  const [importing, setImporting] = useState(false);
  const query = useInfiniteQuery(hashListsQuery);
  const add = (
    <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={() => setImporting(true)}>
      {t('hashes.import')}
    </Button>
  );
  return (
    <Frame current="/lab/detections/hash-lists" action={add}>
      <p className={styles['help']}>{t('hashes.help')}</p>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={4}
          framed
          empty={<EmptyState icon={IconHash} title={t('hashes.empty')} text={t('hashes.emptyText')} />}
        >
          {(lists) => (
            <ul className={styles['rows']} aria-label={t('sections.hashLists')}>
              {lists.map((list) => (
                <Row key={list.id} list={list} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {importing && <HashListDialog onClose={() => setImporting(false)} />}
    </Frame>
  );
}

function Row({ list }: { list: HashList }) {
  const { id, name, note, state, counts, refusedLines, author, approver, actions, createdAt } = list;
  const { t, i18n } = useTranslation('definitions');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const params = { id };
  const deed = useMutation({
    mutationFn: async (what: 'approve' | 'drop') => {
      if (what === 'approve') await api.approveHashList({ params });
      else await api.dropHashList({ params });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.definitions }),
  });
  const facts = [
    state === 'reading'
      ? t('hashes.reading', { count: counts.lines })
      : t('hashes.accepted', { count: counts.accepted }),
    ...(counts.duplicates > 0 ? [t('hashes.duplicates', { count: counts.duplicates })] : []),
    t('hashes.by', { name: author.name, when: formats.exact(createdAt) }),
    ...(approver === null ? [] : [t('allow.approvedBy', { name: approver.name })]),
  ];
  return (
    <li className={styles['entry']}>
      <span className={styles['what']}>
        <span className={styles['code']}>{name}</span>
        {note !== '' && <span dir="auto">{note}</span>}
        <span className={styles['facts']} aria-live={state === 'reading' ? 'polite' : undefined}>
          {facts.join(' · ')}
        </span>
        {refusedLines.length > 0 && (
          <details>
            <summary className={styles['warning']}>{t('hashes.refused', { count: counts.refused })}</summary>
            <ul className={styles['refused']}>
              {refusedLines.map(({ line, problem, text }) => (
                <li key={line}>
                  {t('hashes.line', { line: line.toLocaleString(i18n.language) })}: {t(`hashes.problem.${problem}`)}{' '}
                  <span className={styles['code']}>{text}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        {deed.isError && (
          <span role="alert" className={styles['wrong']}>
            {errorText(deed.error)}
          </span>
        )}
      </span>
      <StateBadge state={state} />
      <Group gap="xs" wrap="nowrap" className={styles['deeds'] ?? ''}>
        {actions.includes('approve') && (
          <Button size="xs" loading={deed.isPending} onClick={() => deed.mutate('approve')}>
            {t('approve')}
          </Button>
        )}
        {actions.includes('drop') && (
          <Button size="xs" variant="default" loading={deed.isPending} onClick={() => deed.mutate('drop')}>
            {t('drop')}
          </Button>
        )}
        {actions.includes('withdraw') && (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            {t('withdraw')}
          </Button>
        )}
      </Group>
      {asked && (
        <ReasonDialog
          title={t('withdrawTitle', { name })}
          text={t('withdrawText')}
          action={t('withdraw')}
          onSend={(reason) => api.withdrawHashList({ params, body: { reason } })}
          onClose={() => setAsked(false)}
        />
      )}
    </li>
  );
}
