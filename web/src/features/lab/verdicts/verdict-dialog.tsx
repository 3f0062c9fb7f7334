import {
  ApiError,
  CARRIED_VERDICTS,
  type CreateVerdict,
  DETECTED_VERDICTS,
  type InterfaceLanguage,
  type Sample,
  VERDICT_REASONS,
  VERDICT_TEXT_MAX,
  type VerdictReason,
  VERDICTS,
  type VerdictWord,
} from '@companyaccount/contract';
import { Anchor, Button, Checkbox, Modal, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useIdempotencyKey } from '../../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../../ui/drafts/draft-foot.tsx';
import { useDraft } from '../../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../../ui/form/use-form-problems.ts';
import { notify } from '../../../ui/notify.ts';
import { CarrierField } from './carrier-field.tsx';
import { previewQuery } from './verdict-queries.ts';

interface VerdictDialogProps {
  sample: Sample;
  /** Of the verdict that the analyst has read; 0: there is none. */
  revision: number;
  /** Somebody was quicker. */
  onMoved: () => void;
  onClose: () => void;
}

/** As the form keeps them: texts that were amended, and for which verdict. */
const EMPTY = { verdict: '', reason: '', carrier: '', withContainers: true, textsFor: '', en: '', ru: '' };
type Fields = typeof EMPTY;

const isOneOf = <T extends string>(words: readonly T[], word: string): word is T => words.some((one) => one === word);

function contentOf({ verdict, reason, carrier, withContainers }: Fields, mayCarry: boolean) {
  const [kind, id = ''] = carrier.split(':');
  const isRemoval = verdict === 'false_detection_removed';
  const named = isRemoval || isOneOf(DETECTED_VERDICTS, verdict);
  return {
    verdict: verdict as VerdictWord,
    ...(verdict === 'not_analysable' ? { reason: (reason || VERDICT_REASONS[0]) as VerdictReason } : {}),
    ...(named && kind === 'detection' ? { detectionId: id } : {}),
    ...(isRemoval && kind === 'entry' ? { allowEntryId: id } : {}),
    ...(withContainers && mayCarry && isOneOf(CARRIED_VERDICTS, verdict) ? { withContainers: true } : {}),
  };
}

/** Takes a verdict: what it is, what scanners follow by, and what everybody who waits for it is written. */
export function VerdictDialog({ sample, revision, onMoved, onClose }: VerdictDialogProps) {
  const { t } = useTranslation(['verdicts', 'requests']);
  const { sha256 } = sample;
  const queryClient = useQueryClient();
  const draft = useDraft<Fields>(`verdict:${sample.id}`, EMPTY);
  const fields = draft.value;
  const { verdict } = fields;
  const content = contentOf(fields, sample.containedIn.length > 0);
  const chosen = isOneOf(VERDICTS, verdict);
  const needsCarrier = verdict === 'false_detection_removed' && fields.carrier === '';
  const preview = useQuery({ ...previewQuery(sha256, content), enabled: chosen && !needsCarrier });
  const shown = chosen && !needsCarrier && preview.isSuccess ? preview.data : undefined;
  const requests = shown?.texts.reduce((sum, one) => sum + one.requests, 0) ?? 0;
  const amended = fields.textsFor === verdict;
  const problems = useFormProblems({ verdict: t('form.verdict'), detectionId: t('form.carrier') });
  const idempotency = useIdempotencyKey();

  const textOf = (language: InterfaceLanguage, proposed: string): string => (amended && fields[language]) || proposed;
  const amend = (language: InterfaceLanguage, text: string): void =>
    draft.change({ ...fields, ...(amended ? {} : { en: '', ru: '' }), textsFor: verdict, [language]: text });

  const take = useMutation({
    mutationFn: () => {
      const texts = Object.fromEntries(
        (shown?.texts ?? []).map(({ language, text }) => [language, textOf(language, text)]),
      );
      const body: CreateVerdict = { ...content, texts };
      const idempotencyKey = idempotency.keyFor({ body, revision });
      return draft.send((query) =>
        api.createVerdict({ params: { sha256 }, query, version: revision, body, idempotencyKey }),
      );
    },
    onSuccess: async (taken) => {
      idempotency.done();
      notify(t('form.done'), t(`requests:verdict.${taken.verdict}`));
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['sample'] });
    },
    onError: (error) => {
      const code = error instanceof ApiError ? error.code : null;
      if (code === 'version_moved') {
        problems.found({ verdict: t('form.moved') });
        onMoved();
      } else if (code === 'own_work') problems.found({ verdict: t('form.ownWork') });
      else problems.refused(error);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!chosen) problems.found({ verdict: t('form.required') });
    else if (needsCarrier) problems.found({ detectionId: t('form.required') });
    else if (shown !== undefined && !preview.isPlaceholderData) take.mutate();
  };
  return (
    <Modal opened size="lg" title={t(revision === 0 ? 'take' : 'takeNew')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <DraftConflict draft={draft} textOf={(other) => other.en || other.ru || other.verdict} />
          <NativeSelect
            id="verdict"
            label={t('form.verdict')}
            data-autofocus
            value={verdict}
            data={[
              { value: '', label: t('form.choose'), disabled: true },
              ...VERDICTS.map((one) => ({ value: one, label: t(`requests:verdict.${one}`) })),
            ]}
            error={problems.of('verdict')}
            onChange={(event) => {
              problems.clear();
              draft.change({ ...fields, verdict: event.currentTarget.value, carrier: '' });
            }}
          />
          {verdict === 'not_analysable' && (
            <NativeSelect
              id="reason"
              label={t('form.reason')}
              value={fields.reason || VERDICT_REASONS[0]}
              data={VERDICT_REASONS.map((one) => ({ value: one, label: t(`requests:verdictReason.${one}`) }))}
              onChange={(event) => draft.change({ ...fields, reason: event.currentTarget.value })}
            />
          )}
          {(verdict === 'false_detection_removed' || isOneOf(DETECTED_VERDICTS, verdict)) && (
            <CarrierField
              sample={sample}
              verdict={verdict}
              value={fields.carrier}
              error={problems.of('detectionId')}
              onChange={(carrier) => {
                problems.clear();
                draft.change({ ...fields, carrier });
              }}
            />
          )}
          {shown !== undefined && shown.containers > 0 && isOneOf(CARRIED_VERDICTS, verdict) && (
            <Checkbox
              label={t('form.containers', { count: shown.containers })}
              checked={fields.withContainers}
              onChange={(event) => draft.change({ ...fields, withContainers: event.currentTarget.checked })}
            />
          )}
          {shown !== undefined && (shown.due || shown.release !== null) && (
            <Text size="sm" c="dimmed">
              {shown.release === null ? t('form.isDue') : t('form.isOut', { number: shown.release.number })}
            </Text>
          )}
          {shown?.texts.map(({ language, requests: count, text }) => (
            <div key={language}>
              <Textarea
                label={t(`form.text.${language}`)}
                description={t('form.textHelp', { count, place: '{{files}}' })}
                lang={language}
                autosize
                minRows={3}
                maxRows={12}
                maxLength={VERDICT_TEXT_MAX}
                value={textOf(language, text)}
                onChange={(event) => amend(language, event.currentTarget.value)}
              />
              {amended && fields[language] !== '' && fields[language] !== text && (
                <Anchor component="button" type="button" size="sm" mt={4} onClick={() => amend(language, '')}>
                  {t('form.original')}
                </Anchor>
              )}
            </div>
          ))}
          {shown !== undefined && shown.texts.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('form.nobody')}
            </Text>
          )}
          <DraftFoot draft={draft} onClose={onClose}>
            <Button type="submit" loading={take.isPending}>
              {requests === 0 ? t('form.keep') : t('form.send', { count: requests })}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}
