import {
  ApiError,
  type Detection,
  type PatchDetection,
  type Signature,
  SIGNATURES_MAX,
} from '@companyaccount/contract';
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
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

/** What was changed in the form, signatures as JSON and hashes as they were typed; null: nothing yet. */
interface Changes {
  name: string | null;
  signatures: string | null;
  samples: string | null;
  note: string | null;
  /** Of the detection that the changes were begun with, so that nobody else's are overwritten unseen. */
  version: number | null;
}
const NOTHING: Changes = { name: null, signatures: null, samples: null, note: null, version: null };

/** Signatures from a draft; null where there are none, or none that this page understands. */
function readSignatures(text: string | null): Signature[] | null {
  try {
    const signatures: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(signatures) ? (signatures as Signature[]) : null;
  } catch {
    return null;
  }
}

/** What a detection says, to be edited until it is released; problems are shown while it is typed. */
export function DetectionForm({ detection }: { detection: Detection }) {
  const { t } = useTranslation(['definitions', 'common', 'errors']);
  const queryClient = useQueryClient();
  const draft = useDraft<Changes>(`detection:${detection.id}`, NOTHING);
  const disabled = !detection.actions.includes('edit');
  const changes = disabled ? NOTHING : draft.value;
  const name = changes.name ?? detection.name;
  const note = changes.note ?? detection.note;
  const signatures = readSignatures(changes.signatures) ?? detection.signatures;
  const sampleText = changes.samples ?? detection.samples.join('\n');
  const changed = Object.values(changes).some((value) => value !== null);
  const hashes = linesOf(sampleText);
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
  const edit = (part: Partial<Changes>) => draft.change({ version: changes.version ?? detection.version, ...part });
  const editSignatures = (next: Signature[]) => edit({ signatures: JSON.stringify(next) });
  const save = useMutation({
    mutationFn: () => {
      const body: PatchDetection = {
        ...(changes.name === null ? {} : { name }),
        ...(changes.signatures === null ? {} : { signatures }),
        ...(changes.samples === null ? {} : { samples: hashes }),
        ...(changes.note === null ? {} : { note }),
      };
      const version = changes.version ?? detection.version;
      return draft.send((query) => api.patchDetection({ params: { id: detection.id }, query, version, body }));
    },
    onSuccess: async (saved) => {
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
      // Said once; whoever saves again means it.
      if (!(error instanceof ApiError) || error.code !== 'version_moved') return;
      edit({ version: (await api.getDetection({ params: { id: detection.id } })).version });
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
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={24}>
        <ErrorSummary {...problems.summary} />
        <DraftConflict
          draft={draft}
          textOf={(other) => [other.name, other.signatures, other.note].filter(Boolean).join('\n')}
        />
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
                onChange={(next) => editSignatures(signatures.with(place, next))}
                onRemove={() => editSignatures(signatures.toSpliced(place, 1))}
              />
            ))}
            {!disabled && (
              <div>
                <Button
                  variant="default"
                  leftSection={<IconPlus size={16} aria-hidden />}
                  disabled={signatures.length >= SIGNATURES_MAX}
                  onClick={() => editSignatures([...signatures, emptySignature('pattern')])}
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
          value={sampleText}
          onChange={(event) => edit({ samples: event.currentTarget.value })}
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
            {changed && (
              <Button variant="default" onClick={draft.discard}>
                {t('common:form.cancel')}
              </Button>
            )}
            <DraftNote draft={draft} />
            {changed && detection.version !== changes.version && (
              <span className={styles['facts']}>{t('moved', { name: detection.name })}</span>
            )}
            {found.length === 0 && <span className={styles['facts']}>{t('problems.none')}</span>}
          </Group>
        )}
      </Stack>
    </form>
  );
}
