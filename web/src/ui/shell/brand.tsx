import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { vendorQuery } from '../../api/me.ts';
import logo from './logo.svg';
import styles from './shell.module.css';

/** The vendor's name and mark, leading to the start page. */
export function Brand({ compact = false }: { compact?: boolean }) {
  const vendor = useQuery(vendorQuery).data;
  const name = vendor?.productName ?? 'CompanyAccount';
  return (
    <Link to="/" className={styles['brandLink']} aria-label={name}>
      <img src={logo} width={24} height={24} alt="" />
      {!compact && <span className={styles['word']}>{name}</span>}
    </Link>
  );
}
