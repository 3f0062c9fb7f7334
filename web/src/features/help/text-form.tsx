import { ApiError, type ArticleRecord, type ArticleText, type InterfaceLanguage } from '@companyaccount/contract';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';
import { articleRecordQuery } from './help-queries.ts';
import { PictureButton } from './picture-button.tsx';
import { PublishButtons } from './publish-buttons.tsx';
import styles from './help.module.css';
import { TextFields } from './text-fields.tsx';
import { useAddPictures } from './use-add-pictures.ts';

/** What was changed; null: nothing yet. */
interface Changes {
  title: string | null;
  summary: string | null;
  text: string | null;
  /** Of the language when the changes were begun, so that nobody else's are overwritten unseen. */
  version: number | null;
}
const NOTHING: Changes = { title: null, summary: null, text: null, version: null };
const EMPTY = { title: '', summary: '', text: '' };

interface TextFormProps {
  record: ArticleRecord;
  language: InterfaceLanguage;
  /** What is written in this language; undefined: nothing yet. */
  text: ArticleText | undefined;
}

/** What an article says in one language. Readers see it when it is published. */
export function TextForm({ record, language, text }: TextFormProps) {
  const { t } = useTranslation(['help', 'common', 'errors']);
  const queryClient = useQueryClient();
  const area = useRef<HTMLTextAreaElement>(null);
  const { id } = record;
  const draft = useDraft<Changes>(text === undefined ? `translation:${id}` : `article:${text.last.id}`, NOTHING);
  const changes = draft.value;
  const stands = text?.draft ?? text?.published ?? text?.last ?? EMPTY;
  const value = {
    title: changes.title ?? stands.title,
    summary: changes.summary ?? stands.summary,
    text: changes.text ?? stands.text,
  };
  const changed = Object.values(changes).some((part) => part !== null);
  const version = changes.version ?? text?.version ?? 0;
  const problems = useFormProblems({ title: t('write.title'), summary: t('write.summary'), text: t('write.text') });
  const edit = (part: Partial<Changes>) => draft.change({ version, ...part });
  const pictures = useAddPictures(id, area, (next) => edit({ text: next }));
  const save = useMutation({
    mutationFn: () =>
      draft.send((query) => api.writeArticle({ params: { id, language }, query, version, body: value })),
    onSuccess: async (saved) => {
      problems.clear();
      queryClient.setQueryData(articleRecordQuery(id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: keys.articles });
      notify(t('write.saved'), value.title);
    },
    onError: async (error) => {
      problems.refused(error);
      // Said once; whoever saves again means it.
      if (!(error instanceof ApiError) || error.code !== 'version_moved') return;
      const now = await api.getArticleRecord({ params: { id } });
      draft.change({ version: now.texts.find((one) => one.language === language)?.version ?? 0 });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const missing = t('errors:field.required');
    if (value.title.trim() === '') return problems.found({ title: missing });
    if (value.text.trim() === '') return problems.found({ text: missing });
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <ErrorSummary {...problems.summary} />
        <DraftConflict
          draft={draft}
          textOf={(other) => [other.title, other.summary, other.text].filter(Boolean).join('\n\n')}
        />
        <TextFields
          language={language}
          value={value}
          onChange={edit}
          problems={problems}
          textRef={area}
          onFiles={pictures.add}
          previewKey={record.images.map(({ state }) => state).join()}
          tools={<PictureButton pictures={pictures} />}
        />
        {pictures.refused(record) && (
          <p className={styles['problem']} role="alert">
            {t('picture.refused')}
          </p>
        )}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={!changed || pictures.isBusy}>
            {t('write.save')}
          </Button>
          {changed && (
            <Button variant="default" onClick={draft.discard}>
              {t('common:form.cancel')}
            </Button>
          )}
          {text !== undefined && <PublishButtons record={record} text={text} changed={changed} />}
          <DraftNote draft={draft} />
        </Group>
        {changed && text !== undefined && text.version !== changes.version && (
          <p className={styles['facts']}>{t('write.moved')}</p>
        )}
      </Stack>
    </form>
  );
}
