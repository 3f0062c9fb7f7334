import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resources } from '../../../i18n/resources.ts';
import styles from './api-docs.module.css';
import { type ApiCall, type Content, refName, type Schema } from './description.ts';
import { Field, Fields, TypeView } from './schema-view.tsx';
import { Unfolding } from './unfolding.tsx';

type PermissionName = keyof Resources['public']['apiDocs']['permissions'];

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['part']}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The named objects of the description. */
type Objects = Record<string, Schema>;

function ContentView({ content, objects }: { content: Content | null; objects: Objects }) {
  const { t } = useTranslation('public');
  if (content === null) return <p className={styles['note']}>{t('apiDocs.noBody')}</p>;
  if (content.schema === null) return <p className={styles['note']}>{t('apiDocs.raw', { type: content.mediaType })}</p>;
  const object = objects[refName(content.schema) ?? ''];
  if (object === undefined) return <Fields schema={content.schema} />;
  return (
    <>
      <code className={styles['type']}>
        <TypeView schema={content.schema} />
      </code>
      <Fields schema={object} />
    </>
  );
}

interface CallProps {
  call: ApiCall;
  objects: Objects;
}

function Details({ call, objects }: CallProps) {
  const { t } = useTranslation('public');
  return (
    <div className={styles['details']}>
      <p className={styles['note']}>
        {`${t('apiDocs.permission')}: ${t(`apiDocs.permissions.${call.permission as PermissionName}`)}`}
      </p>
      {call.parameters.length > 0 && (
        <Part title={t('apiDocs.parameters')}>
          <ul className={styles['fields']}>
            {call.parameters.map((parameter) => (
              <Field
                key={`${parameter.in} ${parameter.name}`}
                name={parameter.name}
                schema={parameter.schema}
                required={parameter.required}
                place={t(`apiDocs.in.${parameter.in}`)}
              />
            ))}
          </ul>
        </Part>
      )}
      {call.body !== null && (
        <Part title={t('apiDocs.body')}>
          <ContentView content={call.body} objects={objects} />
        </Part>
      )}
      <Part title={t('apiDocs.answer', { status: call.answer.status })}>
        <ContentView content={call.answer.content} objects={objects} />
      </Part>
      <Part title={t('apiDocs.errors')}>
        <ul className={styles['errors']}>
          {call.errors.map(({ status, codes }) => (
            <li key={status}>
              <span className="figures">{status}</span>
              <code>{codes.join(', ')}</code>
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

/** One call: a line, and everything about it once opened. */
export function CallView({ call, objects, opened }: CallProps & { opened: boolean }) {
  return (
    <Unfolding
      id={call.id}
      opened={opened}
      summary={
        <>
          <span className={styles['method']} data-method={call.method}>
            {call.method}
          </span>
          <code className={styles['path']}>{call.path}</code>
          <span className={styles['summary']} lang="en">
            {call.summary}
          </span>
        </>
      }
    >
      {() => <Details call={call} objects={objects} />}
    </Unfolding>
  );
}
