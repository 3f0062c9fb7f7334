import type { CompanyMember } from '@companyaccount/contract';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonSign } from '../../ui/person-sign.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './company.module.css';

interface MemberRowProps {
  member: CompanyMember;
  /** Whether this is the reader. */
  own?: boolean;
  children: ReactNode;
}

/** One person of the company, with what may be done at the end of the line. */
export function MemberRow({
  member: { name, email, emailBouncing, state, joinedAt },
  own = false,
  children,
}: MemberRowProps) {
  const { t } = useTranslation('company');
  const formats = useFormats();
  const when = t(state === 'pending' ? 'pending.registered' : 'members.since', { date: formats.date(joinedAt) });
  return (
    <li className={styles['row']}>
      <PersonSign name={name} size={32} side="customer" />
      <div className={styles['person']}>
        <Text fw={500} dir="auto">
          {name}
          {own && (
            <Text span c="dimmed" fw={400}>
              {` (${t('members.you')})`}
            </Text>
          )}
        </Text>
        <div className={styles['facts']}>{email === null ? when : `${email} · ${when}`}</div>
        {emailBouncing === true && (
          <Text size="xs" c="var(--tone-warn)">
            {t('members.bouncing')}
          </Text>
        )}
      </div>
      <div className={styles['actions']}>{children}</div>
    </li>
  );
}
