import { notifications } from '@mantine/notifications';

/** Tells in passing that something has been done; nothing that the reader must not miss. */
export function notify(title: string, message: string): void {
  notifications.show({
    title,
    message,
  });
}
