import type { Me, RequestSummary } from '@companyaccount/contract';
import { IconBuilding } from '@tabler/icons-react';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { may } from '../../api/me.ts';
import { recentRequests } from '../requests/recent-requests.ts';
import { PLACE_OF_DESK } from '../requests/request-link.ts';
import { requestQuery } from '../requests/request-queries.ts';
import type { Group, PaletteItem } from './palette-items.ts';
import { DESK_ICONS } from './use-page-items.ts';

const REQUESTS = 6;
const COMPANIES = 5;

function useRequestItem(me: Me) {
  const navigate = useNavigate();
  return (group: Group, { id, desk, subject, number }: Pick<RequestSummary, 'id' | 'desk' | 'subject' | 'number'>) => ({
    id: `${group}-${id}`,
    group,
    icon: DESK_ICONS[desk],
    label: subject,
    note: number,
    run: () =>
      void navigate({
        to: me.company === null ? PLACE_OF_DESK[desk] : '/requests/$requestId',
        params: { requestId: id },
      }),
  });
}

/** The requests that the reader opened last in this browser. */
export function useRecentItems(me: Me): PaletteItem[] {
  const item = useRequestItem(me);
  const found = useQueries({ queries: recentRequests(me).map((id) => ({ ...requestQuery(id), retry: false })) });
  return found.flatMap(({ data }) => (data === undefined ? [] : [item('recent', data)]));
}

/** What the server finds for a text: requests, and for administrators of the vendor companies. */
export function useFoundItems(me: Me, q: string): { items: PaletteItem[]; isSearching: boolean } {
  const { t } = useTranslation('palette');
  const navigate = useNavigate();
  const item = useRequestItem(me);
  const wanted = q.length > 1;
  const requests = useQuery({
    queryKey: keys.palette('requests', q),
    queryFn: async ({ signal }) => (await api.listRequests({ query: { q, 'page[size]': REQUESTS }, signal })).data,
    enabled: wanted && may(me, 'member_or_desk'),
    placeholderData: keepPreviousData,
  });
  const companies = useQuery({
    queryKey: keys.palette('companies', q),
    queryFn: async ({ signal }) => (await api.listCompanies({ query: { q, 'page[size]': COMPANIES }, signal })).data,
    enabled: wanted && may(me, 'admin'),
    placeholderData: keepPreviousData,
  });
  if (!wanted) return { items: [], isSearching: false };
  return {
    items: [
      ...(requests.data ?? []).map((request) => item('requests', request)),
      ...(companies.data ?? []).map(({ id, name, members }): PaletteItem => ({
        id,
        group: 'companies',
        icon: IconBuilding,
        label: name,
        note: t('members', { count: members }),
        run: () => void navigate({ to: '/admin/companies/$companyId', params: { companyId: id } }),
      })),
    ],
    isSearching: requests.isFetching || companies.isFetching,
  };
}
