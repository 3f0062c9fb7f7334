import { type Desk, DESKS } from '@companyaccount/contract';
import { IconBug, IconHeadset } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './portal.module.css';

const SIGNS = { support: IconHeadset, lab: IconBug } as const satisfies Record<Desk, unknown>;

/** Which desk a new request goes to. */
export function DeskChoice({ desk, onChange }: { desk: Desk; onChange: (desk: Desk) => void }) {
  const { t } = useTranslation('portal');
  return (
    <div role="radiogroup" aria-label={t('new.desk')} className={styles['desks']}>
      {DESKS.map((one) => {
        const Sign = SIGNS[one];
        return (
          <label key={one} className={styles['deskChoice']}>
            <input type="radio" name="desk" checked={desk === one} onChange={() => onChange(one)} />
            <Sign size={20} aria-hidden />
            <span>
              <span className={styles['deskName']}>{t(`new.${one}`)}</span>
              <span className={styles['deskHelp']}>{one === 'lab' ? t('new.labHelp') : t('new.supportHelp')}</span>
            </span>
          </label>
        );
      })}
    </div>
  );
}
