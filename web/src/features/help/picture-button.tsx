import { Button } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { may, useSignedIn } from '../../api/me.ts';
import styles from './help.module.css';
import { PictureNotSent } from './send-picture.ts';
import type { AddPictures } from './use-add-pictures.ts';

/** Puts pictures into the text; they can be pasted and dropped there as well. */
export function PictureButton({ pictures }: { pictures: AddPictures }) {
  const { t } = useTranslation('help');
  const me = useSignedIn();
  const input = useRef<HTMLInputElement>(null);
  if (!may(me, 'uploader')) return null;
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    pictures.add([...(event.currentTarget.files ?? [])]);
    // Else choosing the same file again would be no change.
    event.currentTarget.value = '';
  };
  return (
    <span>
      {pictures.error !== null && (
        <span role="alert" className={styles['problem']}>
          {pictures.error instanceof PictureNotSent ? t('picture.notSent') : errorText(pictures.error)}{' '}
        </span>
      )}
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp"
        multiple
        hidden
        onChange={choose}
      />
      <Button
        variant="default"
        size="compact-sm"
        loading={pictures.isBusy}
        leftSection={<IconPhotoPlus size={16} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {t('picture.add')}
      </Button>
    </span>
  );
}
