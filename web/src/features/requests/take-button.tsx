import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { useAssign } from './use-assign.ts';

/** Takes a request off the queue without opening it. */
export function TakeButton({ requestId }: { requestId: string }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const assign = useAssign(requestId);
  return (
    <Button size="compact-sm" variant="default" loading={assign.isPending} onClick={() => assign.mutate(me.id)}>
      {t('list.take')}
    </Button>
  );
}
