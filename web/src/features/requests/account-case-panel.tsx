import type { AccountCase, Request } from '@companyaccount/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/time/use-formats.ts';
import { CaseAppointments } from '../appointments/case-appointments.tsx';
import { PanelField } from './panel-field.tsx';
import { accountCaseQuery } from './request-queries.ts';
import styles from './request-panel.module.css';

/** What the vendor knows behind a request about an account; nothing where there is nothing to know. */
export function AccountCasePanel({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const { data } = useQuery(accountCaseQuery(request.id));
  if (data === undefined || (data.reason === null && data.companies.length === 0)) return null;
  return (
    <section className={styles['case']}>
      <h2 className={styles['title']}>{t('accountCase.title')}</h2>
      <Reason found={data} />
      <Facts found={data} />
      <CaseAppointments requestId={request.id} found={data} />
      {request.submitter !== null && <p className={styles['exact']}>{t('accountCase.untold')}</p>}
    </section>
  );
}

function Reason({ found: { reason, waiting } }: { found: AccountCase }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  if (reason === null) return null;
  const values = { name: waiting?.name ?? '', date: waiting === null ? '' : formats.date(waiting.since) };
  return (
    <p>
      {t(`accountCase.reason.${reason}`, values)}
      {waiting !== null && ` ${t(`accountCase.waitingNow.${waiting.state}`)}`}
    </p>
  );
}

function Facts({ found: { companyName, code, companies } }: { found: AccountCase }) {
  const { t } = useTranslation('requests');
  return (
    <dl className={styles['fields']}>
      {companyName !== null && (
        <PanelField label={t('accountCase.company')}>
          <span dir="auto">{companyName}</span>
        </PanelField>
      )}
      {code !== null && (
        <PanelField label={t('accountCase.code')}>
          <span className={styles['stack']}>
            <span className="figures">{t('accountCase.codeHint', { hint: code.hint })}</span>
            <span className={styles['exact']}>
              {t(`accountCase.codeState.${code.state}`, { serial: code.serial ?? '' })}
            </span>
          </span>
        </PanelField>
      )}
      {companies.map(({ id, name, through }) => (
        <PanelField key={id} label={t('accountCase.concerned')}>
          <span className={styles['stack']}>
            <span dir="auto">{name}</span>
            <span className={styles['exact']}>{t(`accountCase.through.${through}`)}</span>
          </span>
        </PanelField>
      ))}
    </dl>
  );
}
