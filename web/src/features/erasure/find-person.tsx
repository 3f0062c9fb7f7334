import type { PersonRecord } from '@companyaccount/contract';
import { Button, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { EraseDialog } from './erase-dialog.tsx';
import styles from './erasure.module.css';

/** Finds somebody by the address they sign in with, and offers to erase their data. */
export function FindPerson() {
  const { t } = useTranslation(['erasure', 'errors']);
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState(false);
  const problems = useFormProblems({ email: t('email') });
  const find = useMutation({
    mutationFn: (address: string) => api.findPeople({ query: { email: address } }),
    onError: problems.refused,
    onSuccess: problems.clear,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (email.trim() === '') problems.found({ email: t('errors:field.required') });
    else find.mutate(email.trim());
  };
  const person = find.data?.data[0];
  return (
    <>
      <form onSubmit={submit} noValidate className={styles['find']}>
        <TextInput
          id="email"
          type="email"
          label={t('email')}
          autoComplete="off"
          maxLength={254}
          className={styles['field'] ?? ''}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={problems.of('email') ?? problems.summary.message}
        />
        <Button
          type="submit"
          variant="default"
          loading={find.isPending}
          leftSection={<IconSearch size={16} aria-hidden />}
        >
          {t('find')}
        </Button>
      </form>
      <div role="status">
        {find.isSuccess && person === undefined && <Text c="dimmed">{t('nobody')}</Text>}
        {person !== undefined && <Found person={person} onErase={() => setAsked(true)} />}
      </div>
      {asked && person !== undefined && (
        <EraseDialog
          person={person}
          onClose={() => setAsked(false)}
          onBegun={() => {
            setAsked(false);
            setEmail('');
            find.reset();
          }}
        />
      )}
    </>
  );
}

function Found({ person, onErase }: { person: PersonRecord; onErase: () => void }) {
  const { t } = useTranslation('erasure');
  const formats = useFormats();
  const { name, email, side, open, companies, createdAt } = person;
  const facts = [
    email,
    side === 'vendor' ? t('staff') : companies.map((company) => company.name).join(', ') || t('noCompany'),
    t('since', { date: formats.date(createdAt) }),
  ];
  return (
    <section className={styles['found']} aria-label={name}>
      <span className={styles['who']}>
        <strong dir="auto">{name}</strong>
        <span className={styles['facts']}>{facts.join(' · ')}</span>
        {open && <span className={styles['facts']}>{t('open')}</span>}
      </span>
      <Button color="red" variant="light" disabled={open} onClick={onErase}>
        {t('erase')}
      </Button>
    </section>
  );
}
