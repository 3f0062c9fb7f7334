import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Pages } from '../../ui/states/pages.tsx';
import { MemberRow } from '../company/member-row.tsx';
import styles from './companies.module.css';
import { membersOfQuery } from './companies-queries.ts';

/** Who belongs to a company, and who waits for it. */
export function MembersOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation(['companies', 'company']);
  const query = useInfiniteQuery(membersOfQuery(companyId));
  return (
    <section>
      <h2 className={styles['heading']}>{t('company:members.title')}</h2>
      <Pages query={query} skeleton={2} empty={<p className={styles['calm']}>{t('noMembers')}</p>}>
        {(members) => (
          <ul className={styles['frame']} aria-label={t('company:members.label')}>
            {members.map((member) => (
              <MemberRow key={member.id} member={member}>
                <Text c="dimmed" size="sm">
                  {t(member.state === 'pending' ? 'pendingMember' : `company:role.${member.role}`)}
                </Text>
              </MemberRow>
            ))}
          </ul>
        )}
      </Pages>
    </section>
  );
}
