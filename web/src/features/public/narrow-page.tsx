import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from '../../ui/page.tsx';
import styles from './public.module.css';

interface NarrowPageProps {
  title: string;
  wide?: boolean;
  /** Stands below the card: the ways to other pages. */
  below?: ReactNode;
  children: ReactNode;
}

/** A page with one short form or one message. */
export function NarrowPage({ title, wide = false, below, children }: NarrowPageProps) {
  usePageTitle(title);
  return (
    <div className={styles['ground']}>
      <div className={styles['card']} data-wide={wide || undefined}>
        <Title order={1} mb="md">
          {title}
        </Title>
        {children}
      </div>
      {below !== undefined && <div className={styles['below']}>{below}</div>}
    </div>
  );
}
