import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { formatNumber } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { filled } from '#platform/texts.ts';
import { type DigestRequest, loadDigest, loadDigestPerson } from './digest-views.ts';
import { listDuePeople, takeDue } from './digests-store.ts';
import { newsTexts } from './news-texts.ts';

const PEOPLE_AT_ONCE = 100;
/** More is not listed in a mail; the portal has it all. */
const REQUESTS_LISTED = 40;
const LINES_LISTED = 5;

/** Sends the daily mails that are due. Whoever has read everything meanwhile gets none. */
export async function sendDigests(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  let people: string[];
  do {
    people = await listDuePeople(db, clock(), PEOPLE_AT_ONCE);
    for (const id of people) await transact(db, SYSTEM, (tx) => sendDigest(tx, platform, id));
  } while (people.length === PEOPLE_AT_ONCE);
}

async function sendDigest(tx: Tx, platform: Platform, personId: string): Promise<void> {
  const { mailer, clock, config, publicUrl } = platform;
  const entries = await takeDue(tx, personId, clock());
  const person = await loadDigestPerson(tx, personId);
  if (person === undefined) return;
  const requests = await loadDigest(tx, person, entries);
  if (requests.length === 0) return;
  const language = asInterfaceLanguage(person.language);
  const isAgent = person.agent_id !== null;
  const addressOf = ({ id, desk }: DigestRequest) =>
    `${publicUrl()}${isAgent ? `/${desk === 'lab' ? 'lab' : 'desk'}` : '/requests'}/${id}`;
  const listed = requests.slice(0, REQUESTS_LISTED).map((request) => ({
    title: `${formatNumber(request.desk, request.number)} ${request.subject}`,
    address: addressOf(request),
    lines: linesOf(request, newsTexts(language).digest, config.vendorName),
  }));
  const rest = requests.length - listed.length;
  const more = rest === 0 ? [] : [filled(newsTexts(language).digest.more, { count: String(rest) })];
  await mailer.send(tx, {
    to: person.email,
    template: 'request_digest',
    language,
    values: {
      name: person.name,
      link: `${publicUrl()}${isAgent ? '/desk' : '/requests'}`,
      settings: `${publicUrl()}/profile/notifications`,
    },
    quote: [
      ...listed.map(({ title, address, lines }) => [title, address, ...lines.map((line) => `- ${line}`)].join('\n')),
      ...more,
    ].join('\n\n'),
    markdown: [
      ...listed.map(
        ({ title, address, lines }) =>
          `[**${literal(title)}**](${address})\n\n${lines.map((line) => `- ${literal(line)}`).join('\n')}`,
      ),
      ...more,
    ].join('\n\n'),
    secret: false,
    optional: { personId, event: 'daily' },
  });
}

/** What happened, newest last, with the beginning of what was said. */
function linesOf({ lines }: DigestRequest, texts: Record<string, string>, vendor: string): string[] {
  return lines.slice(-LINES_LISTED).map(({ event, writer, excerpt }) => {
    const what = filled(texts[event] ?? '', { person: writer || vendor });
    return excerpt === '' ? what : `${what}: ${excerpt}`;
  });
}

/** Text of people, so that Markdown sees nothing in it but letters. */
const literal = (text: string): string => text.replaceAll(/\s+/gu, ' ').replaceAll(/[!-/:-@[-`{-~]/gu, String.raw`\$&`);
