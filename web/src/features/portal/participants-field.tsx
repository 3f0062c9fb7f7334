import { type Me, PARTICIPANTS_MAX } from '@companyaccount/contract';
import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { colleaguesNamed } from '../../api/company.ts';
import type { FormPartProps } from './form-part.ts';

/** Colleagues who take part from the beginning; nothing where there are none. */
export function ParticipantsField({ me, form, change, problems }: FormPartProps & { me: Me }) {
  const { t } = useTranslation('portal');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const companyId = me.company?.id ?? null;
  const all = useQuery({ ...colleaguesNamed(companyId ?? '', ''), enabled: companyId !== null }).data ?? [];
  const found = useQuery({ ...colleaguesNamed(companyId ?? '', q), enabled: companyId !== null }).data ?? all;
  const others = (people: readonly { id: string; name: string }[]) => people.filter(({ id }) => id !== me.id);
  if (others(all).length === 0) return null;
  const offered = others(found).filter(({ id }) => form.participants.every((one) => one.id !== id));
  const known = [...form.participants, ...offered];
  return (
    <MultiSelect
      id="participants"
      label={t('new.participants')}
      description={t('new.participantsHelp')}
      placeholder={form.participants.length === 0 ? t('new.participantsPlaceholder') : ''}
      searchable
      hidePickedOptions
      maxValues={PARTICIPANTS_MAX}
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      nothingFoundMessage={t('new.participantsNobody')}
      searchValue={search}
      onSearchChange={setSearch}
      value={form.participants.map(({ id }) => id)}
      onChange={(ids) => change({ participants: ids.flatMap((id) => known.find((person) => person.id === id) ?? []) })}
      error={problems.of('participants')}
    />
  );
}
