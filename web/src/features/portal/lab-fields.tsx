import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormPartProps } from './form-part.ts';

/** What only the Virus Lab asks for: what is named instead of sent, and what opens the archives. */
export function LabFields({ form, change, problems }: FormPartProps) {
  const { t } = useTranslation('portal');
  return (
    <>
      <TextInput
        id="archivePassword"
        label={t('new.archivePassword')}
        description={t('new.archivePasswordHelp')}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={form.archivePassword}
        onChange={(event) => change({ archivePassword: event.currentTarget.value })}
        error={problems.of('archivePassword')}
      />
      <Textarea
        id="objects"
        label={t('new.objects')}
        description={t('new.objectsHelp')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={20_000}
        spellCheck={false}
        dir="ltr"
        value={form.objects}
        onChange={(event) => change({ objects: event.currentTarget.value })}
        error={problems.of('objects')}
      />
    </>
  );
}
