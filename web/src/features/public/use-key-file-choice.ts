import { KEY_FILE_MAX } from '@companyaccount/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyFileChoice } from './license-proof.ts';

/** Reads a file that was chosen or dropped as a key file; what cannot be one is refused by name. */
export function useKeyFileChoice(onChoice: (choice: KeyFileChoice | null) => void) {
  const { t } = useTranslation('public');
  const [problem, setProblem] = useState<string>();
  const refusalOf = ({ name, size }: File) =>
    /\.zip$/iu.test(name)
      ? t('proof.file.archive', { name })
      : size > KEY_FILE_MAX
        ? t('proof.file.tooLarge', { name })
        : undefined;
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    const refused = refusalOf(file);
    setProblem(refused);
    if (refused !== undefined) {
      onChoice(null);
      return;
    }
    file.text().then(
      (text) => onChoice({ name: file.name, text }),
      () => setProblem(t('proof.file.unreadable', { name: file.name })),
    );
  };
  return { take, problem, forget: () => setProblem(undefined) };
}
