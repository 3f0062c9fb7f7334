import { type NewComponent, type ProductVersion, SUPPORT_STATES } from '@companyaccount/contract';
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EditTable, named, RemoveButton, replaced } from './edit-table.tsx';
import styles from './vendor-licensing.module.css';

interface VersionsTableProps {
  versions: readonly ProductVersion[];
  onChange: (versions: ProductVersion[]) => void;
  error: string | undefined;
}

/** Versions, newest first, with the support each has. */
export function VersionsTable({ versions, onChange, error }: VersionsTableProps) {
  const { t } = useTranslation('issuing');
  const states = SUPPORT_STATES.map((value) => ({ value, label: t(`support.${value}`) }));
  return (
    <EditTable
      id="versions"
      title={t('product.versions')}
      help={t('product.versionsHelp')}
      error={error}
      add={t('product.addVersion')}
      onAdd={() => onChange([{ version: '', support: 'full', supportUntil: null }, ...versions])}
    >
      {versions.map(({ version, support, supportUntil }, place) => (
        <li key={place} className={styles['versionRow']}>
          <TextInput
            {...named(t('product.version'), place)}
            maxLength={50}
            autoComplete="off"
            value={version}
            onChange={(event) => onChange(replaced(versions, place, { version: event.currentTarget.value }))}
          />
          <Select
            {...named(t('product.support'), place)}
            data={states}
            value={support}
            onChange={(value) => onChange(replaced(versions, place, { support: value as ProductVersion['support'] }))}
          />
          <TextInput
            type="date"
            {...named(t('product.supportUntil'), place)}
            value={supportUntil ?? ''}
            onChange={(event) =>
              onChange(replaced(versions, place, { supportUntil: event.currentTarget.value || null }))
            }
          />
          <RemoveButton
            label={t('product.removeVersion', { version })}
            onClick={() => onChange(versions.toSpliced(place, 1))}
          />
        </li>
      ))}
    </EditTable>
  );
}

interface ComponentsTableProps {
  components: readonly NewComponent[];
  onChange: (components: NewComponent[]) => void;
  error: string | undefined;
}

/** Components, each of which takes a key file. */
export function ComponentsTable({ components, onChange, error }: ComponentsTableProps) {
  const { t } = useTranslation('issuing');
  return (
    <EditTable
      id="components"
      title={t('product.components')}
      help={t('product.componentsHelp')}
      error={error}
      add={t('product.addComponent')}
      onAdd={() => onChange([...components, { code: '', name: '' }])}
    >
      {components.map(({ code, name }, place) => (
        <li key={place} className={styles['componentRow']}>
          <TextInput
            {...named(t('product.componentName'), place)}
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => onChange(replaced(components, place, { name: event.currentTarget.value }))}
          />
          <TextInput
            {...named(t('product.code'), place)}
            placeholder="windows-server"
            maxLength={60}
            autoComplete="off"
            value={code}
            onChange={(event) =>
              onChange(replaced(components, place, { code: event.currentTarget.value.toLowerCase() }))
            }
          />
          <RemoveButton
            label={t('product.removeComponent', { name })}
            disabled={components.length === 1}
            onClick={() => onChange(components.toSpliced(place, 1))}
          />
        </li>
      ))}
    </EditTable>
  );
}
