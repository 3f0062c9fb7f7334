import type { LicenseFileReport } from '@companyaccount/contract';
import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './vendor-licensing.module.css';

/** What was found in a file: what would be issued, or what is wrong, row by row. */
export function FileReport({ name, report }: { name: string; report: LicenseFileReport }) {
  const { t } = useTranslation('issuing');
  const { problemCount, problems, licenses, rows } = report;
  if (problemCount === 0) {
    return (
      <Alert
        role="status"
        icon={<IconCircleCheck size={18} aria-hidden />}
        title={t('import.good', { count: rows, name })}
      >
        {licenses.map(({ product, plan, count }) => (
          <div key={`${product} ${plan}`}>{`${product}, ${plan}: ${t('batches.licenses', { count })}`}</div>
        ))}
        {t('import.nothingYet')}
      </Alert>
    );
  }
  return (
    <>
      <Alert
        role="alert"
        color="red"
        icon={<IconAlertTriangle size={18} aria-hidden />}
        title={t('import.bad', { count: problemCount, name })}
      >
        {t('import.nothingWritten')}
        {problems.length < problemCount && ` ${t('import.shown', { count: problems.length })}`}
      </Alert>
      <div className={styles['tableBox']} tabIndex={0} role="region" aria-label={t('import.problems')}>
        <table className={styles['problems']}>
          <thead>
            <tr>
              <th scope="col">{t('import.row')}</th>
              <th scope="col">{t('import.column')}</th>
              <th scope="col">{t('import.what')}</th>
              <th scope="col">{t('import.value')}</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, column, code, value }, place) => (
              <tr key={place}>
                <td className="figures">{row === 0 ? '—' : row}</td>
                <td>{column === null ? '—' : <code>{column}</code>}</td>
                <td>{t(`problem.${code}`)}</td>
                <td className={styles['value']}>{value ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
