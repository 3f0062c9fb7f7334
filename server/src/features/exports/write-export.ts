import type { Export } from '@companyaccount/contract/exports';
import type { RequestSummary } from '@companyaccount/contract/requests';
import { asInterfaceLanguage, findStandingActor } from '#features/accounts/index.ts';
import { countRequests, findRequests, requestCursor, seesAll } from '#features/requests/index.ts';
import { emit } from '#platform/db/emit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { type Agent, isMember, type Member, scopeOf } from '#platform/http/actor.ts';
import { encodeCursor } from '#platform/http/cursor.ts';
import type { Platform } from '#platform/platform.ts';
import { expiryOf } from './create-export.ts';
import { beginAttempt, type ExportQuery, type Owner, updateAttempt } from './exports-store.ts';
import { writeCompanyArchive } from './write-company-archive.ts';
import { writeFile } from './write-file.ts';

/** Requests read by one statement, in a transaction of its own. */
const PAGE = 500;
const TOLD_MS = 700;

/** The person may not see any more what they asked for. */
class RightsChanged extends Error {}
/** Somebody deleted the export, or another attempt has begun. */
class Ended extends Error {}

type Change = Parameters<typeof updateAttempt>[2];

/**
 * Writes an export into a blob, page by page, each with the rights that the person has at that moment; where these have
 * changed, nothing is kept. An attempt that was cut off is made anew.
 */
export async function writeExport(platform: Platform, exportId: string): Promise<void> {
  const { db, blobs, clock, log } = platform;
  const wanted = await beginAttempt(db, exportId);
  if (wanted === undefined) return;
  const { personId, blobId, earlierBlobId, format, timeZone } = wanted;
  const note = async (change: Change) => {
    const counts = await transact(db, SYSTEM, async (tx) => {
      const found = await updateAttempt(tx, { exportId, blobId }, change);
      if (found) await emit(tx, 'export_changed', { personId });
      return found;
    });
    if (!counts) throw new Ended();
  };
  if (earlierBlobId !== null) await blobs.remove(earlierBlobId);
  try {
    await blobs.create(blobId);
    const pages = readPages(platform, wanted, note);
    const side = wanted.companyId === null ? 'vendor' : 'customer';
    const content =
      format === 'zip'
        ? writeCompanyArchive(platform, { side: 'customer', companyId: wanted.companyId ?? '', personId }, pages)
        : writeFile(format, pages, {
            language: asInterfaceLanguage(wanted.language),
            timeZone,
            side,
            addressOf: ({ id, desk }) =>
              `${platform.publicUrl()}/${side === 'customer' ? 'requests' : desk === 'support' ? 'desk' : 'lab'}/${id}`,
          });
    const { size } = await blobs.append(blobId, content, { at: 0 });
    await blobs.finish(blobId);
    await note({ state: 'done', size, finished_at: clock(), expires_at: expiryOf(clock()) });
  } catch (error) {
    await blobs.remove(blobId);
    if (error instanceof Ended) return;
    const failure = error instanceof RightsChanged ? 'rights_changed' : 'broken';
    if (failure === 'broken') log.error({ err: error, export: exportId }, 'an export could not be written');
    await note({ state: 'failed', failure, finished_at: clock() }).catch((second: unknown) => {
      if (!(second instanceof Ended)) throw second;
    });
  }
}

/** The requests of an export, page after page; notes how far it is. */
async function* readPages(
  { db }: Platform,
  {
    query,
    seesAll: sawAll,
    format,
    ...owner
  }: Owner & { query: ExportQuery; seesAll: boolean; format: Export['format'] },
  note: (change: Change) => Promise<void>,
): AsyncGenerator<RequestSummary[]> {
  const actorNow = async (): Promise<Member | Agent> => {
    const actor = await findStandingActor(db, owner);
    const mayLook = actor !== null && (isMember(actor) || actor.agentRoles.some((role) => role !== 'admin'));
    if (!mayLook || seesAll(actor) !== sawAll) throw new RightsChanged();
    if (format === 'zip' && actor.membership?.role !== 'administrator') throw new RightsChanged();
    return actor;
  };
  const actor = await actorNow();
  // What a search finds is only known at its end.
  const total =
    query.q === undefined ? await transact(db, scopeOf(actor), (tx) => countRequests(tx, actor, query)) : null;
  await note(total === null ? { written: 0 } : { written: 0, total });
  const cursorOf = requestCursor(query.sort);
  let written = 0;
  let told = performance.now();
  for (let after: string | undefined, more = true; more;) {
    const { rows, present } = await findRequests(db, await actorNow(), {
      ...query,
      'page[size]': PAGE,
      ...(after === undefined ? {} : { 'page[after]': after }),
    });
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    more = rows.length > PAGE && last !== undefined;
    if (last !== undefined) after = encodeCursor(cursorOf(last));
    yield page.map(present);
    written += page.length;
    if (performance.now() - told > TOLD_MS || !more) {
      await note({ written });
      told = performance.now();
    }
  }
}
