import { Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { vendorQuery } from '../api/me.ts';
import styles from './page.module.css';

interface PageProps {
  title: string;
  /** The part of the page that is open; it stands before the title in the browser's tab. */
  section?: string;
  /** The primary action of the page, always at the end of the title line. */
  action?: ReactNode;
  /** `reading` for forms and texts, `list` for tables and lists, `sections` for both in turn: what is above stays where it is. */
  width?: 'reading' | 'list' | 'sections';
  children: ReactNode;
}

/** The frame of an ordinary page: title line with the primary action, then the content in one column. */
export function Page({ title, section, action, width = 'list', children }: PageProps) {
  usePageTitle(section === undefined ? title : `${section} · ${title}`);
  return (
    <div className={styles['page']} data-width={width}>
      <Group justify="space-between" wrap="nowrap" mb="md" mih={36}>
        <Title order={1}>{title}</Title>
        {action}
      </Group>
      {children}
    </div>
  );
}

/** Names the page in the browser's tab and history. */
export function usePageTitle(title: string): void {
  const product = useQuery(vendorQuery).data?.productName ?? 'CompanyAccount';
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
