import { type CreateWebhook, type Webhook, WEBHOOK_EVENTS, WEBHOOK_URL_MAX } from '@companyaccount/contract';
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { wordOf } from './webhook-queries.ts';

interface WebhookFormProps {
  /** null: a new one. */
  webhook: Webhook | null;
  busy: boolean;
  /** Throws what the server says of it. */
  onSubmit: (settings: CreateWebhook) => Promise<void>;
  onClose: () => void;
}

/** Name, address and events of a webhook. */
export function WebhookForm({ webhook, busy, onSubmit, onClose }: WebhookFormProps) {
  const { t } = useTranslation(['webhooks', 'common']);
  const { name = '', url = '', events = [] } = webhook ?? {};
  const [form, setForm] = useState<CreateWebhook>({ name, url, events });
  const problems = useFormProblems({ name: t('name'), url: t('url'), events: t('events') });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = {
      ...(form.name.trim() === '' ? { name: t('nameEmpty') } : {}),
      ...(form.url.trim() === '' ? { url: t('urlEmpty') } : {}),
      ...(form.events.length === 0 ? { events: t('eventsEmpty') } : {}),
    };
    if (Object.keys(missing).length > 0) {
      problems.found(missing);
      return;
    }
    onSubmit({ ...form, name: form.name.trim(), url: form.url.trim() }).catch(problems.refused);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary {...problems.summary} />
        <TextInput
          id="name"
          label={t('name')}
          maxLength={100}
          data-autofocus
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          error={problems.of('name')}
        />
        <TextInput
          id="url"
          label={t('url')}
          description={t('urlHelp')}
          placeholder="https://hooks.example.com/companyaccount"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={WEBHOOK_URL_MAX}
          value={form.url}
          onChange={(event) => setForm({ ...form, url: event.currentTarget.value })}
          error={problems.of('url')}
        />
        <Checkbox.Group
          id="events"
          label={t('events')}
          value={form.events}
          onChange={(chosen) => setForm({ ...form, events: WEBHOOK_EVENTS.filter((one) => chosen.includes(one)) })}
          error={problems.of('events')}
        >
          <Stack gap="xs" mt="xs">
            {WEBHOOK_EVENTS.map((one) => (
              <Checkbox key={one} value={one} label={t(`event.${wordOf(one)}`)} description={one} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:form.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t(webhook === null ? 'create' : 'save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
