import { ApiError, type Sample } from '@companyaccount/contract';
import { Button, Stack } from '@mantine/core';
import { IconRefresh, IconShieldCheck, IconShieldPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { AnalysisSteps } from './analysis-steps.tsx';
import { DownloadButton } from './download-button.tsx';
import { KnownDetections } from './known-detections.tsx';
import { sampleQuery } from './lab-queries.ts';
import { NeighbourSamples } from './neighbour-samples.tsx';
import { SampleFrame } from './sample-frame.tsx';
import { SampleRequests } from './sample-requests.tsx';
import { SampleComments } from './verdicts/sample-comments.tsx';
import { SampleVerdicts } from './verdicts/sample-verdicts.tsx';
import { SimilarSamples } from './similar-samples.tsx';
import styles from './sample.module.css';

/** One sample, as staff of the Virus Lab see it. */
export function SamplePage() {
  const { t } = useTranslation('lab');
  const { sha256 } = useParams({ from: '/account/lab/samples/$sha256' });
  const { data: sample, error, refetch } = useQuery(sampleQuery(sha256));
  if (sample === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <SampleFrame
      sha256={sha256}
      current="/lab/samples/$sha256"
      action={sample !== undefined && <AnalyseButton sample={sample} />}
    >
      {sample === undefined && error === null && <TextSkeleton lines={8} />}
      {sample === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {sample !== undefined && (
        <Stack gap={32} key={sample.id}>
          <Stack gap="md">
            <SampleFacts sample={sample} />
            <div className={styles['deeds']}>
              <Button
                renderRoot={(props) => <Link {...props} to="/lab/detections" search={{ sample: sha256 }} />}
                variant="default"
                leftSection={<IconShieldPlus size={16} aria-hidden />}
              >
                {t('sample.detect')}
              </Button>
              {sample.clean?.file == null && (
                <Button
                  renderRoot={(props) => (
                    <Link {...props} to="/lab/detections/clean-collection" search={{ file: sha256 }} />
                  )}
                  variant="default"
                  leftSection={<IconShieldCheck size={16} aria-hidden />}
                >
                  {t('sample.keepClean')}
                </Button>
              )}
              <DownloadButton sha256={sha256} />
            </div>
          </Stack>
          <SampleVerdicts sample={sample} />
          <KnownDetections sample={sample} />
          <AnalysisSteps analysis={sample.analysis} />
          <NeighbourSamples heading={t('contains.title')} samples={sample.contains} count={sample.containsCount} />
          <NeighbourSamples
            heading={t('contains.within')}
            samples={sample.containedIn}
            count={sample.containedIn.length}
          />
          <SimilarSamples sha256={sha256} />
          <SampleComments sample={sample} />
          <SampleRequests sha256={sha256} />
        </Stack>
      )}
    </SampleFrame>
  );
}

function AnalyseButton({ sample: { sha256, analysis } }: { sample: Sample }) {
  const { t } = useTranslation('lab');
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => api.analyseSample({ params: { sha256 } }),
    onSuccess: (begun) => queryClient.setQueryData(sampleQuery(sha256).queryKey, begun),
  });
  return (
    <div className={styles['again']}>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={again.isPending || analysis?.state === 'running'}
        onClick={() => again.mutate()}
      >
        {t('sample.again')}
      </Button>
      {again.isError && (
        <span role="alert" className={styles['problem']}>
          {errorText(again.error)}
        </span>
      )}
    </div>
  );
}

function SampleFacts({ sample }: { sample: Sample }) {
  const { t, i18n } = useTranslation('lab');
  const formats = useFormats();
  const hash = (value: string | null) => value !== null && <span className={styles['hash']}>{value}</span>;
  const unknown = <span className={styles['calm']}>{t('sample.unknown')}</span>;
  return (
    <Facts
      facts={[
        [t('fact.type'), sample.mediaType ?? unknown],
        [t('fact.size'), formatSize(sample.size, i18n.language)],
        ['SHA-256', hash(sample.sha256)],
        sample.sha1 !== null && ['SHA-1', hash(sample.sha1)],
        sample.md5 !== null && ['MD5', hash(sample.md5)],
        sample.clean !== null && [
          t('fact.clean'),
          <span key="clean" className={styles['hash']}>
            {[...(sample.clean.file === null ? [] : [sample.clean.file.reason]), ...sample.clean.paths].join(' · ')}
          </span>,
        ],
        sample.entropy !== null && [t('fact.entropy'), t('fact.entropyOf8', { value: sample.entropy })],
        [t('fact.companies'), formats.number(sample.companies)],
        [t('fact.since'), formats.exact(sample.createdAt)],
      ]}
    />
  );
}
