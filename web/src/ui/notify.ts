import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Tells in passing that something has been done; nothing that the reader must not miss. */
export function notify(title: string, message: string): void {
  notifications.show({
    title,
    message,
    closeButtonProps: { 'aria-label': i18next.t('form.close') },
  });
}
