import { type ReactNode, useState } from 'react';
import styles from './api-docs.module.css';

interface UnfoldingProps {
  id: string;
  summary: ReactNode;
  /** The address leads to it. */
  opened: boolean;
  children: () => ReactNode;
}

/** A line that unfolds. What it unfolds to is made when it is first opened, for a page has hundreds of them. */
export function Unfolding({ id, summary, opened, children }: UnfoldingProps) {
  const [wasOpened, setWasOpened] = useState(opened);
  return (
    <details
      id={id}
      className={styles['fold']}
      open={opened || undefined}
      onToggle={(event) => {
        if (event.currentTarget.open) setWasOpened(true);
      }}
    >
      <summary>{summary}</summary>
      {(opened || wasOpened) && children()}
    </details>
  );
}
