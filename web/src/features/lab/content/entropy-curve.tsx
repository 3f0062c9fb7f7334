import type { SampleStructure } from '@companyaccount/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/time/use-formats.ts';
import { writeOffset } from '../hex/byte-text.ts';
import styles from './content.module.css';

const [WIDTH, HEIGHT, BITS] = [256, 64, 8];
/** From here on content is as good as random: packed, compressed or encrypted. */
const HIGH = 7.2;

interface EntropyCurveProps {
  sha256: string;
  entropy: SampleStructure['entropy'];
}

/** How random a file is from its beginning to its end; a press leads to the bytes there. */
export function EntropyCurve({ sha256, entropy: { bytes, values } }: EntropyCurveProps) {
  const { t } = useTranslation('lab');
  const formats = useFormats();
  const navigate = useNavigate();
  const [under, setUnder] = useState<number | null>(null);
  if (values.length < 2) return null;
  const step = WIDTH / values.length;
  const partOf = ({ currentTarget, clientX }: MouseEvent): number => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(values.length - 1, Math.floor(((clientX - left) / width) * values.length)));
  };
  const highest = values.indexOf(Math.max(...values));
  const shown = under ?? highest;
  return (
    <section>
      <h2 className={styles['heading']}>{t('structure.entropy')}</h2>
      <svg
        className={styles['curve']}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('structure.entropyLabel', { highest: Math.max(...values), lowest: Math.min(...values) })}
        onMouseMove={(event) => setUnder(partOf(event))}
        onMouseLeave={() => setUnder(null)}
        onClick={(event) =>
          void navigate({
            to: '/lab/samples/$sha256/hex',
            params: { sha256 },
            search: { at: partOf(event) * bytes },
          })
        }
      >
        {values.map((value, index) => (
          <rect
            // Parts of a file have no identity but their place.
            key={index * bytes}
            x={index * step}
            width={step}
            y={HEIGHT - (value / BITS) * HEIGHT}
            height={(value / BITS) * HEIGHT}
            data-high={value > HIGH || undefined}
            data-under={index === under || undefined}
          />
        ))}
      </svg>
      <p className={styles['help']}>
        {under === null ? `${t('structure.highest')} ` : ''}
        <Link
          to="/lab/samples/$sha256/hex"
          params={{ sha256 }}
          search={{ at: shown * bytes }}
          className={styles['offset']}
        >
          0x{writeOffset(shown * bytes)}
        </Link>
        {` · ${t('fact.entropyOf8', { value: values[shown] ?? 0 })} · ${t('structure.part', { size: formats.number(bytes) })}`}
      </p>
    </section>
  );
}
