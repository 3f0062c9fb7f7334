import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** Names and values in two columns; what is false is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | false)[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.map((fact) =>
        fact === false ? null : (
          <div key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
