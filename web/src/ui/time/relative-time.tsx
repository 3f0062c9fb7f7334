import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

/** How long ago, with the exact time on hover. */
export function RelativeTime({ time, className }: { time: string; className?: string | undefined }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time dateTime={time} title={formats.exact(time)} className={className}>
      {formats.relative(time, now)}
    </time>
  );
}
