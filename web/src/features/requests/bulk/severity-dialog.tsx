import { REGRADE_REASON_MAX, SEVERITIES, type Severity } from '@companyaccount/contract';
import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface SeverityDialogProps {
  count: number;
  busy: boolean;
  /** What went wrong, in words; what was typed stays. */
  problem: string | null;
  onChoose: (severity: Severity, reason: string) => void;
  onClose: () => void;
}

/** Asks for the new severity of several requests, and for the reason that each customer reads. */
export function SeverityDialog({ count, busy, problem, onChoose, onClose }: SeverityDialogProps) {
  const { t } = useTranslation(['bulk', 'requests', 'common']);
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (): void => {
    setTried(true);
    if (severity !== null && reason.trim() !== '') onChoose(severity, reason.trim());
  };
  return (
    <Modal opened title={t('severityOf', { count })} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          <Select
            data-autofocus
            label={t('requests:field.severity')}
            data={SEVERITIES.map((value) => ({ value: String(value), label: t(`requests:severity.${value}`) }))}
            value={severity === null ? null : String(severity)}
            error={tried && severity === null ? t('severityLacking') : null}
            onChange={(value) => setSeverity(SEVERITIES.find((one) => String(one) === value) ?? null)}
          />
          <Textarea
            label={t('requests:regrade.reason')}
            description={t('requests:regrade.reasonHelp')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={REGRADE_REASON_MAX}
            dir="auto"
            value={reason}
            error={tried && reason.trim() === '' ? t('requests:regrade.lacking') : null}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {problem !== null && (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {problem}
            </Text>
          )}
        </Stack>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:form.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('common:form.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
