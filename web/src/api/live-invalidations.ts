import type { LiveEvent } from '@companyaccount/contract';
import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { queryClient } from './query-client.ts';

const COALESCE_MS = 250;
/** A fetch that hangs for longer does not hold back the next. */
const PATIENCE_MS = 5000;

function concerned(event: LiveEvent): QueryKey[] {
  switch (event.type) {
    case 'rights_changed':
      return [[]];
    case 'staff_changed':
      return [keys.staff];
    case 'view_changed':
      return [keys.views];
    case 'canned_answers_changed':
      return [keys.cannedAnswers];
    case 'erasure_changed':
      return [keys.erasures];
    case 'export_changed':
      return [keys.exports];
    case 'webhook_changed':
      return [keys.webhooks];
    case 'article_changed':
      return [keys.articles, keys.help];
    case 'mail_logged':
      return [keys.mailLog, keys.receivedMails];
    case 'company_changed':
      return [keys.company, keys.companies, keys.me];
    case 'license_changed':
      // What may be done with requests follows from the licenses.
      return [keys.licenses, keys.issued, keys.batches, keys.company, keys.companies, ['request']];
    case 'objects_changed':
      return event.requestId === undefined ? [] : [keys.objects(event.requestId)];
    case 'sample_changed':
      return [['sample']];
    case 'definitions_changed':
      // A sample tells which of them know it.
      return [keys.definitions, ['sample']];
    case 'reanalysis_changed':
      return [keys.reanalyses];
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

const isFirstFetch = ({ state }: Query): boolean => state.data === undefined;

/**
 * Collects what changed and fetches it again once per quarter of a second, however many events come in, and never while
 * the last fetch is under way: what changes faster than it can be fetched would break off each fetch and show nothing.
 */
export function liveInvalidations(client: QueryClient = queryClient): {
  add: (event: LiveEvent) => void;
  cancel: () => void;
} {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fetching = false;
  const plan = (): void => {
    if (!fetching && waiting.size > 0) timer ??= setTimeout(() => void flush(), COALESCE_MS);
  };
  const flush = async (): Promise<void> => {
    timer = undefined;
    const due = [...waiting];
    waiting.clear();
    // A first fetch is not broken off for a second one, but may have been answered before the change.
    const begun = due.filter(([, queryKey]) => client.isFetching({ queryKey, predicate: isFirstFetch }) > 0);
    fetching = true;
    const patience = Promise.withResolvers<void>();
    const impatient = setTimeout(patience.resolve, PATIENCE_MS);
    const fetched = Promise.all(due.map(([, queryKey]) => client.invalidateQueries({ queryKey })));
    await Promise.race([fetched, patience.promise]);
    clearTimeout(impatient);
    for (const [name, queryKey] of begun) waiting.set(name, queryKey);
    fetching = false;
    plan();
  };
  return {
    add(event) {
      for (const key of concerned(event)) waiting.set(JSON.stringify(key), key);
      // Fetched again in their own time, whoever shows them (`useViewCounts`).
      if (event.requestId !== undefined) {
        void client.invalidateQueries({ queryKey: keys.viewCounts, refetchType: 'none' });
      }
      plan();
    },
    cancel() {
      waiting.clear();
      clearTimeout(timer);
    },
  };
}
