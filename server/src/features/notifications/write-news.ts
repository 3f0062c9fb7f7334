import type { NotificationEvent } from '@companyaccount/contract/notifications';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { formatNumber } from '#features/requests/index.ts';
import { filled } from '#platform/texts.ts';
import { newsTexts } from './news-texts.ts';
import type { NewsMessage, NewsRequest } from './news-views.ts';

/** What there is to tell, before it is put into somebody's language. */
export interface Story {
  event: NotificationEvent;
  request: NewsRequest;
  message: NewsMessage | undefined;
  /** Who did it; empty where that was the program or somebody without an account. */
  person: string;
}

export interface Reader {
  language: InterfaceLanguage;
  timeZone: string;
  side: 'customer' | 'vendor';
}

interface Installation {
  vendor: string;
  takesReplies: boolean;
}

type Lead = keyof ReturnType<typeof newsTexts>['lead'];

const LEAD_OF_STATUS: Partial<Record<string, Lead>> = { resolved: 'resolved', closed: 'closed' };

function leadOf({ event, request, message }: Story): Lead {
  if (event === 'status' && request.resolution === 'no_response') return 'unanswered';
  if (event === 'status') return LEAD_OF_STATUS[request.status] ?? 'reopened';
  if (event === 'result' && message === undefined) return 'analysed';
  return event === 'question' && message === undefined ? 'waiting' : event;
}

/** The values of a mail about a request for one reader. */
export function newsValues(story: Story, reader: Reader, { vendor, takesReplies }: Installation) {
  const { event, request, message } = story;
  const { language, timeZone, side } = reader;
  const texts = newsTexts(language);
  const number = formatNumber(request.desk, request.number);
  const when = (at: Date) =>
    new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'short',
    }).format(at);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  const closes = request.step_at === null ? '' : day.format(request.step_at);
  const said = { person: story.person || vendor, vendor, number, subject: request.subject, when: closes };
  const ended = request.status === 'resolved' || request.status === 'closed' ? texts.after[request.status] : '';
  const tellsEnd = side === 'customer' && (event === 'status' || message?.side === 'vendor');
  return {
    number,
    subject: request.subject,
    lead: filled(texts.lead[leadOf(story)], said),
    files:
      message === undefined || message.files.length === 0
        ? ''
        : filled(texts.files, { names: message.files.join(', ') }),
    after: tellsEnd ? ended : '',
    promise: request.promised_at === null ? '' : filled(texts.promise[side], { when: when(request.promised_at) }),
    open:
      (event === 'result' && message === undefined) ||
      event === 'status' ||
      event === 'participant_added' ||
      event === 'assigned'
        ? texts.open.read
        : texts.open.reply,
    reply: takesReplies ? texts.reply.mail : texts.reply.portal,
    why: texts.why[side],
  };
}
