import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from './section-nav.module.css';

type Path = NonNullable<LinkProps['to']>;

interface SectionNavProps {
  /** What the sections belong to, for those who cannot see it. */
  label: string;
  sections: readonly { to: Path; words: string }[];
  /** The section that is open. */
  current: Path | undefined;
}

/** The sections of a page, each with an address of its own; nothing where there is only one. */
export function SectionNav({ label, sections, current }: SectionNavProps) {
  const list = useRef<HTMLUListElement>(null);
  const open = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (list.current === null || open.current === null) return;
    // In a narrow window the one that is open may be out of sight.
    list.current.scrollLeft = open.current.offsetLeft - (list.current.clientWidth - open.current.offsetWidth) / 2;
  }, [current]);
  if (sections.length < 2) return null;
  return (
    <nav className={styles['nav']} aria-label={label}>
      <ul ref={list} className={styles['items']}>
        {sections.map(({ to, words }) => (
          <li key={to}>
            <Link
              ref={to === current ? open : null}
              to={to}
              className={styles['item']}
              activeOptions={{ exact: true, includeSearch: false }}
              aria-current={to === current ? 'page' : undefined}
            >
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
