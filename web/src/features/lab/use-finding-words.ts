import { type Finding, INDICATORS, LIMITS } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../ui/file-field/format-size.ts';

/** Findings because of which an analysis says less than it might. */
const WARNINGS: readonly Finding['kind'][] = [
  'high_entropy',
  'polyglot',
  'macros',
  'active',
  'external',
  'unknown_password',
  'unsafe_path',
  'not_unpacked',
  'rules_broken',
  'in_release',
  'detected',
  'no_scanner',
  'scanner_unavailable',
  'limit_reached',
  'damaged',
  'parser_failed',
];
export const isWarning = ({ kind }: Finding): boolean => WARNINGS.includes(kind);

/** Says a finding in the reader's language; what comes from the sample itself stays as it is. */
export function useFindingWords(): (finding: Finding) => string {
  const { t, i18n } = useTranslation('lab');
  return ({ kind, name, count, value }) => {
    const values = { name: name ?? '', count: count ?? 0, value: value ?? 0 };
    if (kind === 'section') {
      const size = formatSize(count ?? 0, i18n.language);
      return value === null
        ? t('finding.emptySection', { name: values.name, size })
        : t('finding.section', { name: values.name, size, value });
    }
    if (kind === 'overlay') return t('finding.overlay', { size: formatSize(count ?? 0, i18n.language) });
    if (kind === 'limit_reached') {
      const limit = LIMITS.find((one) => one === name);
      return limit === undefined ? t('finding.limit_reached', values) : t(`limit.${limit}`);
    }
    if (kind === 'indicator') {
      const indicator = INDICATORS.find((one) => one === name);
      return indicator === undefined ? values.name : t(`indicator.${indicator}`, { count: values.count });
    }
    if (kind === 'password') {
      return name === 'given' ? t('finding.passwordGiven') : t('finding.password', { name: values.name });
    }
    return t(`finding.${kind}`, values);
  };
}
