import { DETECTION_STATES, type DetectionSummary } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconFilterOff, IconPlus, IconSearch, IconShieldSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Pages } from '../../ui/states/pages.tsx';
import { FilterSelect } from '../requests/filter-select.tsx';
import { detectionsQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { Frame } from './frame.tsx';
import { patternSignature } from './signature-fields.tsx';
import { StateBadge } from './state-badge.tsx';
import { useLint } from './use-lint.ts';

/** What the Virus Lab detects, last changed first. */
export function DetectionsPage() {
  const { t } = useTranslation('definitions');
  const search = useSearch({ from: '/account/lab/detections' });
  const navigate = useNavigate();
  const [adding, setAdding] = useState(search.sample !== undefined);
  const stopAdding = (): void => {
    setAdding(false);
    if (search.sample !== undefined) {
      void navigate({
        to: '/lab/detections',
        search: { ...search, sample: undefined, pattern: undefined },
        replace: true,
      });
    }
  };
  const query = useInfiniteQuery(detectionsQuery(search));
  const filtered = search.q !== undefined || search.state !== undefined;
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('list.new')}
    </Button>
  );
  return (
    <Frame current="/lab/detections" action={add}>
      <div className={styles['filters']}>
        <SearchField key={search.q ?? ''} />
        <FilterSelect
          label={t('list.state')}
          value={search.state}
          any={t('list.any')}
          options={DETECTION_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(state) => void navigate({ to: '/lab/detections', search: { ...search, state }, replace: true })}
        />
      </div>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={6}
          framed
          empty={
            <EmptyState
              icon={filtered ? IconFilterOff : IconShieldSearch}
              title={filtered ? t('list.nothing') : t('list.empty')}
              text={filtered ? t('list.nothingText') : t('list.emptyText')}
            />
          }
        >
          {(detections) => (
            <ul className={styles['rows']} aria-label={t('sections.detections')}>
              {detections.map((one) => (
                <Row key={one.id} detection={one} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {adding && <AddDialog sample={search.sample} pattern={search.pattern} onClose={stopAdding} />}
    </Frame>
  );
}

function Row({
  detection: { id, name, state, revision, formats, author, updatedAt },
}: {
  detection: DetectionSummary;
}) {
  const { t } = useTranslation('definitions');
  const times = useFormats();
  const facts = [
    ...formats.map((one) => t(`format.${one}`)),
    ...(revision > 0 ? [t('list.revision', { number: revision })] : []),
  ];
  return (
    <li>
      <Link to="/lab/detections/$detectionId" params={{ detectionId: id }} className={styles['row']}>
        <span className={styles['what']}>
          <strong className={styles['name']}>{name}</strong>
          <span className={styles['facts']}>{facts.join(' · ')}</span>
        </span>
        <StateBadge state={state} />
        <span className={styles['who']}>{t('list.by', { name: author.name, when: times.exact(updatedAt) })}</span>
      </Link>
    </li>
  );
}

function SearchField() {
  const { t } = useTranslation('definitions');
  const navigate = useNavigate();
  const search = useSearch({ from: '/account/lab/detections' });
  const [text, setText] = useState(search.q ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({ to: '/lab/detections', search: { ...search, q: text.trim() || undefined }, replace: true });
  };
  return (
    <form role="search" onSubmit={submit} className={styles['search']}>
      <TextInput
        type="search"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}

interface AddDialogProps {
  sample: string | undefined;
  pattern: string | undefined;
  onClose: () => void;
}

function AddDialog({ sample, pattern, onClose }: AddDialogProps) {
  const { t } = useTranslation(['definitions', 'common', 'errors']);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const [name, setName] = useState('');
  const problems = useFormProblems({ name: t('name') });
  const { proposedName } = useLint({ id: null, name: name.trim(), signatures: [], samples: [] });
  const create = useMutation({
    mutationFn: () => {
      const body = {
        name: name.trim(),
        ...(sample === undefined ? {} : { samples: [sample] }),
        ...(pattern === undefined ? {} : { signatures: [patternSignature(pattern)] }),
      };
      return api.createDetection({ body, idempotencyKey: idempotency.keyFor(body) });
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      await navigate({ to: '/lab/detections/$detectionId', params: { detectionId: id } });
    },
    onError: problems.refused,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') problems.found({ name: t('errors:field.required') });
    else create.mutate();
  };
  return (
    <Modal opened title={t('list.new')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('name')}
            description={t('nameHelp')}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.of('name')}
          />
          {proposedName !== null && proposedName !== name.trim() && (
            <Button
              variant="default"
              size="xs"
              onClick={() => setName(proposedName)}
              className={styles['propose'] ?? ''}
            >
              {t('useName', { name: proposedName })}
            </Button>
          )}
          {sample !== undefined && (
            <p className={styles['facts']}>
              {t('list.forSample')} <span className={styles['code']}>{sample}</span>
            </p>
          )}
          {pattern !== undefined && (
            <p className={styles['facts']}>{t('list.withPattern', { count: pattern.length / 2 })}</p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
