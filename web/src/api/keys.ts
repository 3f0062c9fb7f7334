/** Keys of everything that is cached. What begins with the same words is invalidated together. */
export const keys = {
  me: ['me'] as const,
  vendor: ['vendor'] as const,
  company: ['company'] as const,
  products: ['products'] as const,
  licenses: ['licenses'] as const,
  requestLists: ['request-list'] as const,
  requestList: (filters: object) => ['request-list', filters] as const,
  request: (id: string) => ['request', id] as const,
  messages: (id: string) => ['request', id, 'messages'] as const,
  timeline: (id: string) => ['request', id, 'timeline'] as const,
  queues: (desk: string) => ['queues', desk] as const,
  agents: (desk: string) => ['agents', desk] as const,
  mailLog: ['mail-log'] as const,
  mail: (id: string) => ['mail-log', id] as const,
  system: ['system'] as const,
};
