import {
  ARTICLE_SUMMARY_MAX,
  ARTICLE_TEXT_MAX,
  ARTICLE_TITLE_MAX,
  type InterfaceLanguage,
} from '@companyaccount/contract';
import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormProblems } from '../../ui/form/use-form-problems.ts';
import { Markdown } from '../requests/markdown.tsx';
import styles from './help.module.css';

export interface Written {
  title: string;
  summary: string;
  text: string;
}

interface TextFieldsProps {
  language: InterfaceLanguage;
  value: Written;
  onChange: (part: Partial<Written>) => void;
  problems: FormProblems<keyof Written>;
  /** Stands beside the switch between writing and reading. */
  tools?: ReactNode;
  textRef?: Ref<HTMLTextAreaElement>;
  onFiles?: (files: File[]) => void;
  /** Another one draws the preview anew, as when a picture has become ready. */
  previewKey?: string;
}

/** What an article says in one language, with a look at how readers will see it. */
export function TextFields({
  language,
  value,
  onChange,
  problems,
  tools,
  textRef,
  onFiles,
  previewKey = '',
}: TextFieldsProps) {
  const { t } = useTranslation('help');
  const [view, setView] = useState<'write' | 'preview'>('write');
  const take = (event: { preventDefault: () => void }, files: FileList): void => {
    if (onFiles === undefined || files.length === 0) return;
    event.preventDefault();
    onFiles([...files]);
  };
  return (
    <>
      <TextInput
        id="title"
        label={t('write.title')}
        maxLength={ARTICLE_TITLE_MAX}
        lang={language}
        dir="auto"
        value={value.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        error={problems.of('title')}
      />
      <TextInput
        id="summary"
        label={t('write.summary')}
        description={t('write.summaryHelp')}
        maxLength={ARTICLE_SUMMARY_MAX}
        lang={language}
        dir="auto"
        value={value.summary}
        onChange={(event) => onChange({ summary: event.currentTarget.value })}
        error={problems.of('summary')}
      />
      <div className={styles['bar']}>
        <SegmentedControl
          size="xs"
          aria-label={t('write.view')}
          data={[
            { value: 'write', label: t('write.write') },
            { value: 'preview', label: t('write.preview') },
          ]}
          value={view}
          onChange={(next) => setView(next === 'preview' ? 'preview' : 'write')}
        />
        {view === 'write' && tools}
      </div>
      <Textarea
        ref={textRef ?? null}
        id="text"
        className={(view === 'write' ? undefined : styles['hidden']) ?? ''}
        label={t('write.text')}
        description={t('write.textHelp')}
        autosize
        minRows={14}
        maxRows={40}
        maxLength={ARTICLE_TEXT_MAX}
        lang={language}
        dir="auto"
        value={value.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        onPaste={(event) => take(event, event.clipboardData.files)}
        onDrop={(event) => take(event, event.dataTransfer.files)}
        error={problems.of('text')}
      />
      {view === 'preview' && (
        <div className={styles['preview']} lang={language} key={previewKey}>
          {value.text.trim() === '' ? (
            <p className={styles['help']}>{t('write.nothing')}</p>
          ) : (
            <Markdown text={value.text} article />
          )}
        </div>
      )}
    </>
  );
}
