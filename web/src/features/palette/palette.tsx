import type { Me } from '@companyaccount/contract';
import { Loader, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GROUPS, matching, type PaletteItem, stepTo } from './palette-items.ts';
import styles from './palette.module.css';
import { useActionItems } from './use-action-items.ts';
import { useFoundItems, useRecentItems } from './use-found-items.ts';
import { useFilingItems, usePageItems, useSearchItem } from './use-page-items.ts';

const PAUSE_MS = 150;
const TEXT_MAX = 200;

const focusOn = (input: HTMLInputElement | null): void => input?.focus();

interface PaletteProps {
  me: Me;
  onShortcuts: () => void;
  onClose: () => void;
}

/** One field that leads to every page, request and company, and does what can be done everywhere. */
export function Palette({ me, onShortcuts, onClose }: PaletteProps) {
  const { t } = useTranslation(['palette', 'common']);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useId();
  const { items, isSearching } = useItems(me, text, onShortcuts);
  // What comes in later does not move the choice; what has gone gives it to the first.
  const place = Math.max(
    items.findIndex(({ id }) => id === chosen),
    0,
  );
  const current = items[place];
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    shown.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.id]);
  const take = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') take(current);
    const next = stepTo(event.key, place, items.length);
    if (next !== null) setChosen(items[next]?.id ?? null);
    if (next !== null || event.key === 'Enter') event.preventDefault();
  };
  return (
    <Modal
      opened
      withCloseButton={false}
      padding={0}
      size={640}
      centered={false}
      yOffset="12dvh"
      onClose={onClose}
      attributes={{ content: { 'aria-label': t('label') } }}
      classNames={{ body: styles['palette'] ?? '' }}
    >
      <div className={styles['field']}>
        {isSearching ? <Loader size={18} color="gray" aria-hidden /> : <IconSearch size={18} aria-hidden />}
        <input
          // At once, so that nothing typed meanwhile goes elsewhere; the dialog itself waits for a moment.
          ref={focusOn}
          data-autofocus
          role="combobox"
          type="text"
          aria-label={t('label')}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={list}
          aria-activedescendant={current === undefined ? undefined : `${list}-${current.id}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('placeholder')}
          maxLength={TEXT_MAX}
          dir="auto"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={shown} id={list} role="listbox" aria-label={t('label')} className={styles['list']}>
        {GROUPS.map((group) => {
          const held = items.filter((item) => item.group === group);
          if (held.length === 0) return null;
          return (
            <div key={group} role="group" aria-labelledby={`${list}-${group}`}>
              <div id={`${list}-${group}`} role="presentation" className={styles['title']}>
                {t(`group.${group}`)}
              </div>
              {held.map((item) => (
                <Option
                  key={item.id}
                  id={`${list}-${item.id}`}
                  item={item}
                  selected={item === current}
                  onPoint={() => setChosen(item.id)}
                  onTake={() => take(item)}
                />
              ))}
            </div>
          );
        })}
      </div>
      {items.length === 0 && <p className={styles['nothing']}>{isSearching ? t('searching') : t('nothing')}</p>}
    </Modal>
  );
}

/** Everything that fits the text, group by group. */
function useItems(me: Me, text: string, onShortcuts: () => void) {
  const typed = text.trim();
  const [q] = useDebouncedValue(typed, PAUSE_MS);
  const recent = useRecentItems(me);
  const own = [...useFilingItems(me), ...useActionItems(me, onShortcuts), ...usePageItems(me)];
  const all = useSearchItem(me, typed);
  const found = useFoundItems(me, q);
  const items = [
    ...matching(recent, typed),
    ...matching(own, typed),
    // Nothing is found any more by a text that was taken away.
    ...(typed === '' ? [] : found.items.filter(({ group }) => group === 'requests')),
    ...(all === null ? [] : [all]),
    ...(typed === '' ? [] : found.items.filter(({ group }) => group === 'companies')),
  ];
  return {
    // In the order in which the groups stand, so that the keys follow what is seen.
    items: GROUPS.flatMap((group) => items.filter((item) => item.group === group)),
    isSearching: found.isSearching || q !== typed,
  };
}

interface OptionProps {
  id: string;
  item: PaletteItem;
  selected: boolean;
  onPoint: () => void;
  onTake: () => void;
}

function Option({ id, item: { icon: Sign, label, note }, selected, onPoint, onTake }: OptionProps) {
  return (
    // The focus stays in the field, whose keys lead here.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className={styles['option']}
      onMouseMove={selected ? undefined : onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <Sign size={16} stroke={1.75} aria-hidden />
      <span className={styles['label']} dir="auto">
        {label}
      </span>
      {note !== undefined && <span className={`${styles['note']} figures`}>{note}</span>}
    </div>
  );
}
