import { appointmentRoutes } from '@companyaccount/contract/appointments';
import type { Tx } from '#platform/db/database.ts';
import { sendDraft } from '#features/drafts/index.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { appointAdministrator } from './appoint-administrator.ts';
import {
  listAppointments,
  listCandidates,
  loadAppointment,
  presentAppointment,
  presentCandidate,
  presentDeskAppointment,
} from './appointments-views.ts';
import { cancelAppointment, mayObject, objectToAppointment } from './stop-appointment.ts';

const cursorOf = (row: { created_at: Date; id: string }) => ({ value: row.created_at.toISOString(), id: row.id });

/**
 * Handlers of appointments, for the company and for the vendor. All run on the vendor's side of the wall, with the company
 * taken from the actor, as administration does: they concern people and mails that no customer's transaction sees.
 */
export function appointmentHandlers(platform: Platform): Handlers<typeof appointmentRoutes> {
  const { db } = platform;
  const decide = <T>({ personId }: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(db, { side: 'vendor', personId }, work);
  return {
    listAppointments: async ({ actor, params, query }) => {
      if (params.id !== actor.membership.companyId) throw new Refusal('not_found');
      return decide(actor, async (tx) => {
        const rows = await listAppointments(tx, params.id, query);
        const may = await mayObject(tx, params.id, actor.personId);
        const present = (row: (typeof rows)[number]) =>
          presentAppointment(row, may && row.person_id !== actor.personId);
        return page(appointmentRoutes.listAppointments, { params, query }, rows, present, cursorOf);
      });
    },
    objectToAppointment: async ({ actor, params: { id, appointmentId }, query, body: { text } }) =>
      decide(actor, async (tx) => {
        await objectToAppointment(tx, platform, actor, id, appointmentId, text);
        await sendDraft(tx, actor, `objection:${appointmentId}`, query.draft);
        return presentAppointment(await loadAppointment(tx, appointmentId), false);
      }),
    listDeskAppointments: async ({ actor, params, query }) =>
      decide(actor, async (tx) => {
        const rows = await listAppointments(tx, params.id, query);
        return page(appointmentRoutes.listDeskAppointments, { params, query }, rows, presentDeskAppointment, cursorOf);
      }),
    listCandidates: async ({ actor, params, query }) =>
      decide(actor, async (tx) => {
        const rows = await listCandidates(tx, params.id, query);
        return page(appointmentRoutes.listCandidates, { params, query }, rows, presentCandidate, cursorOf);
      }),
    createAppointment: async ({ actor, params: { id }, query, body, idempotencyKey }) =>
      decide(actor, async (tx) => {
        const { personId } = actor;
        const onceKey = { personId, companyId: null, route: `createAppointment ${id}`, key: idempotencyKey, body };
        const made = await once(tx, onceKey, () => appointAdministrator(tx, platform, actor, id, body));
        await sendDraft(tx, actor, `appointment:${body.requestId}`, query.draft);
        return presentDeskAppointment(await loadAppointment(tx, made));
      }),
    cancelAppointment: async ({ actor, params: { id, appointmentId } }) =>
      decide(actor, async (tx) => {
        await cancelAppointment(tx, platform, actor, id, appointmentId);
        return presentDeskAppointment(await loadAppointment(tx, appointmentId));
      }),
  };
}
