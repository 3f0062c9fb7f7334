import {
  AGES,
  type Desk,
  DESKS,
  KINDS,
  KINDS_OF_DESK,
  LAB_STAGES,
  PROMISE_AT_RISK_HOURS,
  PROMISE_STATES,
  SEVERITIES,
  SOURCES,
  STATUSES,
} from '@companyaccount/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { colleaguesNamed } from '../../../api/company.ts';
import { useSignedIn } from '../../../api/me.ts';
import { languageOptions } from '../../../ui/languages.ts';
import { agentsQuery, authorQuery, plansQuery, productsQuery, tagsQuery } from '../request-queries.ts';
import { FILTERS, type FilterName, type RequestFilters } from './request-filters.ts';

/** Who reads a list: a member their history, or staff the requests of a desk. */
export type ListView = { view: 'member' } | { view: 'desk'; desk: Desk };

export interface FilterField {
  name: FilterName;
  label: string;
  /** What can be chosen; a day is typed instead. */
  options: { value: string; label: string }[] | 'day';
  /** Whether there are so many that one types to find one. */
  many: boolean;
  value: string | undefined;
  /** The words for the value that is set. */
  word: string;
  /** Where only some of the options are here: looks for others with these words. */
  search?: (words: string) => void;
}

const NOT_OFFERED = {
  member: ['owner', 'stage', 'source', 'promise', 'olderThan', 'plan', 'tag'],
  support: ['desk', 'author', 'stage', 'source'],
  lab: ['desk', 'author'],
} as const satisfies Record<string, FilterName[]>;
const MANY: readonly FilterName[] = ['plan', 'tag', 'product', 'language', 'author', 'owner'];

/** The filters that are offered in a list, each with its words. */
export function useFilterFields(of: ListView, filters: RequestFilters): FilterField[] {
  const { t, i18n } = useTranslation('requests');
  const me = useSignedIn();
  const companyId = me.company?.id ?? '';
  const asMember = of.view === 'member';
  const desk = of.view === 'desk' ? of.desk : filters.desk;
  const products = useQuery(productsQuery).data ?? [];
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const colleagues = useColleagues(asMember ? companyId : '', q, filters.author);
  const agents = useQuery({ ...agentsQuery(desk ?? 'support'), enabled: !asMember }).data ?? [];
  const plans = useQuery({ ...plansQuery, enabled: !asMember }).data ?? [];
  const tags = useQuery({ ...tagsQuery(desk ?? 'support'), enabled: !asMember }).data ?? [];
  const people = (all: readonly { id: string; name: string }[]) => [
    { value: 'me', label: t('filter.me') },
    ...all.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const options: Record<FilterName, FilterField['options']> = {
    desk: DESKS.map((value) => ({ value, label: t(`desk.${value}`) })),
    status: STATUSES.map((value) => ({
      value,
      label: asMember ? t(`memberStatus.${value}`) : t(`status.${value}`),
    })),
    kind: (desk === undefined ? KINDS : KINDS_OF_DESK[desk]).map((value) => ({ value, label: t(`kind.${value}`) })),
    stage: LAB_STAGES.map((value) => ({ value, label: t(`stage.${value}`) })),
    source: SOURCES.map((value) => ({ value, label: t(`source.${value}`) })),
    severity: SEVERITIES.map((value) => ({ value: String(value), label: t(`severity.${value}`) })),
    promise: PROMISE_STATES.map((value) => ({
      value,
      label: t(`promiseState.${value}`, { hours: PROMISE_AT_RISK_HOURS }),
    })),
    olderThan: AGES.map((value) => ({ value: String(value), label: t('filter.days', { count: value }) })),
    plan: plans.map(({ id, name }) => ({ value: id, label: name })),
    // One that nothing has any more may still stand in the address.
    tag: [...new Set([...tags, ...(filters.tag === undefined ? [] : [filters.tag])])].map((value) => ({
      value,
      label: value,
    })),
    product: products.map(({ id, name }) => ({ value: id, label: name })),
    language: languageOptions(i18n.language, filters.language ?? null),
    author: people(colleagues),
    owner: [{ value: 'nobody', label: t('nobody') }, ...people(agents)],
    from: 'day',
    to: 'day',
  };
  const days = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
  const notOffered = NOT_OFFERED[of.view === 'member' ? 'member' : of.desk];
  return FILTERS.filter((name) => notOffered.every((other) => other !== name)).map((name) => {
    const value = filters[name] === undefined ? undefined : String(filters[name]);
    const offered = options[name];
    const word =
      value === undefined
        ? ''
        : offered === 'day'
          ? days.format(Date.parse(value))
          : (offered.find((one) => one.value === value)?.label ?? '…');
    const label = name === 'from' || name === 'to' ? t(`filter.${name}`) : t(`field.${name}`);
    const search = name === 'author' ? { search: setTyped } : {};
    return { name, label, options: offered, many: MANY.includes(name), value, word, ...search };
  });
}

/** Colleagues with these words in their name, and whoever is chosen already. */
function useColleagues(companyId: string, q: string, chosen: string | undefined): { id: string; name: string }[] {
  const named = colleaguesNamed(companyId, q);
  const found = useQuery({ ...named, enabled: companyId !== '', placeholderData: keepPreviousData }).data ?? [];
  const missing = chosen !== undefined && chosen !== 'me' && found.every(({ id }) => id !== chosen);
  const other = useQuery({ ...authorQuery(chosen ?? ''), enabled: companyId !== '' && missing }).data;
  return missing && other != null ? [...found, other] : found;
}
