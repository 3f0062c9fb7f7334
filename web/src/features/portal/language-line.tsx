import { UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { LanguageSelect } from '../../ui/language-select.tsx';
import { languageName } from '../../ui/languages.ts';
import styles from './portal.module.css';
import type { RequestForm } from './request-form.ts';

const DETECT_AFTER_MS = 800;
/** As much as the server looks at. */
const LOOKED_AT = 3000;

interface LanguageLineProps {
  form: RequestForm;
  change: (part: Partial<RequestForm>) => void;
}

/** Says in which language the request is taken to be written, and lets one choose another. */
export function LanguageLine({ form: { language, subject, text }, change }: LanguageLineProps) {
  const { t, i18n } = useTranslation('portal');
  const [choosing, setChoosing] = useState(false);
  const [written] = useDebouncedValue(`${subject}\n${text.slice(0, LOOKED_AT)}`, DETECT_AFTER_MS);
  const detected = useQuery({
    queryKey: ['language', written],
    queryFn: ({ signal }) => api.detectLanguage({ body: { subject, text: text.slice(0, LOOKED_AT) }, signal }),
    enabled: language === null && written.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    // Without an answer nothing is shown, and the server finds the language out by itself.
    retry: false,
  }).data?.language;
  if (choosing) {
    return (
      <LanguageSelect
        id="language"
        label={t('new.language')}
        value={language ?? detected ?? null}
        onChange={(chosen) => {
          change({ language: chosen });
          setChoosing(false);
        }}
        onLeave={() => setChoosing(false)}
      />
    );
  }
  const shown = language ?? detected ?? null;
  if (shown === null) return null;
  const name = languageName(shown, i18n.language);
  return (
    <p className={styles['language']} aria-live="polite">
      {language === null ? t('new.languageDetected', { name }) : t('new.languageChosen', { name })}{' '}
      <UnstyledButton className={styles['change']} onClick={() => setChoosing(true)}>
        {t('new.languageChange')}
      </UnstyledButton>
    </p>
  );
}
