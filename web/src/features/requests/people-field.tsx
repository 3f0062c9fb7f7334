import { type Participant, PARTICIPANTS_MAX, type Request } from '@companyaccount/contract';
import { ActionIcon, Select, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUserPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { useSignedIn } from '../../api/me.ts';
import { PersonSign } from '../../ui/person-sign.tsx';
import { PanelField } from './panel-field.tsx';
import styles from './request-panel.module.css';
import { colleaguesQuery, participantsQuery, useAddParticipant, useRemoveParticipant } from './use-participants.ts';

/** Who takes part beside the author: added and removed by whoever decides about the request; everybody may leave. */
export function PeopleField({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const people = useQuery(participantsQuery(request.id)).data ?? [];
  const [adding, setAdding] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const mayChoose = request.company !== null && request.actions.includes('edit');
  if (people.length === 0 && !mayChoose) return null;
  const end = (): void => {
    setAdding(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <PanelField label={t('people.label')}>
      {people.length > 0 && (
        <ul className={styles['people']} aria-label={t('people.label')}>
          {people.map((person) => (
            <PersonLine key={person.id} request={request} person={person} mayChoose={mayChoose} />
          ))}
        </ul>
      )}
      {adding && <AddField request={request} onEnd={end} />}
      {mayChoose && !adding && people.length < PARTICIPANTS_MAX && (
        <UnstyledButton ref={button} className={styles['add']} onClick={() => setAdding(true)}>
          <IconUserPlus size={14} aria-hidden />
          {t('people.add')}
        </UnstyledButton>
      )}
    </PanelField>
  );
}

interface PersonLineProps {
  request: Request;
  person: Participant;
  mayChoose: boolean;
}

function PersonLine({ request, person, mayChoose }: PersonLineProps) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const remove = useRemoveParticipant(request.id);
  const own = person.id === me.id;
  const words = own ? t('people.leave') : t('people.remove', { name: person.name });
  return (
    <li>
      <span className={styles['person']}>
        <PersonSign name={person.name} size={20} side={person.side} />
        <span dir="auto">{person.name}</span>
        {(own || mayChoose) && (
          <ActionIcon
            size={24}
            className={styles['remove'] ?? ''}
            aria-label={words}
            title={words}
            loading={remove.isPending}
            onClick={() => remove.mutate(person)}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )}
      </span>
      {remove.error !== null && <Problem error={remove.error} />}
    </li>
  );
}

function AddField({ request, onEnd }: { request: Request; onEnd: () => void }) {
  const { t } = useTranslation('requests');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const colleagues = useQuery(colleaguesQuery(request.id, q));
  const add = useAddParticipant(request.id);
  return (
    <>
      <Select
        autoFocus
        searchable
        defaultDropdownOpened
        size="xs"
        aria-label={t('people.add')}
        placeholder={t('people.search')}
        nothingFoundMessage={colleagues.isPending ? t('people.searching') : t('people.nobody')}
        data={(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        filter={({ options }) => options}
        disabled={add.isPending}
        value={null}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(id) => id !== null && add.mutate(id, { onSuccess: onEnd })}
        onBlur={() => {
          if (!add.isPending && add.error === null) onEnd();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd();
        }}
        comboboxProps={{ position: 'bottom-start', shadow: 'md' }}
      />
      {add.error !== null && <Problem error={add.error} />}
    </>
  );
}

function Problem({ error }: { error: unknown }) {
  return (
    <span role="alert" className={styles['problem']}>
      {errorText(error)}
    </span>
  );
}
