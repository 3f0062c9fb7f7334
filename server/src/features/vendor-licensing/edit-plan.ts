import type { CreatePlan, PatchPlan, PlanTargets } from '@companyaccount/contract/admin-catalogue';
import { replaceKeyFilesOf } from '#features/licensing/index.ts';
import { updatePromises } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { calendarOf, longestWait, slowestOf, type WorkingHours } from '#platform/working-time.ts';
import {
  deletePlanRow,
  insertPlan,
  isNameTaken,
  loadPlanRow,
  lockCatalogue,
  type PlanColumns,
  presentPlan,
  updatePlan,
} from './catalogue-store.ts';
import { isSameList } from './catalogue.ts';
import { findBuiltIn, findCalendarRow } from './calendars-store.ts';

async function refuseTakenName(tx: Tx, name: string, except: string | null = null): Promise<void> {
  if (await isNameTaken(tx, 'app.support_plans', name, except)) throw refuseField('/name', 'taken');
}

/** Refuses targets that let customers wait longer than the `publicMinutes` of people without an account, where they are set. */
export function refuseSlower(targets: PlanTargets, calendar: WorkingHours, publicMinutes: number | null): void {
  if (publicMinutes === null) return;
  if (longestWait(calendar, slowestOf(targets)) > publicMinutes) throw new Refusal('plan_slower_than_public');
}

/** The calendar that a plan names. Plans are locked by then, and with them the calendars. */
async function findCalendar(tx: Tx, id: string): Promise<WorkingHours> {
  const row = await findCalendarRow(tx, id);
  if (row === undefined) throw refuseField('/calendarId', 'not_one_of');
  return calendarOf(row);
}

/** Adds a support plan; answers with its id. */
export async function createPlan(tx: Tx, body: CreatePlan, publicMinutes: number | null): Promise<string> {
  await lockCatalogue(tx, 'app.support_plans');
  const { name, hours = '', namedContacts = null, targets, calendarId = (await findBuiltIn(tx)).id } = body;
  refuseSlower(targets, await findCalendar(tx, calendarId), publicMinutes);
  await refuseTakenName(tx, name);
  const id = await insertPlan(tx, {
    name,
    hours: hours.trim(),
    named_contacts: namedContacts,
    targets: JSON.stringify(targets),
    calendar_id: calendarId,
  });
  await audit(tx, 'plan.created', { type: 'plan', id }, { name });
  return id;
}

/** Changes a plan that is still at `version`. Promises that run under it are counted anew. */
export async function editPlan(
  tx: Tx,
  id: string,
  version: number,
  body: PatchPlan,
  publicMinutes: number | null,
  now: Date,
): Promise<void> {
  await lockCatalogue(tx, 'app.support_plans');
  const row = await loadPlanRow(tx, id);
  if (row.version !== version) throw new Refusal('version_moved');
  const plan = presentPlan(row);
  const fields = (Object.keys(body) as (keyof PatchPlan)[]).filter(
    (field) => !isSameList([body[field]], [plan[field]]),
  );
  if (fields.length === 0) return;
  const { name, hours, namedContacts, targets, calendarId, archived } = body;
  if (targets !== undefined || calendarId !== undefined) {
    const before = { targets: plan.targets, calendar: await findCalendar(tx, plan.calendarId) };
    const calendar = calendarId === undefined ? before.calendar : await findCalendar(tx, calendarId);
    const after = { targets: targets ?? plan.targets, calendar };
    refuseSlower(after.targets, calendar, publicMinutes);
    await updatePromises(tx, id, before, after, now);
  }
  const renamed = name !== undefined && name !== plan.name;
  if (renamed) await refuseTakenName(tx, name, id);
  const columns: PlanColumns = {
    ...(name === undefined ? {} : { name }),
    ...(hours === undefined ? {} : { hours: hours.trim() }),
    ...(namedContacts === undefined ? {} : { named_contacts: namedContacts }),
    ...(targets === undefined ? {} : { targets: JSON.stringify(targets) }),
    ...(calendarId === undefined ? {} : { calendar_id: calendarId }),
    ...(archived === undefined ? {} : { archived_at: archived ? (row.archived_at ?? now) : null }),
  };
  await updatePlan(tx, id, columns);
  if (renamed) await replaceKeyFilesOf(tx, { planId: id });
  await audit(tx, 'plan.changed', { type: 'plan', id }, { fields });
}

/** Deletes a plan that nothing uses. */
export async function deletePlan(tx: Tx, id: string): Promise<void> {
  await lockCatalogue(tx, 'app.support_plans');
  const plan = await loadPlanRow(tx, id);
  if (plan.used) throw new Refusal('in_use');
  await deletePlanRow(tx, id);
  await audit(tx, 'plan.deleted', { type: 'plan', id }, { name: plan.name });
}
