import { useLocalStorage } from '@mantine/hooks';

const KEY = 'single-key-shortcuts';

/** Whether single keys are shortcuts in this browser; people who speak to their computer switch them off. */
export const areShortcutsOn = (): boolean => localStorage.getItem(KEY) !== 'false';

/** The same as a setting to be shown and changed. */
export const useShortcutSetting = (): readonly [boolean, (on: boolean) => void, () => void] =>
  useLocalStorage({ key: KEY, defaultValue: true, getInitialValueInEffect: false });
