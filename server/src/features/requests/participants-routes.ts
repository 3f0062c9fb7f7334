import { participantRoutes } from '@companyaccount/contract/participants';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { addParticipant, assertMayChoose, removeParticipant } from './change-participants.ts';
import { listColleagueRows, listParticipantRows } from './participants-views.ts';
import { assertMayRead, loadRequest } from './requests-access.ts';
import { presentPerson } from './requests-present.ts';
import { loadNames, timeCursor } from './requests-views.ts';

/** Handlers of the members who take part in a request. */
export const participantHandlers = ({ db, clock }: Platform): Handlers<typeof participantRoutes> => ({
  listParticipants: async ({ actor, params, query }) =>
    transact(db, scopeOf(actor), async (tx) => {
      await assertMayRead(tx, actor, params.id);
      const rows = await listParticipantRows(tx, params.id, query);
      const names = await loadNames(
        tx,
        rows.map(({ id }) => id),
      );
      return page(
        participantRoutes.listParticipants,
        { params, query },
        rows,
        ({ id }) => presentPerson(names, id),
        timeCursor,
      );
    }),

  addParticipant: async ({ actor, params: { id }, body: { personId } }) =>
    transact(db, scopeOf(actor), async (tx) => {
      await addParticipant(tx, actor, id, personId, clock());
      return presentPerson(await loadNames(tx, [personId]), personId);
    }),

  removeParticipant: async ({ actor, params: { id, personId } }) =>
    transact(db, scopeOf(actor), (tx) => removeParticipant(tx, actor, id, personId, clock())),

  listColleagues: async ({ actor, params, query }) =>
    transact(db, { side: 'vendor', personId: actor.personId }, async (tx) => {
      const request = await loadRequest(tx, actor, params.id);
      await assertMayChoose(tx, actor, request, clock());
      return page(
        participantRoutes.listColleagues,
        { params, query },
        await listColleagueRows(tx, request, query),
        ({ person_id: id, name }) => ({ id, name, side: 'customer' }),
        timeCursor,
      );
    }),
});
