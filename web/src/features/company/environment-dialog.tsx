import {
  ApiError,
  type CreateProductProfile,
  type ProductProfile,
  PROFILE_NAME_MAX,
  PROFILE_NOTES_MAX,
} from '@companyaccount/contract';
import { Autocomplete, Button, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../ui/drafts/draft-foot.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { productsQuery } from '../requests/request-queries.ts';
import { useMemberChange } from './use-member-change.ts';

/** What was changed in the form; null: nothing yet. */
interface Changes {
  name: string | null;
  productId: string | null;
  productVersion: string | null;
  operatingSystem: string | null;
  notes: string | null;
}
const NOTHING: Changes = { name: null, productId: null, productVersion: null, operatingSystem: null, notes: null };

interface EnvironmentDialogProps {
  companyId: string;
  /** null: a new one. */
  profile: ProductProfile | null;
  onClose: () => void;
}

/** Adds an environment or changes one; what is typed stays on every refusal. */
export function EnvironmentDialog({ companyId, profile, onClose }: EnvironmentDialogProps) {
  const { t } = useTranslation(['company', 'common']);
  const products = useQuery(productsQuery).data ?? [];
  const draft = useDraft<Changes>(`environment:${profile?.id ?? 'new'}`, NOTHING);
  const changed = draft.value;
  const form = {
    name: changed.name ?? profile?.name ?? '',
    productId: changed.productId ?? profile?.product.id ?? null,
    productVersion: changed.productVersion ?? profile?.productVersion ?? '',
    operatingSystem: changed.operatingSystem ?? profile?.operatingSystem ?? '',
    notes: changed.notes ?? profile?.notes ?? '',
  };
  // Held against what was read when the dialog opened, so that nobody else's change is overwritten unseen.
  const [version, setVersion] = useState(profile?.version ?? 0);
  const idempotency = useIdempotencyKey();
  const problems = useFormProblems({
    name: t('environments.name'),
    productId: t('environments.product'),
    productVersion: t('environments.version'),
    operatingSystem: t('environments.system'),
    notes: t('environments.notes'),
  });
  const save = useMemberChange((body: CreateProductProfile) =>
    draft.send((query) =>
      profile === null
        ? api.createProductProfile({
            params: { id: companyId },
            query,
            body,
            idempotencyKey: idempotency.keyFor(body),
          })
        : api.patchProductProfile({ params: { id: companyId, profileId: profile.id }, query, body, version }),
    ),
  );
  const refused = (error: Error) => {
    const taken = error instanceof ApiError && error.fields.some(({ code }) => code === 'taken');
    if (taken) problems.found({ name: t('environments.nameTaken') });
    else problems.refused(error);
    // Said once; whoever saves again means it.
    if (error instanceof ApiError && error.code === 'version_moved') void readVersion();
  };
  const readVersion = async () => {
    const { data } = await api.listProductProfiles({ params: { id: companyId }, query: { 'page[size]': 100 } });
    setVersion(data.find(({ id }) => id === profile?.id)?.version ?? version);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { productId } = form;
    const name = form.name.trim();
    if (name === '' || productId === null) {
      return problems.found({
        ...(name === '' ? { name: t('environments.nameEmpty') } : {}),
        ...(productId === null ? { productId: t('environments.productEmpty') } : {}),
      });
    }
    const text = (value: string) => (value.trim() === '' ? null : value.trim());
    save.mutate(
      {
        name,
        productId,
        productVersion: text(form.productVersion),
        operatingSystem: text(form.operatingSystem),
        notes: text(form.notes),
      },
      { onSuccess: onClose, onError: refused },
    );
  };
  const versions = products.find(({ id }) => id === form.productId)?.versions.map((one) => one.version) ?? [];

  return (
    <Modal opened title={profile === null ? t('environments.newTitle') : t('environments.editTitle')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <DraftConflict draft={draft} textOf={(other) => [other.name, other.notes].filter(Boolean).join('\n')} />
          <TextInput
            id="name"
            data-autofocus
            label={t('environments.name')}
            description={t('environments.nameHelp')}
            maxLength={PROFILE_NAME_MAX}
            dir="auto"
            value={form.name}
            onChange={(event) => draft.change({ name: event.currentTarget.value })}
            error={problems.of('name')}
          />
          <Select
            id="productId"
            label={t('environments.product')}
            data={products.map(({ id, name }) => ({ value: id, label: name }))}
            value={form.productId}
            onChange={(productId) => draft.change({ productId })}
            error={problems.of('productId')}
          />
          <Autocomplete
            id="productVersion"
            label={t('environments.version')}
            maxLength={100}
            data={versions}
            value={form.productVersion}
            onChange={(productVersion) => draft.change({ productVersion })}
            error={problems.of('productVersion')}
          />
          <TextInput
            id="operatingSystem"
            label={t('environments.system')}
            maxLength={200}
            value={form.operatingSystem}
            onChange={(event) => draft.change({ operatingSystem: event.currentTarget.value })}
            error={problems.of('operatingSystem')}
          />
          <Textarea
            id="notes"
            label={t('environments.notes')}
            description={t('environments.notesHelp')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={PROFILE_NOTES_MAX}
            dir="auto"
            value={form.notes}
            onChange={(event) => draft.change({ notes: event.currentTarget.value })}
            error={problems.of('notes')}
          />
          <DraftFoot draft={draft} onClose={onClose}>
            <Button type="submit" loading={save.isPending}>
              {t('common:form.save')}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}
