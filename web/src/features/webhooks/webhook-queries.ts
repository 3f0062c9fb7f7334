import type { CreateWebhook, DeliveryState, PatchWebhook, Webhook } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

/** What is done with the webhooks of a company. */
export function webhookCalls(companyId: string) {
  const own = { params: { id: companyId } };
  const of = (webhookId: string) => ({ params: { id: companyId, webhookId } });
  return {
    create: (body: CreateWebhook, idempotencyKey: string) => api.createWebhook({ ...own, body, idempotencyKey }),
    change: ({ id, version }: Webhook, body: PatchWebhook) => api.changeWebhook({ ...of(id), body, version }),
    remove: (id: string) => api.removeWebhook(of(id)),
    rotate: (id: string, endOldNow: boolean) => api.rotateWebhookSecret({ ...of(id), body: { endOldNow } }),
    test: (id: string) => api.testWebhook(of(id)),
    redeliver: (id: string, deliveryId: string) =>
      api.redeliver({ params: { id: companyId, webhookId: id, deliveryId } }),
  };
}
export type WebhookCalls = ReturnType<typeof webhookCalls>;

const byPages = { initialPageParam: null as string | null, getNextPageParam: nextPage };
const after = (cursor: string | null) => (cursor === null ? {} : { 'page[after]': cursor });

export const webhooksQuery = (companyId: string) =>
  infiniteQueryOptions({
    queryKey: keys.webhooksOf(companyId),
    queryFn: ({ pageParam, signal }) =>
      api.listWebhooks({ params: { id: companyId }, query: after(pageParam), signal }),
    ...byPages,
  });

/** What a webhook was told: all of it, or what is in one state. */
export const deliveriesQuery = (companyId: string, webhookId: string, state: DeliveryState | null) =>
  infiniteQueryOptions({
    queryKey: keys.deliveries(companyId, webhookId, state),
    queryFn: ({ pageParam, signal }) =>
      api.listDeliveries({
        params: { id: companyId, webhookId },
        query: { ...after(pageParam), ...(state === null ? {} : { state }) },
        signal,
      }),
    ...byPages,
  });

export const deliveryQuery = (companyId: string, webhookId: string, deliveryId: string) =>
  queryOptions({
    queryKey: keys.delivery(companyId, webhookId, deliveryId),
    queryFn: ({ signal }) => api.getDelivery({ params: { id: companyId, webhookId, deliveryId }, signal }),
  });

/** The type of an event as a key of the texts, in which a dot means something else. */
export const wordOf = <T extends string>(type: T) => type.replace('.', '_') as Underscored<T>;
type Underscored<T extends string> = T extends `${infer About}.${infer Deed}` ? `${About}_${Deed}` : T;
