import { type Request, TAG_MAX, tagOf, type TagRequest, TAGS_MAX } from '@companyaccount/contract';
import { ActionIcon, Autocomplete, UnstyledButton } from '@mantine/core';
import { IconTag, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { PanelField } from './panel-field.tsx';
import styles from './request-panel.module.css';
import { tagsQuery } from './request-queries.ts';
import { TagList } from './tag-list.tsx';
import { useChangeRequest } from './use-change-request.ts';
import { useKeyOf } from './use-key-of.ts';

/** The tags of a request, for staff; whoever works on it adds and removes them. */
export function TagsField({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const queryClient = useQueryClient();
  const [adding, setAdding] = useState(false);
  const button = useKeyOf('tag');
  const change = useChangeRequest(request.id, (body: TagRequest) =>
    api.tagRequest({ params: { id: request.id }, body }).then((changed) => {
      void queryClient.invalidateQueries({ queryKey: keys.deskTags(request.desk) });
      return changed;
    }),
  );
  const { tags } = request;
  const mayChange = request.actions.includes('edit');
  if (tags.length === 0 && !mayChange) return null;
  const end = (): void => {
    setAdding(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <PanelField label={t('tags.label')}>
      <TagList
        tags={tags}
        after={(tag) =>
          mayChange && (
            <ActionIcon
              size={18}
              aria-label={t('tags.remove', { tag })}
              title={t('tags.remove', { tag })}
              disabled={change.isPending}
              onClick={() => change.mutate({ remove: [tag] })}
            >
              <IconX size={12} aria-hidden />
            </ActionIcon>
          )
        }
      />
      {adding && (
        <AddField
          request={request}
          busy={change.isPending}
          onAdd={(tag) => change.mutate({ add: [tag] }, { onSuccess: end })}
          onEnd={end}
        />
      )}
      {mayChange && !adding && tags.length < TAGS_MAX && (
        <UnstyledButton
          ref={button}
          className={styles['add']}
          onClick={() => {
            change.reset();
            setAdding(true);
          }}
        >
          <IconTag size={14} aria-hidden />
          {t('tags.add')}
        </UnstyledButton>
      )}
      {change.error !== null && (
        <span role="alert" className={styles['problem']}>
          {errorText(change.error)}
        </span>
      )}
    </PanelField>
  );
}

interface AddFieldProps {
  request: Request;
  busy: boolean;
  onAdd: (tag: string) => void;
  onEnd: () => void;
}

function AddField({ request: { desk, tags }, busy, onAdd, onEnd }: AddFieldProps) {
  const { t } = useTranslation('requests');
  const known = useQuery(tagsQuery(desk)).data ?? [];
  const [typed, setTyped] = useState('');
  const add = (text: string): void => {
    if (tagOf(text) !== '') onAdd(tagOf(text));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add(typed);
      }}
    >
      <Autocomplete
        autoFocus
        size="xs"
        aria-label={t('tags.add')}
        placeholder={t('tags.placeholder')}
        data={known.filter((tag) => !tags.includes(tag))}
        limit={20}
        maxLength={TAG_MAX}
        dir="auto"
        autoComplete="off"
        disabled={busy}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={add}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd();
        }}
        onBlur={() => {
          if (!busy && typed.trim() === '') onEnd();
        }}
        comboboxProps={{ position: 'bottom-start', shadow: 'md' }}
      />
    </form>
  );
}
