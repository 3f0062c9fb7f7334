import { Kbd, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyCaps } from './key-caps.ts';
import { useShortcutSetting } from './shortcut-setting.ts';
import { isSingleKey, SHORTCUTS, type ShortcutGroup } from './shortcuts.ts';
import styles from './shortcut-help.module.css';
import { currentShortcuts } from './use-shortcut.ts';

const GROUPS: readonly ShortcutGroup[] = ['everywhere', 'list', 'request'];
/** The shortcuts that hold on the page under it, and the switch for single keys. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['shortcuts', 'common']);
  const [names] = useState(currentShortcuts);
  const [on, setOn] = useShortcutSetting();
  return (
    <Modal opened size="md" title={t('title')} onClose={onClose}>
      {GROUPS.map((group) => {
        const held = names.filter((name) => SHORTCUTS[name].group === group);
        if (held.length === 0) return null;
        return (
          <section key={group} className={styles['group']} aria-labelledby={`shortcuts-${group}`}>
            <h3 id={`shortcuts-${group}`}>{t(`group.${group}`)}</h3>
            <dl>
              {held.map((name) => (
                <div key={name} className={styles['line']} data-off={(!on && isSingleKey(name)) || undefined}>
                  <dt>{t(`name.${name}`)}</dt>
                  <dd>
                    {SHORTCUTS[name].keys.map((key) => (
                      <span key={key} className={styles['keys']}>
                        {keyCaps(key).map((cap) => (
                          <Kbd key={cap}>{cap}</Kbd>
                        ))}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      <Switch
        className={styles['switch'] ?? ''}
        label={t('single')}
        description={t('singleHelp')}
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}
