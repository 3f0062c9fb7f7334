import { usePrinting } from '../use-printing.ts';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

/** How long ago, with the exact time on hover; on paper only that. */
export function RelativeTime({ time, className }: { time: string; className?: string | undefined }) {
  const formats = useFormats();
  const now = useNow();
  const printing = usePrinting();
  return (
    <time dateTime={time} title={formats.exact(time)} className={className}>
      {printing ? formats.exact(time) : formats.relative(time, now)}
    </time>
  );
}
