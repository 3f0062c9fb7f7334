import type { Attachment } from '@companyaccount/contract/attachments';
import type { Duplicate } from '@companyaccount/contract/desk';
import { PROGRAM_ID } from '@companyaccount/contract/participants';
import type {
  Desk,
  MergedRequest,
  Message,
  Participant,
  Rating,
  Request,
  RequestLink,
  RequestStatus,
  RequestSummary,
} from '@companyaccount/contract/requests';
import type { TimelineEntry } from '@companyaccount/contract/timeline';
import { closesAt } from './closing.ts';
import type { DuplicateRow } from './duplicates-views.ts';
import type { GoesOnRow, LinkRow, MergedRow } from './links-views.ts';
import type { RatingRow } from './ratings-store.ts';
import { actionsFor, factsOf, formatNumber, type Reader, undoableUntil, waitingFor, worksOn } from './request.ts';
import type { MessageRow, RequestRow, TimelineRow } from './requests-views.ts';

export type Names = ReadonlyMap<string, { name: string; side: 'customer' | 'vendor' }>;

/** A person who may no longer be named keeps a place, without a name. */
export const presentPerson = (names: Names, id: string): Participant => ({
  id,
  name: '',
  side: 'customer',
  ...names.get(id),
});

/** Who filed a request: a person, else its submitter, else the company it was filed for by the program. */
export const originOf = (row: Pick<RequestRow, 'author_id' | 'submitter_id' | 'company_id'>): string =>
  row.author_id ?? row.submitter_id ?? row.company_id ?? '';

/** A row of a list. */
export function presentSummary(row: RequestRow, names: Names): RequestSummary {
  const status = row.status as RequestStatus;
  return {
    id: row.id,
    number: formatNumber(row.desk as Desk, row.number),
    desk: row.desk as Desk,
    kind: row.kind as RequestSummary['kind'],
    severity: row.severity as RequestSummary['severity'],
    status,
    labStage: row.lab_stage as RequestSummary['labStage'],
    resolution: row.resolution as RequestSummary['resolution'],
    escalated: row.escalated,
    subject: row.subject,
    excerpt: row.excerpt,
    language: row.language,
    product: row.product_id === null ? null : { id: row.product_id, name: row.product_name ?? '' },
    productVersion: row.product_version,
    company: row.company_id === null ? null : { id: row.company_id, name: row.company_name ?? '' },
    author: presentPerson(names, originOf(row)),
    owner: row.owner_id === null ? null : presentPerson(names, row.owner_id),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    lastMessageAt: row.last_message_at.toISOString(),
    lastMessageSide: row.last_message_side as RequestSummary['lastMessageSide'],
    messageCount: row.message_count,
    waitingFor: waitingFor(status),
    promiseAt: row.promised_at?.toISOString() ?? null,
    promisePaused: row.promise_paused,
    tags: row.tags,
    unread: row.read_at === null || row.read_at < row.last_message_at,
  };
}

/** What a request's own page shows besides its row. */
interface Beside extends Pick<Request, 'submitter' | 'ratingUnsettled'> {
  reader: Reader;
  links: readonly LinkRow[];
  merged: readonly MergedRow[];
  goesOn: GoesOnRow | undefined;
  rating: RatingRow | undefined;
  now: Date;
}

/** A request's own page, with what the reader may do. */
export function presentRequest(
  row: RequestRow,
  names: Names,
  { reader, submitter, links, merged, goesOn, rating, ratingUnsettled, now }: Beside,
): Request {
  const summary = presentSummary(row, names);
  return {
    ...summary,
    submitter,
    impact: row.impact,
    operatingSystem: row.operating_system,
    lastReadAt: row.read_at?.toISOString() ?? null,
    closesAt: closesAt(summary.status, row.step_at, row.reminded_at)?.toISOString() ?? null,
    links: links.map(presentLink),
    mergedInto: goesOn === undefined ? null : presentNumbered(goesOn),
    merged: merged.map((one) => presentMerged(one, summary, reader)),
    rating: rating === undefined ? null : presentRating(rating, names),
    ratingUnsettled,
    actions: actionsFor(reader, factsOf(row), now),
    version: row.version,
  };
}

const presentRating = (row: RatingRow, names: Names): Rating => ({
  value: row.value as Rating['value'],
  comment: row.comment,
  author: presentPerson(names, row.person_id),
  updatedAt: row.updated_at.toISOString(),
});

const presentLink = (row: LinkRow): RequestLink => ({
  kind: row.kind as RequestLink['kind'],
  direction: row.is_later ? 'later' : 'earlier',
  request: {
    id: row.id,
    desk: row.desk as Desk,
    number: formatNumber(row.desk as Desk, row.number),
    subject: row.subject,
    status: row.status as RequestStatus,
  },
});

const presentNumbered = ({ id, desk, number }: GoesOnRow) => ({
  id,
  desk: desk as Desk,
  number: formatNumber(desk as Desk, number),
});

/** Only staff of the desk are told until when it can be taken back. */
const presentMerged = (row: MergedRow, { desk }: RequestSummary, reader: Reader): MergedRequest => ({
  ...presentNumbered(row),
  subject: row.subject,
  undoableUntil:
    row.merged_at === null || reader.side === 'customer' || !worksOn(reader.roles, desk)
      ? null
      : undoableUntil(row.merged_at).toISOString(),
});

export const presentDuplicate = (row: DuplicateRow): Duplicate => ({
  ...presentNumbered(row),
  subject: row.subject,
  status: row.status as RequestStatus,
  createdAt: row.created_at.toISOString(),
});

export const presentMessage = (
  row: MessageRow,
  names: Names,
  attachments: readonly Attachment[],
  until: Date | null,
): Message => ({
  id: row.id,
  requestId: row.request_id,
  author: { ...presentPerson(names, row.writer_id ?? PROGRAM_ID), side: row.author_side as Message['author']['side'] },
  visibility: row.visibility as Message['visibility'],
  text: row.text,
  byMail: row.by_mail,
  quoted: row.quoted,
  unconfirmedFrom: row.unconfirmed_from,
  createdAt: row.created_at.toISOString(),
  correctedAt: row.corrected_at?.toISOString() ?? null,
  correctableUntil: until?.toISOString() ?? null,
  version: row.version,
  attachments: [...attachments],
});

/** Whether an entry's `from` and `to` are people. */
export const namesPeople = ({ type }: { type: string }): boolean =>
  ['assigned', 'appointment', 'participant_added', 'participant_removed'].includes(type);

/** Persons are named, so that the page needs no other call. */
export function presentTimelineEntry(row: TimelineRow, names: Names): TimelineEntry {
  const shown = (value: string | null) => (namesPeople(row) && value !== null ? (names.get(value)?.name ?? '') : value);
  return {
    id: row.id,
    type: row.type as TimelineEntry['type'],
    actor: row.doer_id === null ? null : presentPerson(names, row.doer_id),
    createdAt: row.created_at.toISOString(),
    visibility: row.visibility as TimelineEntry['visibility'],
    field: row.field,
    from: shown(row.from_value),
    to: shown(row.to_value),
    reason: row.reason,
  };
}
