import type { Request } from '@companyaccount/contract';
import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconLink, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText, fieldErrors } from '../../api/error-text.ts';
import { MergedRequests, MergingTools } from './merging/merging.tsx';
import { PLACE_OF_DESK } from './request-link.ts';
import styles from './request-panel.module.css';
import { useChangeRequest } from './use-change-request.ts';

interface LinkedRequestsProps {
  request: Request;
  view: 'member' | 'desk';
}

/**
 * The requests that belong together with one, and how. A member files another with the other desk from here; staff say
 * which others belong to it.
 */
export function LinkedRequests({ request: whole, view }: LinkedRequestsProps) {
  const { id, desk, company, links, merged, actions } = whole;
  const { t } = useTranslation('requests');
  const mayFile = view === 'member' && actions.length > 0;
  const mayLink = view === 'desk' && company !== null && actions.length > 0;
  const unlink = useChangeRequest(id, (otherId: string) => api.unlinkRequest({ params: { id, otherId } }));
  const mayMerge = view === 'desk' && actions.includes('merge');
  if (links.length === 0 && merged.length === 0 && !mayFile && !mayLink && !mayMerge) return null;
  return (
    <section className={styles['links']}>
      <h2 className={styles['title']}>{t('links.label')}</h2>
      {links.length > 0 && (
        <ul>
          {links.map(({ kind, direction, request }) => (
            <li key={request.id}>
              {t(`links.${kind}.${direction}`)}{' '}
              <Link
                to={view === 'member' ? '/requests/$requestId' : PLACE_OF_DESK[request.desk]}
                params={{ requestId: request.id }}
                title={request.subject}
                className="figures"
              >
                {request.number}
              </Link>
              {mayLink && kind === 'related' && (
                <ActionIcon
                  size={24}
                  className={styles['unlink'] ?? ''}
                  aria-label={t('links.remove', { number: request.number })}
                  loading={unlink.isPending && unlink.variables === request.id}
                  onClick={() => unlink.mutate(request.id)}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {merged.length > 0 && <MergedRequests request={whole} />}
      {mayFile && (
        <Link to="/requests/new" search={{ desk: desk === 'lab' ? 'support' : 'lab', from: id }}>
          {t(desk === 'lab' ? 'links.toSupport' : 'links.toLab')}
        </Link>
      )}
      {mayLink && <LinkByNumber id={id} />}
      {mayMerge && <MergingTools request={whole} />}
    </section>
  );
}

function LinkByNumber({ id }: { id: string }) {
  const { t } = useTranslation(['requests', 'common']);
  const [number, setNumber] = useState<string | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const link = useChangeRequest(id, (text: string) => api.linkRequest({ params: { id }, body: { number: text } }));
  const end = (): void => {
    setNumber(null);
    link.reset();
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (number === null) {
    return (
      <Button
        ref={opener}
        variant="subtle"
        size="compact-sm"
        ms={-8}
        mt={4}
        leftSection={<IconLink size={16} aria-hidden />}
        onClick={() => setNumber('')}
      >
        {t('links.add')}
      </Button>
    );
  }
  const refused =
    link.error === null ? null : 'number' in fieldErrors(link.error) ? t('links.unknown') : errorText(link.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (number.trim() === '') end();
    else link.mutate(number.trim(), { onSuccess: end });
  };
  return (
    <form
      noValidate
      className={styles['form']}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') end();
      }}
    >
      <TextInput
        autoFocus
        label={t('links.number')}
        description={t('links.numberHelp')}
        maxLength={40}
        value={number}
        error={refused}
        onChange={(event) => {
          setNumber(event.currentTarget.value);
          link.reset();
        }}
      />
      <Group gap={8}>
        <Button type="submit" size="compact-sm" loading={link.isPending}>
          {t('common:form.save')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={end}>
          {t('common:form.cancel')}
        </Button>
      </Group>
    </form>
  );
}
