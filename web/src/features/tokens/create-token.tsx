import {
  type CreateApiToken,
  type NewApiToken,
  STAFF_TOKEN_SCOPES,
  TOKEN_SCOPES,
  type TokenScope,
} from '@companyaccount/contract';
import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { NewToken } from './new-token.tsx';
import { wordOf } from './token-queries.ts';

const DAYS = [30, 90, 180, 365];
const isStaffScope = (scope: TokenScope): scope is (typeof STAFF_TOKEN_SCOPES)[number] =>
  STAFF_TOKEN_SCOPES.some((one) => one === scope);

/** Asks what a token is for, makes it, and shows it this one time. */
export function CreateToken({ companyId, onClose }: { companyId: string | null; onClose: () => void }) {
  const { t } = useTranslation(['tokens', 'common']);
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const { keyFor, done } = useIdempotencyKey();
  const [form, setForm] = useState<CreateApiToken>({ name: '', scopes: [], expiresInDays: 90 });
  const [made, setMade] = useState<NewApiToken | null>(null);
  const problems = useFormProblems({ name: t('name'), scopes: t('scopes'), expiresInDays: t('expiresInDays') });
  const create = useMutation({
    mutationFn: (body: CreateApiToken) => {
      const idempotencyKey = keyFor(body);
      return fresh(() =>
        companyId === null
          ? api.createOwnToken({ body: { ...body, scopes: body.scopes.filter(isStaffScope) }, idempotencyKey })
          : api.createToken({ params: { id: companyId }, body, idempotencyKey }),
      );
    },
    onSuccess: (token) => {
      done();
      setMade(token);
      void queryClient.invalidateQueries({ queryKey: keys.tokens(companyId) });
    },
    onError: problems.refused,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = {
      ...(form.name.trim() === '' ? { name: t('nameEmpty') } : {}),
      ...(form.scopes.length === 0 ? { scopes: t('scopesEmpty') } : {}),
    };
    if (Object.keys(missing).length > 0) problems.found(missing);
    else create.mutate({ ...form, name: form.name.trim() });
  };
  const scopes = companyId === null ? STAFF_TOKEN_SCOPES : TOKEN_SCOPES;
  return (
    <Modal
      opened
      title={made === null ? t('create') : t('made.title')}
      onClose={onClose}
      // What cannot be shown again is not lost by a click beside it.
      closeOnClickOutside={false}
      closeOnEscape={made === null}
      withCloseButton={made === null}
    >
      {made !== null ? (
        <NewToken token={made.token} onDone={onClose} />
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <ErrorSummary {...problems.summary} />
            <TextInput
              id="name"
              label={t('name')}
              description={t('nameHelp')}
              maxLength={100}
              data-autofocus
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
              error={problems.of('name')}
            />
            <Checkbox.Group
              id="scopes"
              label={t('scopes')}
              value={form.scopes}
              onChange={(chosen) => setForm({ ...form, scopes: scopes.filter((scope) => chosen.includes(scope)) })}
              error={problems.of('scopes')}
            >
              <Stack gap="xs" mt="xs">
                {scopes.map((scope) => (
                  <Checkbox
                    key={scope}
                    value={scope}
                    label={t(`scope.${wordOf(scope)}.label`)}
                    description={t(`scope.${wordOf(scope)}.help`)}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
            <Select
              id="expiresInDays"
              w={160}
              label={t('expiresInDays')}
              data={DAYS.map((days) => ({ value: `${days}`, label: t('days', { count: days }) }))}
              value={`${form.expiresInDays}`}
              allowDeselect={false}
              onChange={(days) => setForm({ ...form, expiresInDays: Number(days) })}
              error={problems.of('expiresInDays')}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('common:form.cancel')}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {t('create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
