import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface ErrorSummaryProps {
  /** What happened to the whole form, in words. */
  message?: string | null | undefined;
  /** Field errors in the order of the form; `id` is that of the field's input. */
  fields?: readonly { id: string; label: string; text: string }[];
  /** Changes with every attempt, so that the focus comes back here each time. */
  attempt: number;
}

/** All that is wrong with a form, above it; takes the focus when an attempt to send failed. */
export function ErrorSummary({ message, fields = [], attempt }: ErrorSummaryProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const shown = attempt > 0 && (Boolean(message) || fields.length > 0);
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, attempt]);
  if (!shown) return null;
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      role="alert"
      color="red"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={message ?? t('form.problems', { count: fields.length })}
    >
      {fields.map(({ id, label, text }) => (
        <div key={id}>
          <Anchor underline="always" href={`#${id}`} onClick={(event) => moveFocus(event, id)}>
            {label}
          </Anchor>
          {`: ${text}`}
        </div>
      ))}
    </Alert>
  );
}

function moveFocus(event: React.MouseEvent, id: string): void {
  event.preventDefault();
  document.getElementById(id)?.focus();
}
