import type { ReleaseChange } from '@companyaccount/contract';
import { IconArrowBackUp, IconPlus, IconRefresh } from '@tabler/icons-react';
import styles from './definitions.module.css';
import { useReleaseWords } from './use-release-words.ts';

const SIGNS = { added: IconPlus, changed: IconRefresh, withdrawn: IconArrowBackUp };

/** What a release adds, changes and withdraws, each by its name. */
export function ChangesList({ changes }: { changes: readonly ReleaseChange[] }) {
  const words = useReleaseWords();
  return (
    <ul className={styles['changes']}>
      {changes.map((one) => {
        const Sign = SIGNS[one.change];
        return (
          <li key={`${one.thing} ${one.name}`}>
            <Sign size={14} aria-hidden />
            <span className={styles['code']}>{one.name}</span>
            <span className={styles['facts']}>{words.change(one)}</span>
          </li>
        );
      })}
    </ul>
  );
}
