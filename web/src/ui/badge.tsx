import type { Icon } from '@tabler/icons-react';
import styles from './badge.module.css';

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

interface BadgeProps {
  icon: Icon;
  tone: Tone;
  word: string;
  title?: string;
  /** Without ground, for places where many stand together. */
  plain?: boolean;
}

/** A state as icon and word, never as colour alone. */
export function Badge({ icon: Sign, tone, word, title, plain = false }: BadgeProps) {
  return (
    <span className={styles['badge']} data-tone={tone} data-plain={plain || undefined} title={title}>
      <Sign size={14} stroke={2} aria-hidden />
      <span className={styles['word']}>{word}</span>
    </span>
  );
}
