import { ApiError, CANNED_NAME_MAX, type CannedAnswer, type CreateCannedAnswer } from '@companyaccount/contract';
import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../ui/drafts/draft-foot.tsx';
import { type UsedDraft, useDraft } from '../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { languageName } from '../../ui/languages.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { bodyOf, type CannedChanges, desksKeptBy, formOf, NO_CHANGES, unknownPlace } from './canned-form.ts';
import { cannedAnswerQuery } from './canned-queries.ts';
import { CannedTexts, textId } from './canned-texts.tsx';

/** Adds a canned answer, or changes one; null: a new one. */
export function CannedDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation('canned');
  const { data, error, refetch } = useQuery({ ...cannedAnswerQuery(id ?? ''), enabled: id !== null });
  const title = id === null ? t('add') : t('editName', { name: data?.name ?? '' });
  return (
    <Modal opened size="lg" title={title} onClose={onClose}>
      {id !== null && data === undefined ? (
        error === null ? (
          <RowsSkeleton rows={3} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <CannedFields answer={data ?? null} onClose={onClose} />
      )}
    </Modal>
  );
}

function CannedFields({ answer, onClose }: { answer: CannedAnswer | null; onClose: () => void }) {
  const { t, i18n } = useTranslation(['canned', 'requests', 'common']);
  const desks = desksKeptBy(useSignedIn());
  const draft = useDraft<CannedChanges>(`canned:${answer?.id ?? 'new'}`, NO_CHANGES);
  const form = formOf(answer, draft.value, { desk: desks[0] ?? '', language: i18n.language });
  const { save, problems } = useSaving(answer, draft, form.texts, onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (form.name.trim() === '') found['name'] = t('nameEmpty');
    if (form.texts.length === 0) found['texts'] = t('noText');
    for (const { language, text } of form.texts) {
      const place = unknownPlace(text);
      if (text.trim() === '') found[textId(language)] = t('textEmpty');
      else if (place !== undefined) found[textId(language)] = t('unknownPlace', { place: `{{${place}}}` });
    }
    if (Object.keys(found).length > 0) problems.found(found);
    else save.mutate(bodyOf(form));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary {...problems.summary} />
        <DraftConflict
          draft={draft}
          textOf={(other) => [other.name, ...(other.texts ?? []).map(({ text }) => text)].filter(Boolean).join('\n\n')}
        />
        <TextInput
          id="name"
          label={t('name')}
          description={t('nameHelp')}
          maxLength={CANNED_NAME_MAX}
          dir="auto"
          autoComplete="off"
          data-autofocus
          value={form.name}
          onChange={(event) => draft.change({ name: event.currentTarget.value })}
          error={problems.of('name')}
        />
        <Select
          id="desk"
          label={t('desk.label')}
          allowDeselect={false}
          data={desks.map((value) => ({
            value,
            label: value === 'support' || value === 'lab' ? t(`requests:desk.${value}`) : t('desk.both'),
          }))}
          value={form.desk}
          onChange={(desk) => desk !== null && draft.change({ desk })}
          error={problems.of('desk')}
        />
        <CannedTexts
          texts={form.texts}
          onChange={(texts) => draft.change({ texts })}
          problemOf={(language) => problems.of(textId(language))}
          problem={problems.of('texts')}
        />
        <DraftFoot draft={draft} onClose={onClose}>
          <Button type="submit" loading={save.isPending}>
            {t('common:form.save')}
          </Button>
        </DraftFoot>
      </Stack>
    </form>
  );
}

function useSaving(
  answer: CannedAnswer | null,
  draft: UsedDraft<CannedChanges>,
  texts: readonly { language: string }[],
  onDone: () => void,
) {
  const { t, i18n } = useTranslation('canned');
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  // Held against what was read when the dialog opened, so that nobody else's change is overwritten unseen.
  const [version, setVersion] = useState(answer?.version ?? 0);
  const problems = useFormProblems<string>({
    name: t('name'),
    desk: t('desk.label'),
    ...Object.fromEntries(
      texts.map(({ language }) => [textId(language), t('text', { language: languageName(language, i18n.language) })]),
    ),
    texts: t('texts'),
  });
  const save = useMutation({
    mutationFn: (body: CreateCannedAnswer) =>
      draft.send((query) =>
        answer === null
          ? api.createCannedAnswer({ query, body, idempotencyKey: idempotency.keyFor(body) })
          : api.patchCannedAnswer({ params: { id: answer.id }, query, body, version }),
      ),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.cannedAnswer(saved.id), saved);
      void queryClient.invalidateQueries({ queryKey: keys.cannedAnswers });
      onDone();
    },
    onError: (error) => {
      const taken = error instanceof ApiError && error.fields.some(({ pointer }) => pointer === '/name');
      if (taken) problems.found({ name: t('nameTaken') });
      else problems.refused(error);
      // Said once; whoever saves again means it.
      if (error instanceof ApiError && error.code === 'version_moved' && answer !== null) {
        void api.getCannedAnswer({ params: { id: answer.id } }).then((now) => setVersion(now.version));
      }
    },
  });
  return { save, problems };
}
