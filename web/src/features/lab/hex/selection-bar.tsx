import type { SampleBytes } from '@companyaccount/contract';
import { Button, Group } from '@mantine/core';
import { IconCopy, IconShieldPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { notify } from '../../../ui/notify.ts';
import { useFormats } from '../../../ui/time/use-formats.ts';
import { firstOf, lengthOf, type Selection, writeOffset } from './byte-text.ts';
import styles from './hex.module.css';

interface SelectionBarProps {
  sha256: string;
  part: SampleBytes;
  selection: Selection;
}

/** Fewer bytes stand in files of every kind, more are no pattern any more. */
const [PATTERN_MIN, PATTERN_MAX] = [8, 512];

/** What is selected, and what can be made of it. */
export function SelectionBar({ sha256, part, selection }: SelectionBarProps) {
  const { t } = useTranslation('lab');
  const formats = useFormats();
  const [from, length] = [firstOf(selection), lengthOf(selection)];
  const begin = (from - part.offset) * 2;
  const hex = begin < 0 ? '' : part.hex.slice(begin, begin + length * 2);
  // Bytes of another page are not at hand.
  const isWhole = hex.length === length * 2;
  const copy = (): void => {
    void navigator.clipboard.writeText(hex).then(() => notify(t('hex.copied'), t('hex.bytes', { count: length })));
  };
  return (
    <div className={styles['selection']}>
      <p className={styles['selected']} role="status">
        {t('hex.selected', {
          count: length,
          hex: `0x${writeOffset(from)}`,
          offset: formats.number(from),
          size: formats.number(part.size),
        })}
        {length === 1 && isWhole && ` · 0x${hex} · ${Number.parseInt(hex, 16)}`}
      </p>
      <Group gap="xs">
        <Button variant="default" disabled={!isWhole} leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
          {t('hex.copy')}
        </Button>
        {isWhole && length >= PATTERN_MIN && length <= PATTERN_MAX && (
          <Button
            renderRoot={(props) => <Link {...props} to="/lab/detections" search={{ sample: sha256, pattern: hex }} />}
            leftSection={<IconShieldPlus size={16} aria-hidden />}
          >
            {t('hex.detect')}
          </Button>
        )}
      </Group>
      <p className={styles['help']}>{t('hex.help', { min: PATTERN_MIN, max: PATTERN_MAX })}</p>
    </div>
  );
}
