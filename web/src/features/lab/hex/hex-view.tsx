import type { SampleBytes } from '@companyaccount/contract';
import { useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesOf, characterOf, firstOf, lengthOf, moveBy, type Selection, writeOffset } from './byte-text.ts';
import styles from './hex.module.css';

interface HexViewProps {
  part: SampleBytes;
  selection: Selection;
  busy: boolean;
  onSelect: (selection: Selection) => void;
}

/** The place in the file of the byte under the pointer. */
const placeOf = (target: EventTarget | null): number | null => {
  const said = target instanceof Element ? target.closest('[data-at]')?.getAttribute('data-at') : null;
  return said == null ? null : Number(said);
};

/** Bytes as digits and as characters, by rows; selected by pointer or by the arrow keys. */
export function HexView({ part, selection, busy, onSelect }: HexViewProps) {
  const { t } = useTranslation('lab');
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const width = narrow ? 8 : 16;
  const dragging = useRef(false);
  const frame = useRef<HTMLDivElement>(null);
  const bytes = bytesOf(part.hex);
  const [from, length] = [firstOf(selection), lengthOf(selection)];
  useEffect(() => {
    frame.current
      ?.querySelector(`[data-row="${selection.head - (selection.head % width)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [selection.head, width, part.offset]);

  const press = (event: KeyboardEvent): void => {
    const next = moveBy(selection, event, width, part.size);
    if (next === null || event.altKey) return;
    event.preventDefault();
    onSelect(next);
  };
  const begin = (event: PointerEvent): void => {
    const at = placeOf(event.target);
    if (at === null || event.button !== 0) return;
    dragging.current = true;
    onSelect({ anchor: event.shiftKey ? selection.anchor : at, head: at });
  };
  const widen = (event: PointerEvent): void => {
    const at = dragging.current ? placeOf(event.target) : null;
    if (at !== null && at !== selection.head) onSelect({ anchor: selection.anchor, head: at });
  };

  const rows = Array.from({ length: Math.ceil(bytes.length / width) }, (_, row) => part.offset + row * width);
  const isIn = (at: number): true | undefined => (at >= from && at < from + length) || undefined;
  return (
    <div
      ref={frame}
      className={styles['view']}
      role="group"
      tabIndex={0}
      aria-label={t('hex.label')}
      aria-busy={busy}
      onKeyDown={press}
      onPointerDown={begin}
      onPointerOver={widen}
      onPointerUp={() => (dragging.current = false)}
      onPointerLeave={() => (dragging.current = false)}
    >
      {rows.map((start) => {
        const own = bytes.slice(start - part.offset, start - part.offset + width);
        return (
          <div key={start} className={styles['row']} data-row={start}>
            <span className={styles['offset']}>{writeOffset(start)}</span>
            <span className={styles['bytes']} data-width={width}>
              {own.map((byte, index) => (
                <span
                  key={start + index}
                  data-at={start + index}
                  data-in={isIn(start + index)}
                  data-zero={byte === 0 || undefined}
                >
                  {byte.toString(16).padStart(2, '0')}
                </span>
              ))}
            </span>
            <span className={styles['characters']} aria-hidden>
              {own.map((byte, index) => (
                <span key={start + index} data-at={start + index} data-in={isIn(start + index)}>
                  {characterOf(byte)}
                </span>
              ))}
            </span>
          </div>
        );
      })}
    </div>
  );
}
