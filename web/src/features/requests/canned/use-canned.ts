import type { CannedMatch, Request } from '@companyaccount/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { useSignedIn, vendorQuery } from '../../../api/me.ts';
import { fillPlaces, type Slash, slashBefore, type Values } from './insertion.ts';

const matchesQuery = (desk: Request['desk'], language: string, q: string) => ({
  queryKey: keys.cannedMatches(desk, language, q),
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await api.findCannedAnswers({ query: { desk, language, ...(q === '' ? {} : { q }) }, signal })).data,
});

/** What is known of a request for the places of canned answers. */
function useValues({ author, submitter, company, number, subject, product }: Request): Values {
  const me = useSignedIn();
  const vendor = useQuery(vendorQuery).data;
  return {
    customer: submitter?.name ?? author.name,
    company: company?.name ?? '',
    number,
    subject,
    product: product?.name ?? '',
    agent: me.name,
    vendor: vendor?.name ?? '',
  };
}

/** Canned answers for the text in a field: looked for by a slash, chosen by keys or a click, put in the slash's place. */
export function useCanned(request: Request, field: RefObject<HTMLTextAreaElement | null>) {
  const values = useValues(request);
  const [slash, setSlash] = useState<Slash | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const [query] = useDebouncedValue(slash?.query.trim() ?? '', 120);
  const wanted = slash !== null && slash.from !== left;
  const found = useQuery({
    ...matchesQuery(request.desk, request.language, query),
    enabled: wanted,
    placeholderData: keepPreviousData,
  });
  const matches = found.data?.map((match) => ({ ...match, text: fillPlaces(match.text, values) })) ?? [];
  // Somebody who writes a slash and goes on has no list in the way.
  const open = wanted && (matches.length > 0 || query === '');
  const chosen = Math.min(active, matches.length - 1);
  const look = (): void => {
    const { current } = field;
    if (current === null) return;
    const next =
      current.selectionStart === current.selectionEnd ? slashBefore(current.value, current.selectionEnd) : null;
    if (next?.query !== slash?.query) setActive(0);
    setSlash(next);
    if (next === null) setLeft(null);
  };
  const insert = ({ id, text }: CannedMatch): void => {
    const { current } = field;
    if (current === null || slash === null) return;
    current.focus();
    current.setSelectionRange(slash.from, current.selectionEnd);
    // As if it were typed, so that the browser can take it back.
    document.execCommand('insertText', false, text);
    setSlash(null);
    void api.useCannedAnswer({ params: { id } }).catch(() => undefined);
  };
  return {
    open,
    loading: found.isPending,
    matches,
    active: chosen,
    insert,
    /** To be called whenever the text or the caret may have moved. */
    look,
    close: () => setLeft(slash?.from ?? null),
    /** Writes the slash for those who have no key for it at hand. */
    begin: (): void => {
      const { current } = field;
      if (current === null) return;
      current.focus();
      const before = current.value.slice(0, current.selectionEnd);
      current.setSelectionRange(current.selectionEnd, current.selectionEnd);
      setLeft(null);
      document.execCommand('insertText', false, /(^|\s)$/u.test(before) ? '/' : ' /');
    },
    /** Keys that belong to the list while it is open. */
    onKeyDown: (event: KeyboardEvent): void => {
      if (!open || event.nativeEvent.isComposing) return;
      const match = matches[chosen];
      if (event.key === 'Escape') setLeft(slash?.from ?? null);
      else if (match === undefined) return;
      else if (event.key === 'ArrowDown') setActive((chosen + 1) % matches.length);
      else if (event.key === 'ArrowUp') setActive((chosen + matches.length - 1) % matches.length);
      else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') insert(match);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
export type Canned = ReturnType<typeof useCanned>;
