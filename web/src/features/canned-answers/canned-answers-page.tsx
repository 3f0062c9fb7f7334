import type { CannedAnswerSummary } from '@companyaccount/contract';
import { ActionIcon, Button, Text, TextInput } from '@mantine/core';
import { IconPencil, IconPlus, IconSearch, IconTemplate, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { languageName } from '../../ui/languages.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { CannedDialog } from './canned-dialog.tsx';
import styles from './canned-answers.module.css';
import { cannedAnswersQuery } from './canned-queries.ts';
import { desksKeptBy } from './canned-form.ts';

/** Texts that staff put into their answers: found, added, changed and deleted. */
export function CannedAnswersPage() {
  const { t } = useTranslation('canned');
  const me = useSignedIn();
  const { q = '' } = useSearch({ from: '/account/canned-answers' });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(cannedAnswersQuery);
  const [open, setOpen] = useState<string | null>(null);
  const [asked, setAsked] = useState<CannedAnswerSummary | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => api.deleteCannedAnswer({ params: { id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cannedAnswers }),
  });
  const words = q.toLocaleLowerCase().split(/\s+/u);
  const found = data?.filter(({ name, excerpt }) => {
    const text = `${name}\n${excerpt}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  const add = desksKeptBy(me).length > 0 && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} width="reading" action={data?.length === 0 ? null : add}>
      {data === undefined && error === null && <RowsSkeleton rows={5} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <EmptyState icon={IconTemplate} title={t('none')} text={t('emptyText')}>
          {add}
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && (
        <>
          <p className={styles['help']}>{t('emptyText')}</p>
          <TextInput
            type="search"
            mb="sm"
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={q}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ to: '/canned-answers', search: value === '' ? {} : { q: value }, replace: true })
            }
          />
          {found?.length === 0 ? (
            <p className={styles['help']}>{t('nothing')}</p>
          ) : (
            <ul className={styles['rows']} aria-label={t('title')}>
              {found?.map((answer) => (
                <CannedRow
                  key={answer.id}
                  answer={answer}
                  onEdit={() => setOpen(answer.id)}
                  onDelete={() => {
                    remove.reset();
                    setAsked(answer);
                  }}
                />
              ))}
            </ul>
          )}
        </>
      )}
      {open !== null && <CannedDialog id={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
      {asked !== null && (
        <ConfirmDialog
          title={t('deleteTitle', { name: asked.name })}
          text={t('deleteText')}
          action={t('delete')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </Page>
  );
}

interface CannedRowProps {
  answer: CannedAnswerSummary;
  onEdit: () => void;
  onDelete: () => void;
}

function CannedRow({ answer, onEdit, onDelete }: CannedRowProps) {
  const { t, i18n } = useTranslation(['canned', 'requests']);
  const { relative } = useFormats();
  const now = useNow();
  const { name, desk, languages, excerpt, uses, usedAt, mayChange } = answer;
  const facts = [
    desk === null ? t('desk.both') : t(`requests:desk.${desk}`),
    languages.map((one) => languageName(one, i18n.language)).join(', '),
    usedAt === null ? t('unused') : `${t('uses', { count: uses })}, ${t('lastUsed', { when: relative(usedAt, now) })}`,
  ];
  return (
    <li className={styles['row']}>
      <div className={styles['what']}>
        <Text fw={500} dir="auto">
          {name}
        </Text>
        <div className={styles['excerpt']} dir="auto">
          {excerpt}
        </div>
        <div className={styles['facts']}>{facts.join(' · ')}</div>
      </div>
      {mayChange && (
        <div className={styles['actions']}>
          <ActionIcon size={36} aria-label={t('editName', { name })} title={t('edit')} onClick={onEdit}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon size={36} aria-label={t('deleteName', { name })} title={t('delete')} onClick={onDelete}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
    </li>
  );
}
