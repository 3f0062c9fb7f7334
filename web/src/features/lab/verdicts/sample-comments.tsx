import { COMMENT_MAX, type Sample } from '@companyaccount/contract';
import { Button, Stack, Textarea } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { errorText } from '../../../api/error-text.ts';
import { keys } from '../../../api/keys.ts';
import { useIdempotencyKey } from '../../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../../ui/drafts/use-draft.ts';
import { PersonSign } from '../../../ui/person-sign.tsx';
import { ErrorState } from '../../../ui/states/error-state.tsx';
import { RelativeTime } from '../../../ui/time/relative-time.tsx';
import { Markdown } from '../../requests/markdown.tsx';
import { commentsQuery } from './verdict-queries.ts';
import styles from './verdicts.module.css';

const NO_TEXT = { text: '' };

/** What analysts write about a sample for each other, newest first, under the field for one more. */
export function SampleComments({ sample: { id, sha256 } }: { sample: Sample }) {
  const { t } = useTranslation('verdicts');
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(commentsQuery(sha256));
  const comments = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const draft = useDraft(`comment:${id}`, NO_TEXT);
  const { text } = draft.value;
  const [problem, setProblem] = useState<string>();
  const idempotency = useIdempotencyKey();
  const write = useMutation({
    mutationFn: () =>
      draft.send((draftQuery) =>
        api.createSampleComment({
          params: { sha256 },
          query: draftQuery,
          body: { text },
          idempotencyKey: idempotency.keyFor(text),
        }),
      ),
    onSuccess: () => {
      idempotency.done();
      return queryClient.invalidateQueries({ queryKey: keys.sampleComments(sha256) });
    },
    onError: (error) => setProblem(errorText(error)),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') setProblem(t('comments.empty'));
    else write.mutate();
  };
  return (
    <section>
      <h2 className={styles['heading']}>{t('comments.title')}</h2>
      <form onSubmit={submit} noValidate>
        <Stack gap="xs" mt="xs">
          <DraftConflict draft={draft} textOf={(other) => other.text} />
          <Textarea
            aria-label={t('comments.label')}
            placeholder={t('comments.placeholder')}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={COMMENT_MAX}
            dir="auto"
            value={text}
            error={problem}
            onChange={(event) => {
              draft.change({ text: event.currentTarget.value });
              setProblem(undefined);
            }}
          />
          <div className={styles['foot']}>
            <DraftNote draft={draft} />
            <Button type="submit" variant="default" loading={write.isPending} ms="auto">
              {t('comments.write')}
            </Button>
          </div>
        </Stack>
      </form>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {comments.length > 0 && (
        <ol className={styles['comments']}>
          {comments.map((comment) => (
            <li key={comment.id} className={styles['comment']}>
              <div className={styles['who']}>
                <PersonSign name={comment.person.name} side="vendor" size={20} />
                <strong dir="auto">{comment.person.name}</strong>
                <RelativeTime time={comment.createdAt} className={styles['fact']} />
              </div>
              <Markdown text={comment.text} />
            </li>
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}
