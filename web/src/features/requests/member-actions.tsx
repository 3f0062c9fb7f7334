import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconCircleX, IconFlag3, IconRotate, IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { notify } from '../../ui/notify.ts';
import { DisputeDialog } from './dispute-dialog.tsx';
import { EscalateDialog } from './escalate-dialog.tsx';
import styles from './request-view.module.css';
import { useChangeRequest } from './use-change-request.ts';

/** What a member may do with a request now, beside writing. */
export function MemberActions({ request: { id, number, actions } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const [escalating, setEscalating] = useState(false);
  const [disputing, setDisputing] = useState(false);
  const close = useChangeRequest(id, () => api.closeRequest({ params: { id } }));
  const reopen = useChangeRequest(id, () => api.reopenRequest({ params: { id } }));
  const ends = (['withdraw', 'close'] as const).find((one) => actions.includes(one));
  const error = close.error ?? reopen.error;
  const end = (): void => {
    reopen.reset();
    close.mutate(undefined, {
      onSuccess: () => notify(t(ends === 'withdraw' ? 'ended.withdrawn' : 'ended.closed', { number }), t('ended.text')),
    });
  };
  return (
    <>
      {actions.includes('escalate') && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconFlag3 size={16} aria-hidden />}
          onClick={() => setEscalating(true)}
        >
          {t('action.escalate')}
        </Button>
      )}
      {actions.includes('dispute') && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconScale size={16} aria-hidden />}
          onClick={() => setDisputing(true)}
        >
          {t('action.dispute')}
        </Button>
      )}
      {disputing && <DisputeDialog requestId={id} onClose={() => setDisputing(false)} />}
      {escalating && <EscalateDialog requestId={id} onClose={() => setEscalating(false)} />}
      {ends !== undefined && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconCircleX size={16} aria-hidden />}
          loading={close.isPending}
          onClick={end}
        >
          {t(`action.${ends}`)}
        </Button>
      )}
      {actions.includes('reopen') && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconRotate size={16} aria-hidden />}
          loading={reopen.isPending}
          onClick={() => {
            close.reset();
            reopen.mutate(undefined);
          }}
        >
          {t('action.reopen')}
        </Button>
      )}
      {error !== null && (
        <span role="alert" className={styles['problem']}>
          {errorText(error)}
        </span>
      )}
    </>
  );
}
