import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useState } from 'react';
import styles from './chart.module.css';
import { labelEvery, roundSteps } from './scale.ts';

export interface Series {
  name: string;
  /** A colour of the theme, and how full it is. */
  colour: string;
  opacity?: number;
  /** One for each slot; null: there is none. */
  values: readonly (number | null)[];
}

interface ChartProps {
  /** What it shows, for whoever cannot see it; the figures stand in a table behind it. */
  label: string;
  /** Names of the slots, short and in full. */
  slots: readonly { short: string; full: string }[];
  series: readonly Series[];
  /** Bars side by side or on top of one another, or lines. */
  kind: 'bars' | 'stack' | 'lines';
  write: (value: number) => string;
  steps?: (highest: number) => number[];
}

const HEIGHT = 180;
const [TOP, BOTTOM, START, END] = [8, 24, 52, 8];
const LABEL_WIDTH = 64;

const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** A chart that says little and says it plainly: a scale, the values, and what is under the pointer. */
export function Chart({ label, slots, series, kind, write, steps = roundSteps }: ChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [under, setUnder] = useState<number | null>(null);
  const highest =
    kind === 'stack'
      ? Math.max(0, ...slots.map((_slot, n) => series.reduce((sum, { values }) => sum + (values[n] ?? 0), 0)))
      : Math.max(0, ...series.flatMap(({ values }) => present(values)));
  const lines = steps(highest);
  const top = lines.at(-1) ?? 1;
  const inner = Math.max(width - START - END, 0);
  const slotWidth = slots.length === 0 ? 0 : inner / slots.length;
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const every = labelEvery(slots.length, inner, LABEL_WIDTH);
  const slotAt = ({ currentTarget, clientX }: PointerEvent): number | null => {
    const x = clientX - currentTarget.getBoundingClientRect().left - START;
    const n = Math.floor(x / slotWidth);
    return n >= 0 && n < slots.length ? n : null;
  };
  return (
    <figure className={styles['chart']}>
      <figcaption className={styles['legend']}>
        <span className={styles['slot']}>{under === null ? '' : slots[under]?.full}</span>
        {series.map(({ name, colour, opacity = 1, values }) => {
          const value = under === null ? null : values[under];
          return (
            <span key={name} className={styles['entry']}>
              <svg width={10} height={10} aria-hidden>
                <rect width={10} height={10} rx={2} fill={colour} fillOpacity={opacity} />
              </svg>
              {name}
              {value != null && <b className="figures">{write(value)}</b>}
            </span>
          );
        })}
      </figcaption>
      <div ref={ref}>
        <svg
          className={styles['drawing']}
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={label}
          onPointerMove={(event) => setUnder(slotAt(event))}
          onPointerLeave={() => setUnder(null)}
        >
          {lines.map((value) => (
            <g key={value}>
              <line x1={START} x2={width - END} y1={y(value)} y2={y(value)} className={styles['line']} />
              <text x={START - 8} y={y(value)} dy="0.32em" textAnchor="end" className="figures">
                {write(value)}
              </text>
            </g>
          ))}
          {under !== null && (
            <rect
              x={START + under * slotWidth}
              y={TOP}
              width={slotWidth}
              height={HEIGHT - TOP - BOTTOM}
              className={styles['under']}
            />
          )}
          {slots.map(({ short, full }, n) =>
            n % every === Math.floor(every / 2) ? (
              <text key={full} x={START + (n + 0.5) * slotWidth} y={HEIGHT - 6} textAnchor="middle" className="figures">
                {short}
              </text>
            ) : null,
          )}
          {kind === 'lines' ? (
            series.map((one) => <Line key={one.name} series={one} slotWidth={slotWidth} y={y} />)
          ) : (
            <Bars series={series} slots={slots.length} slotWidth={slotWidth} y={y} stacked={kind === 'stack'} />
          )}
        </svg>
      </div>
    </figure>
  );
}

interface Placed {
  slotWidth: number;
  y: (value: number) => number;
}

/** A line through the slots that have a value; one that stands alone is a dot. */
function Line({ series: { colour, values }, slotWidth, y }: Placed & { series: Series }) {
  const x = (n: number): number => START + (n + 0.5) * slotWidth;
  const runs: number[][] = [];
  values.forEach((value, n) => {
    if (value === null) return;
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === n - 1) last.push(n);
    else runs.push([n]);
  });
  const point = (n: number): string => `${x(n)},${y(values[n] ?? 0)}`;
  return (
    <g stroke={colour} fill="none" strokeWidth={2} strokeLinejoin="round" strokeLinecap="round">
      {runs.map((run) =>
        run.length === 1 ? (
          <circle key={run[0]} cx={x(run[0] ?? 0)} cy={y(values[run[0] ?? 0] ?? 0)} r={2} fill={colour} />
        ) : (
          <polyline key={run[0]} points={run.map(point).join(' ')} />
        ),
      )}
    </g>
  );
}

function Bars({
  series,
  slots,
  slotWidth,
  y,
  stacked,
}: Placed & { series: readonly Series[]; slots: number; stacked: boolean }) {
  const gap = slotWidth > 12 ? Math.min(slotWidth * 0.25, 16) : slotWidth > 4 ? 1 : 0;
  const wide = Math.min(slotWidth - gap, 48);
  const barWidth = stacked ? wide : wide / series.length;
  return Array.from({ length: slots }, (_none, n) => {
    const start = START + n * slotWidth + (slotWidth - wide) / 2;
    let below = 0;
    return series.map(({ name, colour, opacity = 1, values }, at) => {
      const value = values[n] ?? 0;
      if (value === 0) return null;
      const from = stacked ? below : 0;
      below += value;
      return (
        <rect
          key={`${name} ${n}`}
          x={start + (stacked ? 0 : at * barWidth)}
          y={y(from + value)}
          width={Math.max(barWidth - (stacked || barWidth < 3 ? 0 : 1), 0.5)}
          height={y(from) - y(from + value)}
          fill={colour}
          fillOpacity={opacity}
        />
      );
    });
  });
}
