import type { CompanyMember } from '@companyaccount/contract';
import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { membersQuery } from '../../api/company.ts';
import { errorText } from '../../api/error-text.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import styles from './company.module.css';
import { MemberRow } from './member-row.tsx';
import { useMemberChange } from './use-member-change.ts';

/** Who waits to be let in; nothing where nobody does. */
export function PendingMembers({ companyId }: { companyId: string }) {
  const { t } = useTranslation('company');
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(membersQuery(companyId, 'pending'));
  const [asked, setAsked] = useState<CompanyMember | null>(null);
  const paramsOf = (memberId: string) => ({ params: { id: companyId, memberId } });
  const approve = useMemberChange((memberId: string) => api.approveMember(paramsOf(memberId)));
  const reject = useMemberChange((memberId: string) => api.rejectMember(paramsOf(memberId)));
  const waiting = data?.pages.flatMap((page) => page.data) ?? [];
  if (waiting.length === 0 && asked === null) return null;
  return (
    <section>
      <h2 className={styles['heading']}>{t('pending.title')}</h2>
      <p className={styles['help']}>{t('pending.help')}</p>
      {approve.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mb="xs">
          {errorText(approve.error)}
        </Text>
      )}
      <ul className={styles['rows']} aria-label={t('pending.label')}>
        {waiting.map((member) => (
          <MemberRow key={member.id} member={member}>
            <Button
              aria-label={t('pending.approveName', { name: member.name })}
              loading={approve.isPending && approve.variables === member.id}
              onClick={() => approve.mutate(member.id)}
            >
              {t('pending.approve')}
            </Button>
            <Button
              variant="default"
              aria-label={t('pending.rejectName', { name: member.name })}
              onClick={() => {
                reject.reset();
                setAsked(member);
              }}
            >
              {t('pending.reject')}
            </Button>
          </MemberRow>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" mt="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('members.more')}
        </Button>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={t('confirm.reject', { name: asked.name })}
          text={t('confirm.rejectText')}
          action={t('pending.reject')}
          busy={reject.isPending}
          error={reject.error}
          onConfirm={() => reject.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
