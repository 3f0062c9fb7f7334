import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './api-docs.module.css';
import { refName, type Schema } from './description.ts';

/** A type in the short notation programmers know. */
export function TypeView({ schema }: { schema: Schema }) {
  const name = refName(schema);
  if (name !== undefined) return <a href={`#object-${name}`}>{name}</a>;
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) {
    return schema.anyOf.map((one, place) => (
      <Fragment key={place}>
        {place > 0 && ' | '}
        <TypeView schema={one} />
      </Fragment>
    ));
  }
  if (schema.items !== undefined) {
    const several = schema.items.enum !== undefined || schema.items.anyOf !== undefined;
    return (
      <>
        {several && '('}
        <TypeView schema={schema.items} />
        {several && ')'}[]
      </>
    );
  }
  if (schema.format !== undefined) return `${schema.type ?? ''}<${schema.format}>`;
  return schema.type ?? 'any';
}

const range = (unit: string, from?: number, to?: number): string | null => {
  if (from === undefined && to === undefined) return null;
  if (from === undefined) return `${unit} ≤ ${to}`;
  return to === undefined ? `${unit} ≥ ${from}` : `${from} ≤ ${unit} ≤ ${to}`;
};

function bounds({ minLength, maxLength, minimum, maximum, minItems, maxItems, default: preset }: Schema): string[] {
  return [
    range('length', minLength, maxLength),
    range('value', minimum, maximum),
    range('items', minItems, maxItems),
    preset === undefined ? null : `= ${JSON.stringify(preset)}`,
  ].filter((text) => text !== null);
}

/** The object whose fields should be listed: the schema itself, or what its items or its alternatives are made of. */
function fieldsOf(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return fieldsOf(schema.items);
  return schema.anyOf?.map(fieldsOf).find((found) => found !== undefined);
}

interface FieldProps {
  name: string;
  schema: Schema;
  required: boolean;
  /** Where a parameter goes. */
  place?: string | undefined;
}

/** One field: its name, its type, its bounds, and the fields within. */
export function Field({ name, schema, required, place }: FieldProps) {
  const { t } = useTranslation('public');
  const inner = fieldsOf(schema);
  const notes = [
    ...(place === undefined ? [] : [place]),
    ...(required ? [t('apiDocs.required')] : []),
    ...bounds(schema),
  ];
  return (
    <li className={styles['field']}>
      <code className={styles['name']}>{name}</code>
      <span className={styles['kind']}>
        <code className={styles['type']}>
          <TypeView schema={schema} />
        </code>
        {notes.length > 0 && <span className={styles['note']}>{notes.join(' · ')}</span>}
      </span>
      {schema.description !== undefined && (
        <span className={styles['meaning']} lang="en">
          {schema.description}
        </span>
      )}
      {inner !== undefined && <Fields schema={inner} />}
    </li>
  );
}

/** The fields of an object; a named object is only pointed to. */
export function Fields({ schema }: { schema: Schema }) {
  const inner = fieldsOf(schema);
  if (inner?.properties === undefined) {
    return (
      <code className={styles['type']}>
        <TypeView schema={schema} />
      </code>
    );
  }
  return (
    <ul className={styles['fields']}>
      {Object.entries(inner.properties).map(([name, property]) => (
        <Field key={name} name={name} schema={property} required={inner.required?.includes(name) ?? false} />
      ))}
    </ul>
  );
}
