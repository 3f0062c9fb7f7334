import type { Webhook } from '@companyaccount/contract';
import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Cancelled } from '../../api/cancelled.ts';
import { errorText } from '../../api/error-text.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { WebhookBadge } from './webhook-badge.tsx';
import { type WebhookCalls, wordOf } from './webhook-queries.ts';
import styles from './webhooks.module.css';

interface WebhookCardProps {
  companyId: string | null;
  webhook: Webhook;
  calls: WebhookCalls;
  onEdit: () => void;
  onChanged: () => void;
}

/** One webhook: where it goes, what it is told of, how it fares, and its log when that is opened. */
export function WebhookCard({ companyId, webhook, calls, onEdit, onChanged }: WebhookCardProps) {
  const { t } = useTranslation('webhooks');
  const fresh = useFreshSignIn();
  const [asked, setAsked] = useState<'remove' | 'rotate' | null>(null);
  const [logOpen, setLogOpen] = useState(false);
  const { id, name, url, events, state } = webhook;
  const isOn = state === 'active' || state === 'failing';
  const test = useMutation({
    mutationFn: () => calls.test(id),
    onSuccess: () => setLogOpen(true),
    onSettled: onChanged,
  });
  const turn = useMutation({
    mutationFn: () => fresh(() => calls.change(webhook, { active: !isOn })),
    onSettled: onChanged,
  });
  const remove = useMutation({ mutationFn: () => calls.remove(id), onSettled: onChanged });
  const problem = test.error ?? turn.error;
  const close = () => setAsked(null);
  return (
    <li className={styles['card']}>
      <div className={styles['head']}>
        <div className={styles['what']}>
          <Group gap={8}>
            <Text fw={600} dir="auto">
              {name}
            </Text>
            <WebhookBadge state={state} />
          </Group>
          <div className={styles['url']}>{url}</div>
        </div>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} aria-label={t('more', { name })} title={t('more', { name })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
              {t('edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setAsked('rotate')}>
              {t('rotate.action')}
            </Menu.Item>
            <Menu.Item
              leftSection={isOn ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
              onClick={() => turn.mutate()}
            >
              {t(isOn ? 'pause' : 'start')}
            </Menu.Item>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => {
                remove.reset();
                setAsked('remove');
              }}
            >
              {t('remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div>{events.map((one) => t(`event.${wordOf(one)}`)).join(' · ')}</div>
      <Standing webhook={webhook} />
      <Group gap="xs" mt={8}>
        <Button variant="default" size="xs" aria-expanded={logOpen} onClick={() => setLogOpen(!logOpen)}>
          {t(logOpen ? 'closeLog' : 'openLog')}
        </Button>
        <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate()}>
          {t('test')}
        </Button>
        {problem !== null && !(problem instanceof Cancelled) && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {errorText(problem)}
          </Text>
        )}
      </Group>
      {logOpen && <DeliveryLog companyId={companyId} webhook={webhook} calls={calls} />}
      {asked === 'rotate' && <RotateDialog calls={calls} webhook={webhook} onChanged={onChanged} onClose={close} />}
      {asked === 'remove' && (
        <ConfirmDialog
          title={t('removeTitle', { name })}
          text={t('removeText')}
          action={t('remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
          onClose={close}
        />
      )}
    </li>
  );
}

/** In a line, how a webhook fares, and what somebody should do about it. */
function Standing({ webhook: { state, failingSince, stopsAt, succeededAt, oldSecretEndsAt } }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const formats = useFormats();
  const now = useNow();
  const facts = [
    ...(failingSince === null || stopsAt === null
      ? []
      : [t('failing', { since: formats.exact(failingSince), stops: formats.exact(stopsAt) })]),
    ...(state === 'stopped' ? [t('stopped')] : []),
    ...(succeededAt === null ? [] : [t('succeeded', { when: formats.relative(succeededAt, now) })]),
    ...(succeededAt === null && failingSince === null ? [t('neverSucceeded')] : []),
    ...(oldSecretEndsAt === null ? [] : [t('oldSecret', { when: formats.exact(oldSecretEndsAt) })]),
  ];
  return <div className={styles['facts']}>{facts.join(' · ')}</div>;
}
