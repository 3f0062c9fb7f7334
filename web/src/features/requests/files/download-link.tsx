import { type Attachment, routes, routeUrl } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type AnchorHTMLAttributes, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsStaff } from './use-is-staff.ts';

interface DownloadLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  attachment: Attachment;
}

const UNCHECKED: readonly Attachment['state'][] = ['not_scanned', 'pending', 'failed'];

/** The way to an original; staff get one that no scanner has looked into only after a warning. */
export function DownloadLink({ attachment, children, ...rest }: DownloadLinkProps) {
  const { t } = useTranslation(['requests', 'common']);
  const forStaff = useIsStaff();
  const [asking, setAsking] = useState(false);
  const { id, name, state, reason } = attachment;
  const address = { href: routeUrl(routes.getAttachment, { params: { id } }), download: name };
  const ask = (event: MouseEvent) => {
    if (!forStaff || !UNCHECKED.includes(state)) return;
    event.preventDefault();
    setAsking(true);
  };
  const close = () => setAsking(false);
  return (
    <>
      <a {...rest} {...address} onClick={ask}>
        {children}
      </a>
      <Modal opened={asking} title={t('file.warning.title')} onClose={close}>
        <Stack gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            <bdi>{name}</bdi>
          </Text>
          <Text>
            {t(
              reason === null ? `file.warning.${state === 'failed' ? 'failed' : 'pending'}` : `file.warning.${reason}`,
            )}
          </Text>
          <Text c="dimmed" size="sm">
            {t('file.warning.advice')}
          </Text>
        </Stack>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {t('common:form.cancel')}
          </Button>
          <Button component="a" {...address} onClick={close}>
            {t('file.warning.download')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
