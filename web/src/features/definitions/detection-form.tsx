import { ApiError, type Detection, type PatchDetection, SIGNATURES_MAX } from '@companyaccount/contract';
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';
import { detectionQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { emptySignature, SignatureFields } from './signature-fields.tsx';
import { useLint } from './use-lint.ts';

const linesOf = (text: string): string[] =>
  text
    .split(/\s+/u)
    .map((line) => line.toLowerCase())
    .filter((line) => line !== '');

/** What a detection says, to be edited until it is released; problems are shown while it is typed. */
export function DetectionForm({ detection }: { detection: Detection }) {
  const { t } = useTranslation(['definitions', 'common', 'errors']);
  const queryClient = useQueryClient();
  // What is typed is held against what it was begun with, so that nobody else's change is overwritten unseen.
  const [base, setBase] = useState(detection);
  const [edits, setEdits] = useState<PatchDetection>({});
  const [sampleText, setSampleText] = useState<string | null>(null);
  const shown = { ...(Object.keys(edits).length > 0 ? base : detection), ...edits };
  const { name, signatures, samples, note } = shown;
  const disabled = !detection.actions.includes('edit');
  const hashes = sampleText === null ? samples : linesOf(sampleText);
  const wrongHash = hashes.find((line) => !/^[0-9a-f]{64}$/u.test(line));
  const { problems: found } = useLint(
    { id: detection.id, name: name.trim(), signatures, samples: wrongHash === undefined ? hashes : [] },
    !disabled,
  );
  const problems = useFormProblems({
    name: t('name'),
    signatures: t('signature.title'),
    samples: t('samples'),
    note: t('note'),
  });
  const edit = (part: PatchDetection) => {
    if (Object.keys(edits).length === 0) setBase(detection);
    setEdits({ ...edits, ...part });
  };
  const save = useMutation({
    mutationFn: () =>
      api.patchDetection({ params: { id: detection.id }, version: base.version, body: { ...edits, samples: hashes } }),
    onSuccess: async (saved) => {
      setBase(saved);
      setEdits({});
      setSampleText(null);
      problems.clear();
      queryClient.setQueryData(detectionQuery(detection.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      notify(t('saved'), saved.name);
    },
    onError: async (error) => {
      const unknown = error instanceof ApiError && error.fields.find(({ pointer }) => pointer.startsWith('/samples/'));
      if (unknown) {
        const hash = hashes[Number(unknown.pointer.split('/').at(-1))] ?? '';
        return problems.found({ samples: t('samplesUnknown', { hash }) });
      }
      problems.refused(error);
      if (!(error instanceof ApiError) || error.code !== 'version_moved') return;
      setBase(await api.getDetection({ params: { id: detection.id } }));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return problems.found({ name: t('errors:field.required') });
    if (wrongHash !== undefined) return problems.found({ samples: t('samplesMalformed', { text: wrongHash }) });
    save.mutate();
  };
  const at = (pointer: string) => {
    const problem = found.find((one) => one.pointer === pointer)?.problem;
    return problem === undefined ? undefined : t(`problem.${problem}`);
  };
  const changed = Object.keys(edits).length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={24}>
        <ErrorSummary {...problems.summary} />
        {/* A name that scanners have reported stays. */}
        {detection.revision === 0 && (
          <TextInput
            id="name"
            label={t('name')}
            description={t('nameHelp')}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            disabled={disabled}
            value={name}
            onChange={(event) => edit({ name: event.currentTarget.value })}
            error={problems.of('name') ?? at('/name')}
          />
        )}
        <section id="signatures" tabIndex={-1}>
          <h2 className={styles['heading']}>{t('signature.title')}</h2>
          {signatures.length === 0 && <p className={styles['help']}>{t('signature.none')}</p>}
          <Stack gap={16}>
            {signatures.map((signature, place) => (
              // Signatures have no identity of their own; their number belongs to their place.
              <SignatureFields
                key={place}
                place={place}
                signature={signature}
                label={detection.labels[place]}
                problem={at(`/signatures/${place}`)}
                disabled={disabled}
                onChange={(next) => edit({ signatures: signatures.with(place, next) })}
                onRemove={() => edit({ signatures: signatures.toSpliced(place, 1) })}
              />
            ))}
            {!disabled && (
              <div>
                <Button
                  variant="default"
                  leftSection={<IconPlus size={16} aria-hidden />}
                  disabled={signatures.length >= SIGNATURES_MAX}
                  onClick={() => edit({ signatures: [...signatures, emptySignature('pattern')] })}
                >
                  {t('signature.add')}
                </Button>
              </div>
            )}
          </Stack>
        </section>
        <Textarea
          id="samples"
          label={t('samples')}
          description={t('samplesHelp')}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          spellCheck={false}
          autosize
          minRows={2}
          maxRows={10}
          disabled={disabled}
          value={sampleText ?? samples.join('\n')}
          onChange={(event) => {
            setSampleText(event.currentTarget.value);
            edit({ samples: linesOf(event.currentTarget.value) });
          }}
          error={problems.of('samples') ?? at('/samples')}
        />
        <Textarea
          id="note"
          label={t('note')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={2000}
          disabled={disabled}
          value={note}
          onChange={(event) => edit({ note: event.currentTarget.value })}
          error={problems.of('note')}
        />
        {!disabled && (
          <Group gap="sm">
            <Button type="submit" loading={save.isPending} disabled={!changed}>
              {t('save')}
            </Button>
            {changed && detection.version !== base.version && (
              <span className={styles['facts']}>{t('moved', { name: detection.name })}</span>
            )}
            {found.length === 0 && <span className={styles['facts']}>{t('problems.none')}</span>}
          </Group>
        )}
      </Stack>
    </form>
  );
}
