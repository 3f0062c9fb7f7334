import type { CleanCollection, CleanFile, CleanFolder } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconFolderSearch, IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { CleanFileDialog } from './clean-file-dialog.tsx';
import { cleanCollectionQuery, cleanFilesQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { Frame } from './frame.tsx';

/** Files that no definition may hit: folders of the machine, and what analysts have added. */
export function CleanCollectionPage() {
  const { t, i18n } = useTranslation('definitions');
  const { file } = useSearch({ from: '/account/lab/detections/clean-collection' });
  const navigate = useNavigate({ from: '/lab/detections/clean-collection' });
  const [adding, setAdding] = useState(file !== undefined);
  const collection = useQuery(cleanCollectionQuery);
  const files = useInfiniteQuery(cleanFilesQuery);
  const id = useId();
  const added = collection.data?.added;
  const close = (): void => {
    setAdding(false);
    void navigate({ search: {}, replace: true });
  };
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('clean.add')}
    </Button>
  );
  return (
    <Frame current="/lab/detections/clean-collection" action={add}>
      <p className={styles['help']}>{t('clean.help')}</p>
      <Folders collection={collection.data} error={collection.error} onRetry={() => void collection.refetch()} />
      <section aria-labelledby={id}>
        <h2 className={styles['heading']} id={id}>
          {t('clean.files')}
        </h2>
        {added !== undefined && added.files > 0 && (
          <p className={styles['facts']}>
            {t('clean.counted', { count: added.files, size: formatSize(added.bytes, i18n.language) })}
          </p>
        )}
        <div className={styles['card']}>
          <Pages
            query={files}
            skeleton={4}
            framed
            empty={<EmptyState icon={IconShieldCheck} title={t('clean.empty')} text={t('clean.emptyText')} />}
          >
            {(rows) => (
              <ul className={styles['rows']} aria-labelledby={id}>
                {rows.map((row) => (
                  <FileRow key={row.id} file={row} />
                ))}
              </ul>
            )}
          </Pages>
        </div>
      </section>
      {adding && <CleanFileDialog sample={file} onClose={close} />}
    </Frame>
  );
}

interface FoldersProps {
  collection: CleanCollection | undefined;
  error: Error | null;
  onRetry: () => void;
}

function Folders({ collection, error, onRetry }: FoldersProps) {
  const { t } = useTranslation('definitions');
  const queryClient = useQueryClient();
  const id = useId();
  const index = useMutation({
    mutationFn: () => api.indexCleanFolders(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: cleanCollectionQuery.queryKey }),
  });
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h2 className={styles['heading']} id={id}>
        {t('clean.folders')}
      </h2>
      {collection === undefined && error === null && <RowsSkeleton rows={2} />}
      {collection === undefined && error !== null && <ErrorState error={error} onRetry={onRetry} />}
      {collection !== undefined && (
        <>
          {collection.folders.length === 0 && <p className={styles['help']}>{t('clean.noFolders')}</p>}
          {collection.folders.length > 0 && (
            <ul className={styles['frame']} aria-labelledby={id}>
              {collection.folders.map((folder) => (
                <FolderRow key={folder.path} folder={folder} />
              ))}
            </ul>
          )}
          <Button
            mt="sm"
            variant="default"
            leftSection={<IconFolderSearch size={16} aria-hidden />}
            loading={index.isPending || collection.folders.some(({ indexing }) => indexing)}
            onClick={() => index.mutate()}
          >
            {t('clean.index')}
          </Button>
          {index.isError && (
            <p role="alert" className={styles['wrong']}>
              {errorText(index.error)}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function FolderRow({
  folder: { path, files, bytes, unreadable, missing, indexing, indexedAt },
}: {
  folder: CleanFolder;
}) {
  const { t, i18n } = useTranslation('definitions');
  const formats = useFormats();
  const facts = [
    ...(indexedAt === null || missing
      ? []
      : [t('clean.counted', { count: files, size: formatSize(bytes, i18n.language) })]),
    ...(indexedAt === null ? [t('clean.notRead')] : [t('clean.read', { when: formats.exact(indexedAt) })]),
    ...(indexing ? [t('clean.reading')] : []),
  ];
  return (
    <li className={styles['entry']}>
      <span className={styles['what']}>
        <span className={styles['code']}>{path}</span>
        <span className={styles['facts']} aria-live="polite">
          {facts.join(' · ')}
        </span>
        {missing && <span className={styles['warning']}>{t('clean.missing')}</span>}
        {unreadable > 0 && <span className={styles['warning']}>{t('clean.unreadable', { count: unreadable })}</span>}
      </span>
    </li>
  );
}

function FileRow({ file: { id, sha256, name, size, reason, author, createdAt } }: { file: CleanFile }) {
  const { t, i18n } = useTranslation('definitions');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.removeCleanFile({ params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.definitions }),
  });
  const facts = [formatSize(size, i18n.language), t('clean.by', { name: author.name, when: formats.exact(createdAt) })];
  return (
    <li className={styles['entry']}>
      <span className={styles['what']}>
        {name !== null && <bdi>{name}</bdi>}
        <Link to="/lab/samples/$sha256" params={{ sha256 }} className={styles['code']}>
          {sha256}
        </Link>
        <span dir="auto">{reason}</span>
        <span className={styles['facts']}>{facts.join(' · ')}</span>
      </span>
      <Button size="xs" variant="default" className={styles['deeds'] ?? ''} onClick={() => setAsked(true)}>
        {t('clean.remove')}
      </Button>
      {asked && (
        <ConfirmDialog
          title={t('clean.removeTitle', { name: name ?? sha256.slice(0, 8) })}
          text={t('clean.removeText')}
          action={t('clean.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </li>
  );
}
