import type { Export } from '@companyaccount/contract/exports';
import type { RequestSummary } from '@companyaccount/contract/requests';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

type Words = typeof en;
const WORDS: Record<InterfaceLanguage, Words> = { en, ru };
type ColumnName = keyof Words['column'];

/** What stands in a cell; a moment is in milliseconds since 1970. */
export type Value = string | number | { moment: number } | null;

/** For whom a file is written. */
export interface Reader {
  language: InterfaceLanguage;
  /** IANA name; times are those of its clocks. */
  timeZone: string;
  side: 'customer' | 'vendor';
  /** Address of a request's page. */
  addressOf: (request: RequestSummary) => string;
}

export interface Column {
  title: string;
  /** In characters. */
  width: number;
  value: (request: RequestSummary) => Value;
}

const moment = (time: string | null): Value => (time === null ? null : { moment: Date.parse(time) });

/** What the table of a file is called. */
export const titleFor = ({ language }: Reader): string => WORDS[language].title;

/** The columns of a table of requests in the reader's words; times name their zone. Customers have one company alone. */
export function columnsFor({ language, timeZone, side, addressOf }: Reader): Column[] {
  const words = WORDS[language];
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const statuses = side === 'customer' ? words.memberStatus : words.status;
  const column = (name: ColumnName, width: number, value: Column['value']): Column => ({
    title: words.column[name],
    width,
    value,
  });
  const time = (name: ColumnName, value: (request: RequestSummary) => string | null): Column => ({
    title: `${words.column[name]} (${timeZone})`,
    width: 24,
    value: (request) => moment(value(request)),
  });
  return [
    column('number', 12, ({ number }) => number),
    column('subject', 60, ({ subject }) => subject),
    column('status', 20, ({ status }) => statuses[status]),
    column('resolution', 20, ({ resolution }) => (resolution === null ? null : words.resolution[resolution])),
    column('desk', 20, ({ desk }) => words.desk[desk]),
    column('kind', 20, ({ kind }) => words.kind[kind]),
    column('severity', 24, ({ severity }) => words.severity[severity]),
    column('escalated', 12, ({ escalated }) => (escalated ? words.yes : null)),
    column('labStage', 20, ({ labStage }) => (labStage === null ? null : words.stage[labStage])),
    column('product', 24, ({ product }) => product?.name ?? null),
    column('productVersion', 12, ({ productVersion }) => productVersion),
    column('language', 14, (request) => languages.of(request.language) ?? request.language),
    ...(side === 'vendor' ? [column('company', 28, ({ company }) => company?.name ?? null)] : []),
    column('author', 24, ({ author }) => author.name),
    column('owner', 24, ({ owner }) => owner?.name ?? null),
    time('createdAt', ({ createdAt }) => createdAt),
    time('updatedAt', ({ updatedAt }) => updatedAt),
    time('promiseAt', ({ promiseAt }) => promiseAt),
    column('messageCount', 10, ({ messageCount }) => messageCount),
    column('link', 60, addressOf),
  ];
}

/** Name of the file of an export, which begins with the day on the reader's calendar (`2026-11-23`). */
export const fileNameOf = (day: string, { id, format }: Pick<Export, 'id' | 'format'>): string =>
  `${format === 'zip' ? 'company' : 'requests'}-${day}-${id.slice(-4)}.${format}`;

export const MEDIA_TYPES: Record<Export['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
  zip: 'application/zip',
};
