import { ALLOW_STATES, type DetectionSummary, type Sample, type VerdictWord } from '@companyaccount/contract';
import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allowListQuery, detectionsQuery } from '../../definitions/definition-queries.ts';

interface CarrierFieldProps {
  sample: Sample;
  verdict: VerdictWord;
  /** `detection:ID`, `entry:ID`, or empty. */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

const WITHDRAWN = ALLOW_STATES[3];
/** What can detect a file, and what can have detected it wrongly. */
const fits = (isRemoval: boolean, { state }: Pick<DetectionSummary, 'state'>): boolean =>
  isRemoval ? state === 'released' || state === 'withdrawn' : state !== 'withdrawn' && state !== 'replaced';

/** Chooses what makes scanners follow a verdict, found by typing a part of its name. */
export function CarrierField({ sample, verdict, value, error, onChange }: CarrierFieldProps) {
  const { t } = useTranslation(['verdicts', 'requests']);
  const isRemoval = verdict === 'false_detection_removed';
  const [q, setQ] = useState<string>();
  const found = useInfiniteQuery(detectionsQuery(q === undefined || q.trim() === '' ? {} : { q: q.trim() }));
  const allowed = useInfiniteQuery({ ...allowListQuery, enabled: isRemoval });
  const options = new Map<string, string>();
  // Those that hit this very file come first.
  for (const { id, kind, name } of sample.detections) {
    if (kind === 'detection') options.set(`detection:${id}`, name);
  }
  for (const one of found.data?.pages[0]?.data ?? []) {
    if (fits(isRemoval, one)) options.set(`detection:${one.id}`, one.name);
  }
  for (const { id, kind, value: what, state } of allowed.data?.pages[0]?.data ?? []) {
    const concerns = kind === 'signature' || what === sample.sha256;
    if (isRemoval && concerns && state !== WITHDRAWN) {
      options.set(`entry:${id}`, kind === 'file' ? t('form.fileEntry') : t('form.allowEntry', { name: what }));
    }
  }
  return (
    <Select
      id="detectionId"
      searchable
      clearable
      label={t(isRemoval ? 'form.carrier' : 'form.detection')}
      description={t(isRemoval ? 'form.carrierHelp' : 'form.detectionHelp')}
      placeholder={t(isRemoval ? 'form.chooseDetection' : 'form.noDetection')}
      nothingFoundMessage={found.isFetching ? t('form.searching') : t('form.noneFound')}
      data={[...options].map(([id, label]) => ({ value: id, label }))}
      value={value === '' ? null : value}
      error={error}
      onSearchChange={(text) => setQ([...options.values()].includes(text) ? undefined : text.slice(0, 100))}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
