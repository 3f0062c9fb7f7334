import { KINDS_OF_DESK, type PatchRequest, type Request, type RequestKind } from '@companyaccount/contract';
import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LanguageSelect } from '../../ui/language-select.tsx';
import { languageName } from '../../ui/languages.ts';
import { EditableField, PanelField } from './panel-field.tsx';
import { productsQuery } from './request-queries.ts';
import styles from './request-panel.module.css';
import { usePatchRequest } from './use-change-request.ts';

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The facts of a request that can be corrected: kind, product, language, version and operating system. */
export function RequestFacts({ request }: { request: Request }) {
  const { t, i18n } = useTranslation('requests');
  const { mutateAsync } = usePatchRequest(request);
  const kinds = KINDS_OF_DESK[request.desk].map((kind) => ({ value: kind, label: t(`kind.${kind}`) }));
  if (!request.actions.includes('edit')) return <FixedFacts request={request} />;
  return (
    <>
      <EditableField<RequestKind>
        label={t('field.kind')}
        value={request.kind}
        save={(kind) => mutateAsync({ kind })}
        input={(value, change) => (
          <Select
            data-autofocus
            autoFocus
            aria-label={t('field.kind')}
            data={kinds}
            value={value}
            onChange={(kind) => kind !== null && change(kind)}
          />
        )}
      >
        {t(`kind.${request.kind}`)}
      </EditableField>
      <ProductField request={request} save={mutateAsync} />
      {(['productVersion', 'operatingSystem'] as const).map((field) => (
        <EditableField
          key={field}
          label={t(`field.${field}`)}
          value={request[field] ?? ''}
          save={(text) => mutateAsync({ [field]: textOrNull(text) })}
          input={(value, change) => (
            <TextInput
              autoFocus
              aria-label={t(`field.${field}`)}
              maxLength={100}
              value={value}
              onChange={(event) => change(event.currentTarget.value)}
            />
          )}
        >
          <Given text={request[field]} />
        </EditableField>
      ))}
      <EditableField
        label={t('field.language')}
        value={request.language}
        save={(language) => mutateAsync({ language })}
        input={(value, change) => <LanguageSelect label={t('field.language')} value={value} onChange={change} />}
      >
        {languageName(request.language, i18n.language)}
      </EditableField>
    </>
  );
}

function ProductField({ request, save }: { request: Request; save: (body: PatchRequest) => Promise<unknown> }) {
  const { t } = useTranslation('requests');
  const products = useQuery(productsQuery).data ?? [];
  return (
    <EditableField<string | null>
      label={t('field.product')}
      value={request.product?.id ?? null}
      save={(productId) => save({ productId })}
      input={(value, change) => (
        <Select
          autoFocus
          clearable
          aria-label={t('field.product')}
          data={products.map(({ id, name }) => ({ value: id, label: name }))}
          value={value}
          onChange={change}
        />
      )}
    >
      <Given text={request.product?.name ?? null} />
    </EditableField>
  );
}

function FixedFacts({ request }: { request: Request }) {
  const { t, i18n } = useTranslation('requests');
  return (
    <>
      <PanelField label={t('field.kind')}>{t(`kind.${request.kind}`)}</PanelField>
      <PanelField label={t('field.product')}>
        <Given text={request.product?.name ?? null} />
      </PanelField>
      <PanelField label={t('field.productVersion')}>
        <Given text={request.productVersion} />
      </PanelField>
      <PanelField label={t('field.operatingSystem')}>
        <Given text={request.operatingSystem} />
      </PanelField>
      <PanelField label={t('field.language')}>{languageName(request.language, i18n.language)}</PanelField>
    </>
  );
}

function Given({ text }: { text: string | null }) {
  const { t } = useTranslation('requests');
  if (text === null || text === '') return <span className={styles['nothing']}>{t('none')}</span>;
  return <span dir="auto">{text}</span>;
}
