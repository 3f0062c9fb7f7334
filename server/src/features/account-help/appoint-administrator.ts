import { NOTICE_HOURS } from '@companyaccount/contract/appointments';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { applyAppointment } from './apply-appointment.ts';
import { findCandidate, hasAnnounced, insertAppointment, lockCompanyRow, requestKind } from './appointments-store.ts';
import { listMembersToTell } from './appointments-views.ts';
import { loadConnectedCompanies } from './cases-views.ts';
import { mailCompany, noteAppointment } from './tell-appointment.ts';

interface ToAppoint {
  requestId: string;
  memberId: string;
  reason: string;
  checked: string;
}

/**
 * Announces that somebody becomes an administrator of a company; answers with the appointment's id. It rests on a request
 * about an account that concerns this very company. The company has 72 hours to object; where nobody else is active in
 * it, nobody could, and it takes effect at once.
 */
export async function appointAdministrator(
  tx: Tx,
  platform: Platform,
  actor: Agent,
  companyId: string,
  { requestId, memberId, reason, checked }: ToAppoint,
): Promise<string> {
  const at = platform.clock();
  const company = await lockCompanyRow(tx, companyId);
  if ((await requestKind(tx, requestId)) !== 'account') throw refuseField('/requestId', 'invalid');
  const connected = await loadConnectedCompanies(tx, requestId);
  if (!connected.some(({ id }) => id === companyId)) throw refuseField('/requestId', 'invalid');
  const candidate = await findCandidate(tx, companyId, memberId);
  if (await hasAnnounced(tx, companyId)) throw new Refusal('conflict');
  const others = await listMembersToTell(tx, companyId, memberId);
  const dueAt = others.length === 0 ? at : new Date(at.getTime() + NOTICE_HOURS * 3_600_000);
  const id = await insertAppointment(tx, {
    companyId,
    requestId,
    memberId,
    reason: reason.trim(),
    checked: checked.trim(),
    appointedBy: actor.personId,
    at,
    dueAt,
  });
  const told = { id, companyId, requestId, personId: candidate.person_id };
  await noteAppointment(tx, told, 'announced', actor.personId, at);
  const about = { memberId, person: candidate.name, dueAt, reason: reason.trim() };
  await mailCompany(tx, platform, company, 'appointment_announced', about);
  if (others.length === 0) await applyAppointment(tx, platform, companyId, id);
  return id;
}
