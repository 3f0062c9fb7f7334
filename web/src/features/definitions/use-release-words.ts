import { DETECTION_PROBLEMS, type ReleaseChange, type ReleaseReport } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';

type Counts = { added: number; changed: number; withdrawn: number };

/** The words for what a release changes, and for what its checks found wrong. */
export function useReleaseWords() {
  const { t } = useTranslation('definitions');
  return {
    /** “3 added, 1 withdrawn”; empty where nothing changed. */
    counts: (counts: Counts): string =>
      (['added', 'changed', 'withdrawn'] as const)
        .filter((kind) => counts[kind] > 0)
        .map((kind) => t(`release.counts.${kind}`, { count: counts[kind] }))
        .join(', '),
    change: ({ thing, change }: ReleaseChange): string =>
      thing === 'detection' ? t(`change.${change}`) : `${t(`thing.${thing}`)}, ${t(`change.${change}`)}`,
    failure: ({ check, name, detail }: ReleaseReport['failures'][number]): string => {
      if (name !== null) {
        const problem = check === 'rules' ? DETECTION_PROBLEMS.find((one) => detail.endsWith(`: ${one}`)) : undefined;
        return t(`release.failure.${check}`, {
          name,
          detail: problem === undefined ? detail : t(`problem.${problem}`),
        });
      }
      return check === 'loading' && detail !== ''
        ? t('release.failure.loadingWhole', { detail })
        : t('release.failure.broken', { detail });
    },
  };
}
