import { CANNED_LANGUAGES_MAX, CANNED_VARIABLES, TEXT_MAX } from '@companyaccount/contract';
import { ActionIcon, Button, Select, Stack, Textarea } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName, languageOptions } from '../../ui/languages.ts';
import styles from './canned-answers.module.css';

interface Text {
  language: string;
  text: string;
}

interface CannedTextsProps {
  texts: readonly Text[];
  onChange: (texts: Text[]) => void;
  problemOf: (language: string) => string | undefined;
  /** Of all of them together. */
  problem: string | undefined;
}

/** The id of the field with the text of a language. */
export const textId = (language: string): string => `text-${language}`;

/** The text of a canned answer in each of its languages, and the places that can stand in it. */
export function CannedTexts({ texts, onChange, problemOf, problem }: CannedTextsProps) {
  const { t, i18n } = useTranslation('canned');
  const last = useRef<string | undefined>(undefined);
  const put = (place: string): void => {
    const wanted = texts.some(({ language }) => language === last.current) ? last.current : texts[0]?.language;
    const field = document.getElementById(textId(wanted ?? ''));
    field?.focus();
    // As if it were typed, so that the browser can take it back.
    document.execCommand('insertText', false, place);
  };
  const left = languageOptions(i18n.language, null).filter(({ value }) => texts.every((one) => one.language !== value));
  return (
    <fieldset className={styles['texts']}>
      <legend>{t('texts')}</legend>
      <Stack gap="sm">
        {texts.map(({ language, text }, at) => {
          const name = languageName(language, i18n.language);
          return (
            <div key={language}>
              <div className={styles['language']}>
                <label htmlFor={textId(language)}>{name}</label>
                {texts.length > 1 && (
                  <ActionIcon
                    size={28}
                    aria-label={t('removeLanguage', { language: name })}
                    title={t('removeLanguage', { language: name })}
                    onClick={() => onChange(texts.toSpliced(at, 1))}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                )}
              </div>
              <Textarea
                id={textId(language)}
                autosize
                minRows={3}
                maxRows={12}
                maxLength={TEXT_MAX}
                dir="auto"
                lang={language}
                value={text}
                onFocus={() => {
                  last.current = language;
                }}
                onChange={(event) => onChange(texts.with(at, { language, text: event.currentTarget.value }))}
                error={problemOf(language)}
              />
            </div>
          );
        })}
        <div className={styles['places']}>
          {t('placesHelp')}
          {CANNED_VARIABLES.map((name) => (
            <Button
              key={name}
              variant="default"
              size="compact-xs"
              title={`{{${name}}}`}
              aria-label={t('insertPlace', { place: `{{${name}}}`, meaning: t(`place.${name}`) })}
              onClick={() => put(`{{${name}}}`)}
            >
              {t(`place.${name}`)}
            </Button>
          ))}
        </div>
        {texts.length < CANNED_LANGUAGES_MAX && (
          <Select
            id="texts"
            searchable
            aria-label={t('addLanguage')}
            placeholder={t('addLanguage')}
            data={left}
            value={null}
            onChange={(language) => language !== null && onChange([...texts, { language, text: '' }])}
            error={problem}
          />
        )}
      </Stack>
    </fieldset>
  );
}
