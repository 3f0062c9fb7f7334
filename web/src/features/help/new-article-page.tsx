import {
  ARTICLE_AUDIENCES,
  type ArticleAudience,
  INTERFACE_LANGUAGES,
  type InterfaceLanguage,
} from '@companyaccount/contract';
import { Button, Group, Select, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { languageName } from '../../ui/languages.ts';
import { Page } from '../../ui/page.tsx';
import { messagesQuery, requestQuery } from '../requests/request-queries.ts';
import { participantsQuery } from '../requests/use-participants.ts';
import { beginningOf } from './beginning.ts';
import { articleRecordQuery } from './help-queries.ts';
import styles from './help.module.css';
import { TextFields } from './text-fields.tsx';
import { useLanguage } from './use-language.ts';

interface Form {
  title: string;
  summary: string;
  text: string;
  language: InterfaceLanguage | null;
  audience: ArticleAudience | null;
  productId: string | null;
  /** The request that it is begun from. */
  requestId: string | null;
}
const EMPTY: Form = {
  title: '',
  summary: '',
  text: '',
  language: null,
  audience: null,
  productId: null,
  requestId: null,
};

/** Begins an article, from nothing or from a request that is answered. */
export function NewArticlePage() {
  const { t, i18n } = useTranslation(['help', 'common', 'errors']);
  const own = useLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const draft = useDraft<Form>('article:new', EMPTY);
  const form = { ...EMPTY, ...draft.value };
  const language = form.language ?? own;
  const audience = form.audience ?? 'public';
  const problems = useFormProblems({ title: t('write.title'), summary: t('write.summary'), text: t('write.text') });
  useBeginning(draft);
  const create = useMutation({
    mutationFn: () => {
      const { title, summary, text, productId, requestId } = form;
      const body = {
        title,
        summary,
        text,
        language,
        audience,
        productId,
        ...(requestId === null ? {} : { requestId }),
      };
      return draft.send((query) => api.createArticle({ query, body, idempotencyKey: idempotency.keyFor(body) }));
    },
    onSuccess: async (record) => {
      idempotency.done();
      queryClient.setQueryData(articleRecordQuery(record.id).queryKey, record);
      void queryClient.invalidateQueries({ queryKey: keys.articles });
      await navigate({ to: '/desk/articles/$articleId', params: { articleId: record.id } });
    },
    onError: problems.refused,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = t('errors:field.required');
    if (form.title.trim() === '') return problems.found({ title: missing });
    if (form.text.trim() === '') return problems.found({ text: missing });
    create.mutate();
  };
  return (
    <Page title={t('list.new')} width="reading">
      <form onSubmit={submit} noValidate>
        <Stack gap={16}>
          <DraftConflict draft={draft} textOf={(other) => [other.title, other.text].filter(Boolean).join('\n\n')} />
          <ErrorSummary {...problems.summary} />
          {form.requestId !== null && <p className={styles['help']}>{t('write.fromRequest')}</p>}
          <Group gap="sm" grow>
            <Select
              label={t('write.language')}
              allowDeselect={false}
              data={INTERFACE_LANGUAGES.map((value) => ({ value, label: languageName(value, i18n.language) }))}
              value={language}
              onChange={(value) =>
                draft.change({ language: INTERFACE_LANGUAGES.find((one) => one === value) ?? language })
              }
            />
            <Select
              label={t('settings.audience')}
              allowDeselect={false}
              data={ARTICLE_AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))}
              value={audience}
              onChange={(value) =>
                draft.change({ audience: ARTICLE_AUDIENCES.find((one) => one === value) ?? audience })
              }
            />
          </Group>
          <TextFields language={language} value={form} onChange={draft.change} problems={problems} />
          <Group gap="sm">
            <Button type="submit" loading={create.isPending}>
              {t('write.create')}
            </Button>
            {(form.title !== '' || form.text !== '') && (
              <Button variant="default" onClick={draft.discard}>
                {t('common:form.cancel')}
              </Button>
            )}
            <DraftNote draft={draft} />
          </Group>
          <p className={styles['facts']}>{t('write.createHelp')}</p>
        </Stack>
      </form>
    </Page>
  );
}

/** Writes for the person what the request has, unless something stands there already. */
function useBeginning({ value, change, loaded }: ReturnType<typeof useDraft<Form>>): void {
  const { from } = useSearch({ from: '/account/desk/articles/new' });
  const enabled = from !== undefined;
  const { data: request } = useQuery({ ...requestQuery(from ?? ''), enabled });
  const { data: messages } = useQuery({ ...messagesQuery(from ?? ''), enabled });
  const { data: participants } = useQuery({ ...participantsQuery(from ?? ''), enabled });
  const untouched = value.title === '' && value.text === '';
  const navigate = useNavigate();
  useEffect(() => {
    if (request === undefined || messages === undefined || participants === undefined || !loaded) return;
    if (untouched) {
      change({
        ...beginningOf(request, messages, participants),
        language: INTERFACE_LANGUAGES.find((one) => one === request.language) ?? null,
        productId: request.product?.id ?? null,
        requestId: request.id,
      });
    }
    void navigate({ to: '/desk/articles/new', search: {}, replace: true });
  }, [request, messages, participants, loaded, untouched, change, navigate]);
}
