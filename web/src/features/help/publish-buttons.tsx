import type { ArticleRecord, ArticleText } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconTrash, IconWorldUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { notify } from '../../ui/notify.ts';
import { articleRecordQuery } from './help-queries.ts';
import styles from './help.module.css';

interface PublishButtonsProps {
  record: ArticleRecord;
  text: ArticleText;
  /** Whether there is something that is not saved: what is published is what was saved. */
  changed: boolean;
}

/** Lets a draft out, takes back what is out, throws a draft away. */
export function PublishButtons({ record, text, changed }: PublishButtonsProps) {
  const { t } = useTranslation('help');
  const me = useSignedIn();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'withdraw' | 'drop' | null>(null);
  const { language, version, draft, published } = text;
  const call = { params: { id: record.id, language }, version };
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.articles });
  const keep = async (next: ArticleRecord): Promise<void> => {
    setAsked(null);
    queryClient.setQueryData(articleRecordQuery(record.id).queryKey, next);
    await refresh();
  };
  const publish = useMutation({
    mutationFn: () => api.publishArticle(call),
    onSuccess: async (next) => {
      notify(t(`publish.done.${next.audience}`), draft?.title ?? '');
      await keep(next);
    },
    onError: refresh,
  });
  const withdraw = useMutation({ mutationFn: () => api.withdrawArticle(call), onSuccess: keep });
  const drop = useMutation({
    mutationFn: () => api.dropArticleDraft(call),
    onSuccess: async () => {
      setAsked(null);
      const isLast = draft?.number === 1 && record.texts.length === 1;
      if (isLast) await navigate({ to: '/desk/articles' });
      await refresh();
    },
  });
  const mayPublish = may(me, 'lead_or_admin');
  return (
    <>
      {draft !== null && mayPublish && (
        <Button
          variant="light"
          loading={publish.isPending}
          disabled={changed}
          title={changed ? t('publish.saveFirst') : undefined}
          leftSection={<IconWorldUpload size={16} aria-hidden />}
          onClick={() => publish.mutate()}
        >
          {t(`publish.${record.audience}`)}
        </Button>
      )}
      {published !== null && mayPublish && (
        <Button variant="default" onClick={() => setAsked('withdraw')}>
          {t('publish.withdraw')}
        </Button>
      )}
      {draft !== null && !changed && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => setAsked('drop')}
        >
          {t('publish.drop')}
        </Button>
      )}
      {draft !== null && !mayPublish && <span className={styles['facts']}>{t('publish.byLead')}</span>}
      {publish.error !== null && (
        <span role="alert" className={styles['problem']}>
          {errorText(publish.error)}
        </span>
      )}
      {asked === 'withdraw' && (
        <ConfirmDialog
          title={t('publish.withdrawTitle')}
          text={t('publish.withdrawText')}
          action={t('publish.withdraw')}
          busy={withdraw.isPending}
          error={withdraw.error}
          onConfirm={() => withdraw.mutate()}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'drop' && (
        <ConfirmDialog
          title={t('publish.dropTitle')}
          text={published === null ? t('publish.dropText') : t('publish.dropTextPublished')}
          action={t('publish.drop')}
          busy={drop.isPending}
          error={drop.error}
          onConfirm={() => drop.mutate()}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
