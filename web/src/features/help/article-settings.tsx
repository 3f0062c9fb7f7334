import { ApiError, ARTICLE_AUDIENCES, type ArticleRecord, type PatchArticle } from '@companyaccount/contract';
import { Anchor, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { productsQuery } from '../requests/request-queries.ts';
import { articleRecordQuery } from './help-queries.ts';

/** What stands beside the texts of an article; each is kept as soon as it is chosen. */
export function ArticleSettings({ record }: { record: ArticleRecord }) {
  const { t } = useTranslation('help');
  const me = useSignedIn();
  const queryClient = useQueryClient();
  const products = useQuery(productsQuery).data ?? [];
  const [slug, setSlug] = useState<string | null>(null);
  const { id, version, audience, product, reviewOn, request } = record;
  const isPublished = record.texts.some(({ published }) => published !== null);
  const change = useMutation({
    mutationFn: (body: PatchArticle) => api.patchArticle({ params: { id }, version, body }),
    onSuccess: (next) => {
      setSlug(null);
      queryClient.setQueryData(articleRecordQuery(id).queryKey, next);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.articles }),
  });
  const { error } = change;
  const slugProblem = error instanceof ApiError && error.fields.some(({ pointer }) => pointer === '/slug');
  const keepSlug = (): void => {
    const next = slug?.trim() ?? '';
    if (slug === null || next === record.slug) return setSlug(null);
    change.mutate({ slug: next });
  };
  return (
    <Stack gap={12}>
      <Select
        label={t('settings.audience')}
        description={isPublished && !may(me, 'lead_or_admin') ? t('settings.audienceByLead') : undefined}
        disabled={isPublished && !may(me, 'lead_or_admin')}
        allowDeselect={false}
        data={ARTICLE_AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))}
        value={audience}
        onChange={(value) => {
          const next = ARTICLE_AUDIENCES.find((one) => one === value);
          if (next !== undefined && next !== audience) change.mutate({ audience: next });
        }}
      />
      <Select
        label={t('product')}
        placeholder={t('settings.noProduct')}
        clearable
        data={products.map((one) => ({ value: one.id, label: one.name }))}
        value={product?.id ?? null}
        onChange={(productId) => change.mutate({ productId })}
      />
      <TextInput
        label={t('settings.slug')}
        description={record.slugIsFixed ? t('settings.slugFixed') : t('settings.slugHelp')}
        disabled={record.slugIsFixed}
        spellCheck={false}
        maxLength={80}
        value={slug ?? record.slug}
        onChange={(event) => setSlug(event.currentTarget.value)}
        onBlur={keepSlug}
        error={slugProblem ? t('settings.slugRefused') : undefined}
      />
      <TextInput
        type="date"
        label={t('settings.review')}
        description={t('settings.reviewHelp')}
        value={reviewOn ?? ''}
        onChange={(event) => change.mutate({ reviewOn: event.currentTarget.value || null })}
      />
      {request !== null && (
        <Text size="sm">
          {t('settings.request')}{' '}
          <Anchor
            underline="always"
            renderRoot={(props) => <Link {...props} to="/desk/$requestId" params={{ requestId: request.id }} />}
          >
            {request.number}
          </Anchor>
        </Text>
      )}
      {isPublished && (
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => <Link {...props} to="/help/$slug" params={{ slug: record.slug }} />}
        >
          {t('settings.read')}
        </Anchor>
      )}
      {error !== null && !slugProblem && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {errorText(error)}
        </Text>
      )}
    </Stack>
  );
}
