import { type Message, TEXT_MAX } from '@companyaccount/contract';
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import type { UsedDraft } from '../../ui/drafts/use-draft.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import type { Correction } from './message-draft.ts';
import styles from './thread.module.css';
import { useCorrectMessage } from './use-correct-message.ts';

interface MessageCorrectionProps {
  requestId: string;
  message: Message;
  draft: UsedDraft<Correction>;
  autoFocus: boolean;
  /** Corrected, or left as it was. */
  onEnd: () => void;
}

/** A message in correction, in its place; Ctrl+Enter saves, and a refusal leaves the text as it was typed. */
export function MessageCorrection({ requestId, message, draft, autoFocus, onEnd }: MessageCorrectionProps) {
  const { t } = useTranslation(['requests', 'common']);
  const formats = useFormats();
  const correct = useCorrectMessage(requestId, message, draft);
  const text = draft.value.text ?? message.text;
  const unchanged = text === message.text;
  const leave = (): void => {
    draft.discard();
    onEnd();
  };
  const submit = (): void => {
    if (text.trim() === '' || correct.isPending) return;
    if (unchanged) return leave();
    correct.mutate(text, { onSuccess: onEnd });
  };
  return (
    <form
      className={styles['correction']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && unchanged) leave();
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        submit();
      }}
    >
      <DraftConflict draft={draft} textOf={(other) => other.text ?? ''} />
      <Textarea
        autoFocus={autoFocus}
        aria-label={t('correction.label')}
        autosize
        minRows={3}
        maxRows={20}
        maxLength={TEXT_MAX}
        dir="auto"
        value={text}
        readOnly={correct.isPending}
        onChange={(event) => draft.change({ text: event.currentTarget.value })}
      />
      {correct.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {errorText(correct.error)}
        </Text>
      )}
      <Group gap={8}>
        <Button type="submit" size="compact-md" loading={correct.isPending} disabled={text.trim() === ''}>
          {t('common:form.save')}
        </Button>
        <Button variant="default" size="compact-md" onClick={leave}>
          {t('common:form.cancel')}
        </Button>
        {message.correctableUntil !== null && (
          <span className={styles['side']}>
            {t('correction.until', { time: formats.time(message.correctableUntil) })}
          </span>
        )}
      </Group>
    </form>
  );
}
