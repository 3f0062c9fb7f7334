import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { followMerges, makeTrackingToken, type ToldNews, isRateable, ratingToken } from '#features/requests/index.ts';
import { countCall } from '#platform/db/call-counts.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { idFrom } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { nextDaily } from './daily-time.ts';
import { putAside } from './digests-store.ts';
import {
  listMembersToTell,
  listOwnerToTell,
  loadActorName,
  loadNewsMessage,
  loadNewsRequest,
  type NewsRequest,
  type Recipient,
} from './news-views.ts';
import { newsTexts } from './news-texts.ts';
import { newsValues, type Story } from './write-news.ts';

/** So many mails about requests go to one person within an hour; what comes more waits for the daily mail. */
export const HOURLY_MAX = 30;
const HOUR_SECONDS = 3600;

/** Mails what happened to a request to everybody concerned who has not read it meanwhile, as each of them wishes. */
export async function tellPeople(platform: Platform, told: ToldNews): Promise<void> {
  await transact(platform.db, SYSTEM, async (tx) => {
    const requestId = await followMerges(tx, told.requestId);
    const news = { ...told, requestId };
    const request = await loadNewsRequest(tx, requestId);
    const message = news.messageId === undefined ? undefined : await loadNewsMessage(tx, news.messageId);
    if (request === undefined || (news.messageId !== undefined && message === undefined)) return;
    const { event, actorId } = news;
    // An answer that came within the minute.
    if (event === 'closing_soon' && request.status !== 'waiting_for_customer') return;
    const person = message?.name ?? (await loadActorName(tx, actorId));
    const story: Story = { event, request, message, person };
    for (const recipient of await listRecipients(tx, request, news)) await tell(tx, platform, story, recipient, news);
    if (message?.side !== 'customer') await tellSubmitter(tx, platform, story, news);
  });
}

/** The vendor's words and deeds concern the members; a member's the others of them and the owner. */
async function listRecipients(tx: Tx, request: NewsRequest, news: ToldNews): Promise<Recipient[]> {
  const { event, actorId } = news;
  const members = event === 'assigned' ? [] : await listMembersToTell(tx, request, news);
  const owner = event === 'assigned' || event === 'message' ? await listOwnerToTell(tx, request, news) : [];
  const since = new Date(news.at);
  return [...members, ...owner].filter(
    ({ id, readAt }) => id !== actorId && (readAt === null || readAt.getTime() < since.getTime()),
  );
}

async function tell(tx: Tx, platform: Platform, story: Story, to: Recipient, news: ToldNews): Promise<void> {
  const { mailer, clock, config, keyring, publicUrl } = platform;
  if (to.mode === 'never') return;
  const isMuch = to.mode === 'at_once' && (await countCall(tx, `news:${to.id}`, HOUR_SECONDS)).count > HOURLY_MAX;
  if (to.mode === 'daily' || isMuch) return putAside(tx, to.id, news, nextDaily(clock(), to.timeZone));
  const reader = { language: asInterfaceLanguage(to.language), timeZone: to.timeZone, side: to.side };
  const { desk, id } = story.request;
  const asked = askedOf(story, to);
  const path = to.side === 'customer' ? `/requests/${id}` : `/${desk === 'lab' ? 'lab' : 'desk'}/${id}`;
  await mailer.send(tx, {
    id: idFrom(`${news.id} ${to.id}`),
    to: to.email,
    template: 'request_news',
    language: reader.language,
    values: {
      name: to.name,
      ...newsValues(story, reader, { vendor: config.vendorName, takesReplies: mailer.takesReplies }),
      ...(asked === null
        ? { rating: '', rate: '' }
        : { rating: newsTexts(reader.language).rating, rate: `${publicUrl()}/rate#${ratingToken(keyring, asked)}` }),
      link: `${publicUrl()}${path}`,
      settings: `${publicUrl()}/profile/notifications`,
    },
    ...quoteOf(story),
    // Whoever has the link speaks in the recipient's name.
    secret: asked !== null,
    about: { requestId: id, recipientId: to.id },
    optional: { personId: to.id, event: story.event },
  });
}

/** What the recipient is asked about: the resolution that is told, where they decide about the request. */
function askedOf({ request }: Story, { id: personId, side, administers }: Recipient) {
  const { id: requestId, status, resolution, resolved_at: resolvedAt, author_id: authorId } = request;
  const decides = side === 'customer' && (administers || authorId === personId);
  return status === 'resolved' && isRateable(resolution) && resolvedAt !== null && decides
    ? { requestId, personId, resolvedAt }
    : null;
}

const quoteOf = ({ message }: Story) => (message === undefined ? {} : { quote: message.text, markdown: message.text });

/** Somebody without an account has only these mails, so each comes, to an address that was confirmed. */
async function tellSubmitter(tx: Tx, platform: Platform, story: Story, news: ToldNews): Promise<void> {
  const { mailer, config, keyring, publicUrl } = platform;
  const { id, submitter_id: submitterId, confirmed_at: confirmedAt, email, language: stored } = story.request;
  if (submitterId === null || confirmedAt === null || email === null || story.event === 'assigned') return;
  const language = asInterfaceLanguage(stored);
  const reader = { language, timeZone: 'UTC', side: 'customer' } as const;
  await mailer.send(tx, {
    id: idFrom(`${news.id} ${submitterId}`),
    to: email,
    template: 'request_answered',
    language,
    values: {
      ...newsValues(story, reader, { vendor: config.vendorName, takesReplies: mailer.takesReplies }),
      link: `${publicUrl()}/track#${await makeTrackingToken(tx, keyring, id)}`,
    },
    ...quoteOf(story),
    secret: true,
    about: { requestId: id, recipientId: submitterId },
  });
}
