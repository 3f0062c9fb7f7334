import { asInterfaceLanguage, findStandingActor } from '#features/accounts/index.ts';
import {
  admitKept,
  attachKept,
  dropFiles,
  type KeptFile,
  receiveFiles,
  receiveUploads,
} from '#features/attachments/index.ts';
import { submitObjects } from '#features/lab/index.ts';
import {
  loadMessagePlace,
  type Mailed,
  type ThreadRecipient,
  writeBySubmitter,
  writeMessage,
  writeNote,
} from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, isMember, type Member, scopeOf } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Platform } from '#platform/platform.ts';
import { textOf } from './mail-words.ts';
import type { SentMail } from './parsed-mail.ts';
import type { Settled } from './received-mails-store.ts';
import { sendRefusal } from './send-refusal.ts';

/** Stands for what is made of a mail, so that it is made once however often the job runs. */
export const onceKey = (mail: SentMail, personId: string, companyId: string | null) => ({
  personId,
  companyId,
  route: 'received mail',
  key: mail.id,
  body: {},
});

/** Does `work` with the files of a mail, and drops those that it had no use for. */
export async function withFiles<T>(
  { blobs }: Platform,
  mail: SentMail,
  work: (files: readonly KeptFile[], use: (taken: readonly KeptFile[]) => void) => Promise<T>,
): Promise<T> {
  const files = await receiveFiles(blobs, mail.files);
  const used = new Set<string>();
  const drop = () =>
    dropFiles(
      blobs,
      files.filter(({ id }) => !used.has(id)),
    );
  try {
    const done = await work(files, (taken) => {
      for (const { id } of taken) used.add(id);
    });
    await drop();
    return done;
  } catch (error) {
    used.clear();
    await drop();
    throw error;
  }
}

/** Names of files that were sent and that there is no room for. */
export const missingOf = (mail: SentMail, files: readonly KeptFile[], taken: readonly KeptFile[]): string[] => [
  ...files.filter((file) => !taken.includes(file)).map(({ name }) => name),
  ...mail.leftOut,
];

/** The person whose answer it would be, with the rights they have in the request now; null where they have none. */
async function actorOf({ db }: Platform, { personId, companyId }: ThreadRecipient): Promise<Member | Agent | null> {
  if (personId === null) return null;
  const agent = await findStandingActor(db, { personId, companyId: null });
  return agent ?? (companyId === null ? null : findStandingActor(db, { personId, companyId }));
}

/**
 * Puts what somebody answers by mail into its request: as theirs where the sender is whom the answer was to come from,
 * else as a note that names who it says it is from. Staff answer customers in the program, where they have given their
 * second factor; by mail they leave notes.
 */
export async function postAnswer(platform: Platform, mail: SentMail, to: ThreadRecipient): Promise<Settled> {
  if (mail.from !== to.email || mail.unreadable !== null) return noteUnconfirmed(platform, mail, to);
  try {
    if (to.personId === null) return await postOfSubmitter(platform, mail, to);
    const actor = await actorOf(platform, to);
    return actor === null ? await noteUnconfirmed(platform, mail, to) : await postOfPerson(platform, mail, to, actor);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sendRefusal(platform, mail, to);
    return { state: 'refused', reason: error.code, requestId: to.requestId };
  }
}

async function postOfPerson(
  platform: Platform,
  mail: SentMail,
  { requestId }: ThreadRecipient,
  actor: Member | Agent,
): Promise<Settled> {
  const { db, clock, config } = platform;
  const at = clock();
  const by = { personId: actor.personId, companyId: actor.membership?.companyId ?? null };
  const messageId = await withFiles(platform, mail, (files, use) =>
    transact(db, scopeOf(actor), (tx) =>
      once(tx, onceKey(mail, by.personId, by.companyId), async (id) => {
        const taken = await receiveUploads(tx, by, files, config.publicStorageBytes, at);
        use(taken);
        const text = textOf(mail, missingOf(mail, files, taken), actor.language);
        const input = { text, uploads: taken.map((file) => file.id) };
        const note = isMember(actor) ? {} : ({ visibility: 'internal' } as const);
        return writeMessage(tx, actor, requestId, { ...input, ...note }, at, id, { quoted: mail.quoted });
      }),
    ),
  );
  return settledAs(platform, 'posted', messageId);
}

/** A message may stand in another request than was written to: one that goes on where that ended. */
async function settledAs({ db }: Platform, state: 'posted' | 'noted', messageId: string): Promise<Settled> {
  const requestId = await transact(db, SYSTEM, (tx) => loadMessagePlace(tx, messageId));
  return { state, reason: null, requestId, messageId };
}

async function postOfSubmitter(platform: Platform, mail: SentMail, to: ThreadRecipient): Promise<Settled> {
  const write = (tx: Tx, text: string, mailed: Mailed, at: Date) =>
    writeBySubmitter(tx, to.requestId, text, at, mailed);
  const messageId = await writeWithFiles(platform, mail, to, { quoted: mail.quoted }, write);
  return settledAs(platform, 'posted', messageId);
}

async function noteUnconfirmed(platform: Platform, mail: SentMail, to: ThreadRecipient): Promise<Settled> {
  const mailed = { quoted: mail.quoted, unconfirmedFrom: mail.from };
  const messageId = await writeWithFiles(platform, mail, to, mailed, (tx, text, known, at) =>
    writeNote(tx, to.requestId, { authorId: null, text, mailed: known }, at),
  );
  return settledAs(platform, 'noted', messageId);
}

/** Writes for somebody who is nobody's account, with the files there is room for. */
async function writeWithFiles(
  platform: Platform,
  mail: SentMail,
  { requestId, companyId, desk }: ThreadRecipient,
  mailed: Mailed,
  write: (tx: Tx, text: string, mailed: Mailed, at: Date) => Promise<string>,
): Promise<string> {
  const { db, clock, config } = platform;
  const at = clock();
  return withFiles(platform, mail, (files, use) =>
    transact(db, SYSTEM, (tx) =>
      // Nobody acts here but the mail itself.
      once(tx, onceKey(mail, mail.id, null), async () => {
        const taken = await admitKept(tx, companyId, files, config.publicStorageBytes);
        use(taken);
        const messageId = await write(
          tx,
          textOf(mail, missingOf(mail, files, taken), asInterfaceLanguage(null)),
          mailed,
          at,
        );
        await attachKept(tx, { id: messageId, requestId, companyId }, taken, at);
        const isSent = desk === 'lab' && mailed.unconfirmedFrom === undefined && taken.length > 0;
        if (isSent) await submitObjects(tx, { requestId, companyId, messageId }, at);
        return messageId;
      }),
    ),
  );
}
