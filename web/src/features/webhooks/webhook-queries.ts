import type { CreateWebhook, DeliveryState, PatchWebhook, Webhook } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

/** What is done with the webhooks of a company, or with the vendor's own (`companyId` null). */
export function webhookCalls(companyId: string | null) {
  const ofCompany = (webhookId: string) => ({ params: { id: companyId ?? '', webhookId } });
  const ofVendor = (id: string) => ({ params: { id } });
  const isVendor = companyId === null;
  return {
    create: (body: CreateWebhook, idempotencyKey: string) =>
      isVendor
        ? api.createVendorWebhook({ body, idempotencyKey })
        : api.createWebhook({ params: { id: companyId }, body, idempotencyKey }),
    change: ({ id, version }: Webhook, body: PatchWebhook) =>
      isVendor
        ? api.changeVendorWebhook({ ...ofVendor(id), body, version })
        : api.changeWebhook({ ...ofCompany(id), body, version }),
    remove: (id: string) => (isVendor ? api.removeVendorWebhook(ofVendor(id)) : api.removeWebhook(ofCompany(id))),
    rotate: (id: string, endOldNow: boolean) =>
      isVendor
        ? api.rotateVendorWebhookSecret({ ...ofVendor(id), body: { endOldNow } })
        : api.rotateWebhookSecret({ ...ofCompany(id), body: { endOldNow } }),
    test: (id: string) => (isVendor ? api.testVendorWebhook(ofVendor(id)) : api.testWebhook(ofCompany(id))),
    redeliver: (id: string, deliveryId: string) =>
      isVendor
        ? api.redeliverVendor({ params: { id, deliveryId } })
        : api.redeliver({ params: { id: companyId, webhookId: id, deliveryId } }),
  };
}
export type WebhookCalls = ReturnType<typeof webhookCalls>;

const byPages = { initialPageParam: null as string | null, getNextPageParam: nextPage };
const after = (cursor: string | null) => (cursor === null ? {} : { 'page[after]': cursor });

export const webhooksQuery = (companyId: string | null) =>
  infiniteQueryOptions({
    queryKey: keys.webhooksOf(companyId),
    queryFn: ({ pageParam, signal }) => {
      const query = after(pageParam);
      return companyId === null
        ? api.listVendorWebhooks({ query, signal })
        : api.listWebhooks({ params: { id: companyId }, query, signal });
    },
    ...byPages,
  });

/** What a webhook was told: all of it, or what is in one state. */
export const deliveriesQuery = (companyId: string | null, webhookId: string, state: DeliveryState | null) =>
  infiniteQueryOptions({
    queryKey: keys.deliveries(companyId, webhookId, state),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...after(pageParam), ...(state === null ? {} : { state }) };
      return companyId === null
        ? api.listVendorDeliveries({ params: { id: webhookId }, query, signal })
        : api.listDeliveries({ params: { id: companyId, webhookId }, query, signal });
    },
    ...byPages,
  });

export const deliveryQuery = (companyId: string | null, webhookId: string, deliveryId: string) =>
  queryOptions({
    queryKey: keys.delivery(companyId, webhookId, deliveryId),
    queryFn: ({ signal }) =>
      companyId === null
        ? api.getVendorDelivery({ params: { id: webhookId, deliveryId }, signal })
        : api.getDelivery({ params: { id: companyId, webhookId, deliveryId }, signal }),
  });

/** What all webhooks of the installation were told. */
export const webhookLogQuery = infiniteQueryOptions({
  queryKey: keys.webhookLog,
  queryFn: ({ pageParam, signal }) => api.listWebhookLog({ query: after(pageParam), signal }),
  ...byPages,
});

/** The type of an event as a key of the texts, in which a dot means something else. */
export const wordOf = <T extends string>(type: T) => type.replace('.', '_') as Underscored<T>;
type Underscored<T extends string> = T extends `${infer About}.${infer Deed}` ? `${About}_${Deed}` : T;
