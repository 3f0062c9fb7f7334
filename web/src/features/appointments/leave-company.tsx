import { ApiError } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useSignedIn, vendorQuery } from '../../api/me.ts';
import { sessionChanged } from '../../api/session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** Leaves the company one acts for; the last administrator is asked once more, with what it means. */
export function LeaveCompany() {
  const { t } = useTranslation('appointments');
  const me = useSignedIn();
  const vendor = useQuery(vendorQuery).data?.name ?? '';
  const [asked, setAsked] = useState<'leave' | 'last' | null>(null);
  const company = me.company?.name ?? '';
  const leave = useMutation({
    mutationFn: (withoutAdministrator: boolean) =>
      api.leaveCompany({ params: { companyId: me.company?.id ?? '' }, query: { withoutAdministrator } }),
    onSuccess: sessionChanged,
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'last_administrator') setAsked('last');
    },
  });
  const last = asked === 'last';
  const close = () => {
    setAsked(null);
    leave.reset();
  };
  return (
    <div>
      <Button variant="default" onClick={() => setAsked('leave')}>
        {t('leave.open')}
      </Button>
      {asked !== null && (
        <ConfirmDialog
          key={asked}
          title={t(last ? 'leave.lastTitle' : 'leave.title', { company })}
          text={t(last ? 'leave.lastText' : 'leave.text', { vendor })}
          action={t(last ? 'leave.lastAction' : 'leave.action')}
          busy={leave.isPending}
          error={last && leave.variables !== true ? null : leave.error}
          onConfirm={() => leave.mutate(last)}
          onClose={close}
        />
      )}
    </div>
  );
}
