import type { LiveEvent } from '@companyaccount/contract';
import type { QueryKey } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { queryClient } from './query-client.ts';

const COALESCE_MS = 250;

function concerned(event: LiveEvent): QueryKey[] {
  switch (event.type) {
    case 'rights_changed':
      return [[]];
    case 'staff_changed':
      return [keys.staff];
    case 'mail_logged':
      return [keys.mailLog];
    case 'company_changed':
      return [keys.company, keys.companies, keys.me];
    case 'license_changed':
      // What may be done with requests follows from the licenses.
      return [keys.licenses, keys.issued, keys.batches, keys.company, keys.companies, ['request']];
    case 'request_created':
    case 'request_changed':
    case 'request_escalated':
    case 'message_added':
    case 'message_corrected':
      return [keys.requestLists, ['queues'], ...(event.requestId === undefined ? [] : [keys.request(event.requestId)])];
  }
}

/** Fetches everything on the page again: too much was missed to say what changed. */
export function invalidateEverything(): void {
  void queryClient.invalidateQueries();
}

/** Collects what changed and fetches it again once per quarter of a second, however many events come in. */
export function liveInvalidations(): { add: (event: LiveEvent) => void; cancel: () => void } {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const queryKey of waiting.values()) void queryClient.invalidateQueries({ queryKey });
    waiting.clear();
  };
  return {
    add(event) {
      for (const key of concerned(event)) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    cancel: () => clearTimeout(timer),
  };
}
