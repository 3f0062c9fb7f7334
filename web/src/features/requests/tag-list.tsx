import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './tag-list.module.css';

interface TagListProps {
  tags: readonly string[];
  /** How many are shown; of the rest only how many they are. */
  most?: number;
  /** What stands at the end of a tag. */
  after?: (tag: string) => ReactNode;
}

/** Tags of a request; none, and nothing is drawn. */
export function TagList({ tags, most = tags.length, after }: TagListProps) {
  const { t } = useTranslation('requests');
  if (tags.length === 0) return null;
  return (
    <span
      role="list"
      className={styles['tags']}
      data-line={after === undefined || undefined}
      aria-label={t('tags.label')}
      title={after ? undefined : tags.join(', ')}
    >
      {tags.slice(0, most).map((tag) => (
        <span role="listitem" key={tag} className={styles['tag']} dir="auto">
          {tag}
          {after?.(tag)}
        </span>
      ))}
      {tags.length > most && <span className={styles['more']}>{`+${tags.length - most}`}</span>}
    </span>
  );
}
