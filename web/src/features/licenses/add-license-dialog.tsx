import { ApiError } from '@companyaccount/contract';
import { Anchor, Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { LicenseProofFields } from '../public/license-proof-fields.tsx';
import { RenewalContact } from '../public/renewal-contact.tsx';
import { useStandingProblems } from '../public/use-standing-problems.ts';
import { type AddLicenseForm, useAddLicense } from './use-add-license.ts';

/** Takes a license by code or key file: for the company one acts for, or for another that is new or one waits for. */
export function AddLicenseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['licenses', 'common']);
  const adding = useAddLicense(onClose);
  return (
    <Modal opened title={t(adding.waitsFor === null ? 'add.title' : 'common:pending.title')} onClose={onClose}>
      {adding.waitsFor === null ? (
        <AddLicenseFields adding={adding} onClose={onClose} />
      ) : (
        <Stack gap="md">
          <Text role="status">{t('add.waiting', { company: adding.waitsFor })}</Text>
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
              {t('common:form.close')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

interface AddLicenseFieldsProps {
  adding: ReturnType<typeof useAddLicense>;
  onClose: () => void;
}

function AddLicenseFields({ adding, onClose }: AddLicenseFieldsProps) {
  const { t } = useTranslation(['licenses', 'public', 'common']);
  const { form, set, company, mayAddToOwn, problems, refused } = adding;
  const vendor = useQuery(vendorQuery).data?.name ?? '';
  const problemOf = useStandingProblems(problems, form);
  const stands = problemOf(form.way) !== undefined;
  const claimed = stands && refused instanceof ApiError && refused.code === 'license_claimed';
  const { attempt, fields } = problems.summary;
  const first = fields[0]?.id;
  useEffect(() => {
    if (first !== undefined) document.getElementById(first)?.focus();
  }, [attempt, first]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.send();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {/* So few fields need no list of what is wrong with them: the first one takes the focus. */}
        <ErrorSummary message={problems.summary.message} attempt={attempt} />
        <LicenseProofFields value={form} onChange={set} errorOf={problemOf} fileProblem={adding.fileProblem} />
        {stands && <RenewalContact refused={refused} />}
        {claimed && (
          <Anchor
            underline="always"
            size="xs"
            onClick={onClose}
            renderRoot={(props) => <Link {...props} to="/requests/new" search={{ about: 'claimed_license' }} />}
          >
            {t('add.ask', { vendor })}
          </Anchor>
        )}
        {company !== null && !mayAddToOwn && <Text c="dimmed">{t('add.onlyOther', { company: company.name })}</Text>}
        {company !== null && mayAddToOwn && (
          <Radio.Group
            label={t('add.target')}
            value={form.target}
            onChange={(target) => set({ target: target as AddLicenseForm['target'] })}
          >
            <Stack gap={8} mt={4}>
              <Radio value="own" label={company.name} />
              <Radio value="other" label={t('add.other')} />
            </Stack>
          </Radio.Group>
        )}
        {form.target === 'other' && (
          <TextInput
            id="companyName"
            label={t('add.company')}
            description={t('add.companyHelp')}
            autoComplete="organization"
            value={form.companyName}
            onChange={(event) => set({ companyName: event.currentTarget.value })}
            error={problemOf('companyName')}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:form.cancel')}
          </Button>
          <Button type="submit" loading={adding.isSending}>
            {t('common:addLicense')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
