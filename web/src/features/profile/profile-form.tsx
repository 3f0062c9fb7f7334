import { INTERFACE_LANGUAGES, type InterfaceLanguage, type Me } from '@companyaccount/contract';
import { Alert, Anchor, Button, Input, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useNow } from '../../ui/time/use-now.ts';
import { type Profile, useProfileEdits } from './use-profile-edits.ts';

const deviceZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function timeIn(timeZone: string, language: string, now: number): string {
  return new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', minute: '2-digit' }).format(now);
}

/** Name, language and time zone of the person signed in. */
export function ProfileForm({ me }: { me: Me }) {
  const { t, i18n } = useTranslation('profile');
  const common = useTranslation('common').t;
  const now = useNow();
  const { values, dirty, edit, conflict, problems, isSaving, save } = useProfileEdits(me);
  const zones = useMemo(
    () => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', deviceZone, me.timeZone])].toSorted(),
    [me.timeZone],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  const elsewhere = (field: keyof Profile, shown = conflict?.[field]) =>
    shown === undefined || shown === values[field] ? undefined : t('conflict.value', { value: shown });
  const languageElsewhere = conflict?.language;

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={464}>
        <ErrorSummary {...problems.summary} />
        {conflict !== null && (
          <Alert
            role="alert"
            color="yellow"
            icon={<IconAlertTriangle size={18} aria-hidden />}
            title={t('conflict.title')}
          >
            {t('conflict.text')}
          </Alert>
        )}
        <Title order={2}>{t('person')}</Title>
        <Input.Wrapper
          labelElement="div"
          label={t('email')}
          description={t('emailHelp')}
          inputWrapperOrder={['label', 'input', 'description']}
        >
          <Text>{me.email}</Text>
        </Input.Wrapper>
        {me.emailBouncing && (
          <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />}>
            {t('emailBouncing')}
          </Alert>
        )}
        <TextInput
          id="name"
          label={t('name')}
          description={elsewhere('name') ?? t('nameHelp')}
          autoComplete="name"
          maxLength={200}
          value={values.name}
          onChange={(event) => edit({ name: event.currentTarget.value })}
          error={problems.of('name')}
        />
        <Title order={2} mt="xs">
          {t('preferences')}
        </Title>
        <Select
          id="language"
          label={t('language')}
          description={
            elsewhere('language', languageElsewhere) === undefined || languageElsewhere === undefined
              ? t('languageHelp')
              : t('conflict.value', { value: common(`language.${languageElsewhere}`) })
          }
          data={INTERFACE_LANGUAGES.map((language) => ({ value: language, label: common(`language.${language}`) }))}
          value={values.language}
          onChange={(language) => edit({ language: language as InterfaceLanguage })}
          error={problems.of('language')}
        />
        <div>
          <Select
            id="timeZone"
            label={t('timeZone')}
            description={
              elsewhere('timeZone') ?? t('timeZoneHelp', { time: timeIn(values.timeZone, i18n.language, now) })
            }
            data={zones}
            value={values.timeZone}
            onChange={(timeZone) => timeZone !== null && edit({ timeZone })}
            error={problems.of('timeZone')}
            searchable
            limit={100}
            nothingFoundMessage={t('timeZoneNone')}
          />
          {values.timeZone !== deviceZone && (
            <Anchor
              component="button"
              type="button"
              size="sm"
              mt={4}
              underline="always"
              onClick={() => edit({ timeZone: deviceZone })}
            >
              {t('timeZoneDevice', { zone: deviceZone })}
            </Anchor>
          )}
        </div>
        <div>
          <Button type="submit" loading={isSaving} disabled={!dirty}>
            {t('save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
