import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { formatSeconds, formatSize } from './format-size.ts';
import type { UploadFailure } from './upload-failure.ts';
import type { Rejection, UploadBy, UploadItem } from './upload-queue.ts';

/** Shorter than this, the time left is not worth reading. */
const WORTH_SAYING = 3;

/** The words for what happens to a file, in the reader's language. */
export function useUploadWords() {
  const { t, i18n } = useTranslation('files');
  const language = i18n.language;
  const size = (bytes: number) => formatSize(bytes, language);

  const failure = (why: UploadFailure) =>
    why.kind === 'refused' && why.reason !== null ? errorText(why.reason) : t(`failure.${why.kind}`);
  const progress = ({ sent, size: total, rate }: UploadItem): string => {
    if (sent >= total) return t('state.finishing');
    const parts = [t('state.progress', { sent: size(sent), size: size(total) })];
    if (rate !== null && rate > 0) {
      parts.push(t('state.rate', { rate: size(rate) }));
      const left = (total - sent) / rate;
      if (left >= WORTH_SAYING) parts.push(t('state.left', { time: formatSeconds(left, language) }));
    }
    return parts.join(' · ');
  };

  return {
    t,
    size,
    failure,
    percent: (item: UploadItem) =>
      new Intl.NumberFormat(language, { style: 'percent' }).format(item.size === 0 ? 1 : item.sent / item.size),
    rejection: ({ name, reason }: Rejection, by: Pick<UploadBy, 'filesMax' | 'bytesMax'>) =>
      t(`rejected.${reason}`, { name, size: size(by.bytesMax), files: by.filesMax }),
    state: (item: UploadItem): string => {
      switch (item.state) {
        case 'waiting':
          return t('state.waiting');
        case 'checking':
          return t('state.checking');
        case 'known':
          return item.known?.text ?? '';
        case 'uploading':
          return item.failure === null
            ? progress(item)
            : t('state.again', { sent: size(item.sent), size: size(item.size) });
        case 'paused':
          return t('state.paused', { sent: size(item.sent), size: size(item.size) });
        case 'failed':
          return item.failure === null ? t('state.failed') : failure(item.failure);
        case 'done':
          return size(item.size);
      }
    },
  };
}
