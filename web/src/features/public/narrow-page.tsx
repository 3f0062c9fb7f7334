import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../../ui/page.tsx';
import styles from './public.module.css';

interface NarrowPageProps {
  title: string;
  wide?: boolean;
  /** The page came in the place of another without a step of the reader's: the focus goes to its title, and it is read out. */
  announced?: boolean;
  /** Stands below the card: the ways to other pages. */
  below?: ReactNode;
  children: ReactNode;
}

/** A page with one short form or one message. */
export function NarrowPage({ title, wide = false, announced = false, below, children }: NarrowPageProps) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (announced) heading.current?.focus();
  }, [announced, title]);
  return (
    <div className={styles['ground']}>
      <div className={styles['card']} data-wide={wide || undefined}>
        <Title ref={heading} order={1} mb="md" tabIndex={announced ? -1 : undefined}>
          {title}
        </Title>
        {children}
      </div>
      {below !== undefined && <div className={styles['below']}>{below}</div>}
    </div>
  );
}
