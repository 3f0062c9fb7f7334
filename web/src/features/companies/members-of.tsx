import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { MemberRow } from '../company/member-row.tsx';
import styles from './companies.module.css';
import { membersOfQuery } from './companies-queries.ts';

/** Who belongs to a company, and who waits for it. */
export function MembersOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation(['companies', 'company']);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    membersOfQuery(companyId),
  );
  const members = data?.pages.flatMap((page) => page.data);
  return (
    <section>
      <h2 className={styles['heading']}>{t('company:members.title')}</h2>
      {members === undefined && error === null && <RowsSkeleton rows={2} />}
      {members === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {members?.length === 0 && <p className={styles['calm']}>{t('noMembers')}</p>}
      {members !== undefined && members.length > 0 && (
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
      {hasNextPage && (
        <Button variant="default" mt="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}
