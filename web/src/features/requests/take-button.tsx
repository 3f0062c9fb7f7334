import type { RequestSummary } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { useDeskDeed } from './use-desk-deed.ts';

/** Takes a request off the queue without opening it. */
export function TakeButton({ request }: { request: RequestSummary }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const { isPending, mutate } = useDeskDeed(request);
  return (
    <Button
      data-take
      size="compact-sm"
      variant="default"
      loading={isPending}
      onClick={() => mutate({ deed: 'assign', personId: me.id })}
    >
      {t('list.take')}
    </Button>
  );
}
