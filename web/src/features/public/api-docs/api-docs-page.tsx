import { Anchor, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { routes } from '@companyaccount/contract';
import { api } from '../../../api/client.ts';
import { usePageTitle } from '../../../ui/page.tsx';
import styles from './api-docs.module.css';
import { CallView } from './call-view.tsx';
import { findCalls, type OpenApi, readGroups } from './description.ts';
import { Fields } from './schema-view.tsx';
import { Unfolding } from './unfolding.tsx';

/** The description the server gives of itself. */
export const descriptionQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: async ({ signal }) => (await api.getOpenApi({ signal })) as OpenApi,
  staleTime: Infinity,
});

/** The API for people, made of the description that programs read. */
export function ApiDocsPage() {
  const { t } = useTranslation('public');
  const description = useSuspenseQuery(descriptionQuery).data;
  const hash = useLocation({ select: (location) => location.hash });
  const [query, setQuery] = useState('');
  const groups = useMemo(() => readGroups(description), [description]);
  const shown = findCalls(groups, useDeferredValue(query));
  usePageTitle(t('apiDocs.title'));
  useEffect(() => {
    document.getElementById(hash)?.scrollIntoView();
  }, [hash]);

  return (
    <div className={styles['page']}>
      <nav className={styles['contents']} aria-label={t('apiDocs.groups')}>
        <ul>
          {shown.map(({ name }) => (
            <li key={name}>
              <a href={`#group-${name}`}>{name}</a>
            </li>
          ))}
          <li>
            <a href="#objects">{t('apiDocs.schemas')}</a>
          </li>
        </ul>
      </nav>
      <div className={styles['main']}>
        <Title order={1}>{t('apiDocs.title')}</Title>
        <Text c="dimmed" maw="72ch" mt={4}>
          <Trans t={t} i18nKey="apiDocs.lead" components={{ code: <code /> }} />
        </Text>
        <div className={styles['tools']}>
          <TextInput
            aria-label={t('apiDocs.search')}
            placeholder={t('apiDocs.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            w={280}
          />
          <Anchor href={routes.getOpenApi.path} underline="always">
            {t('apiDocs.download')}
          </Anchor>
        </div>
        {shown.length === 0 && <Text role="status">{t('apiDocs.none', { query })}</Text>}
        {shown.map(({ name, calls }) => (
          <section key={name} id={`group-${name}`} className={styles['group']}>
            <Title order={2}>{name}</Title>
            {calls.map((call) => (
              <CallView key={call.id} call={call} objects={description.components.schemas} opened={call.id === hash} />
            ))}
          </section>
        ))}
        <section id="objects" className={styles['group']}>
          <Title order={2}>{t('apiDocs.schemas')}</Title>
          {Object.entries(description.components.schemas).map(([name, schema]) => (
            <Unfolding
              key={name}
              id={`object-${name}`}
              opened={hash === `object-${name}`}
              summary={<code className={`${styles['name']} ${styles['object']}`}>{name}</code>}
            >
              {() => (
                <div className={styles['details']}>
                  <Fields schema={schema} />
                </div>
              )}
            </Unfolding>
          ))}
        </section>
      </div>
    </div>
  );
}
