import styles from './person-sign.module.css';

const initials = (name: string): string =>
  name
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => word.charAt(0).toLocaleUpperCase())
    .join('');

/** A person's initials in a square; decoration beside the name, so screen readers skip it. */
export function PersonSign({
  name,
  size = 24,
  side,
}: {
  name: string;
  size?: 20 | 24 | 28 | 32;
  side?: 'customer' | 'vendor';
}) {
  return (
    <span className={styles['sign']} data-size={size} data-side={side} data-initials={initials(name)} aria-hidden />
  );
}
