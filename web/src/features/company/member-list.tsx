import { type CompanyMember, MEMBER_ROLES, type MemberRole } from '@companyaccount/contract';
import { ActionIcon, Button, Select, Text } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { membersQuery } from '../../api/company.ts';
import { errorText } from '../../api/error-text.ts';
import { useSignedIn } from '../../api/me.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import styles from './company.module.css';
import { MemberRow } from './member-row.tsx';
import { useMemberChange } from './use-member-change.ts';

/** The members of the company; administrators change roles and remove. */
export function MemberList({ companyId, administers }: { companyId: string; administers: boolean }) {
  const { t } = useTranslation('company');
  const me = useSignedIn();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    membersQuery(companyId, 'active'),
  );
  const [asked, setAsked] = useState<CompanyMember | null>(null);
  const paramsOf = (memberId: string) => ({ params: { id: companyId, memberId } });
  const changeRole = useMemberChange(({ id, role }: { id: string; role: MemberRole }) =>
    api.changeMemberRole({ ...paramsOf(id), body: { role } }),
  );
  const remove = useMemberChange((memberId: string) => api.removeMember(paramsOf(memberId)));
  const roles = MEMBER_ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));

  return (
    <section>
      <h2 className={styles['heading']}>{t('members.title')}</h2>
      {changeRole.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mb="xs">
          {errorText(changeRole.error)}
        </Text>
      )}
      {data === undefined && error === null && <RowsSkeleton rows={3} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <ul className={styles['rows']} aria-label={t('members.label')}>
          {data.pages
            .flatMap((page) => page.data)
            .map((member) => (
              <MemberRow key={member.id} member={member} own={member.personId === me.id}>
                {administers ? (
                  <>
                    <Select
                      w={168}
                      aria-label={t('members.role', { name: member.name })}
                      data={roles}
                      value={member.role}
                      allowDeselect={false}
                      disabled={changeRole.isPending}
                      onChange={(role) => changeRole.mutate({ id: member.id, role: role as MemberRole })}
                    />
                    <ActionIcon
                      size={36}
                      aria-label={t('members.removeName', { name: member.name })}
                      title={t('members.remove')}
                      onClick={() => {
                        remove.reset();
                        setAsked(member);
                      }}
                    >
                      <IconUserMinus size={18} aria-hidden />
                    </ActionIcon>
                  </>
                ) : (
                  <Text c="dimmed">{t(`role.${member.role}`)}</Text>
                )}
              </MemberRow>
            ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" mt="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('members.more')}
        </Button>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={t('confirm.remove', { name: asked.name })}
          text={t('confirm.removeText')}
          action={t('members.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
