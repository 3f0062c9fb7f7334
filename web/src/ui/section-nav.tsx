import { Link, type LinkProps } from '@tanstack/react-router';
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
  if (sections.length < 2) return null;
  return (
    <nav className={styles['nav']} aria-label={label}>
      <ul className={styles['items']}>
        {sections.map(({ to, words }) => (
          <li key={to}>
            <Link
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
