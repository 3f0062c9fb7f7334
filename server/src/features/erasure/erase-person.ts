import { ERASED_NAMES, ERASURE_STEPS, type ErasureStep } from '@companyaccount/contract/erasures';
import { asInterfaceLanguage, leaveCompany, normalizeEmail } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import {
  deleteMails,
  deleteOwn,
  deleteTrail,
  findErasure,
  findMemberships,
  insertErasure,
  isOpenStaff,
  loadPersonForErasure,
  lockOut,
  noteStep,
  type Person,
  replaceName,
} from './erasures-store.ts';

/** The job that erases, step after step. */
export const ERASE_TASK = 'person.erase';

interface Wish {
  personId: string;
  /** The person's address, typed once more. */
  email: string;
  askedBy: string;
  at: Date;
}

/**
 * Takes a person out of every company, signs them out for good, and leaves the rest to a job; answers with the id of the
 * erasure. Staff are closed first, so that somebody has thought of what they were working on.
 */
export async function erasePerson(tx: Tx, { personId, email, askedBy, at }: Wish): Promise<string> {
  const person = await loadPersonForErasure(tx, personId);
  if (person === undefined) throw new Refusal('not_found');
  if (person.email !== normalizeEmail(email)) throw refuseField('/email', 'invalid');
  if (await isOpenStaff(tx, personId)) throw new Refusal('transition_not_allowed');
  const id = newId();
  const isFirst = await insertErasure(tx, { id, personId, askedBy, at });
  if (!isFirst) throw new Refusal('transition_not_allowed');
  for (const companyId of await findMemberships(tx, personId)) await leaveCompany(tx, personId, companyId, true);
  await lockOut(tx, person);
  await audit(tx, 'person.erasure_started', { type: 'person', id: personId });
  await emit(tx, 'rights_changed', { personId });
  await emit(tx, 'erasure_changed', {});
  await enqueue(tx, ERASE_TASK, { erasureId: id }, { key: `${ERASE_TASK}:${id}` });
  return id;
}

/** What each step does to so many rows at once; true while there are more. */
const STEPS: Record<ErasureStep, (tx: Tx, person: Person, at: Date) => Promise<boolean>> = {
  own: async (tx, person, at) => {
    await deleteOwn(tx, person, at);
    return false;
  },
  mails: deleteMails,
  trail: deleteTrail,
  name: async (tx, person) => {
    await replaceName(tx, person, {
      name: ERASED_NAMES[asInterfaceLanguage(person.language)],
      // A domain that nobody can ever have (RFC 2606).
      email: `${person.id}@erased.invalid`,
    });
    return false;
  },
};

/** Does what is left of an erasure. Each portion is a transaction, so one that is cut off goes on where it was. */
export async function finishErasure({ db, clock }: Platform, erasureId: string, stopping: AbortSignal): Promise<void> {
  for (const [place, step] of ERASURE_STEPS.entries()) {
    for (let more = true; more;) {
      stopping.throwIfAborted();
      more = await transact(db, SYSTEM, async (tx) => {
        const erasure = await findErasure(tx, erasureId);
        if (erasure === undefined || erasure.done > place) return false;
        const at = clock();
        if (await STEPS[step](tx, erasure.person, at)) return true;
        const isLast = place === ERASURE_STEPS.length - 1;
        await noteStep(tx, erasureId, place + 1, isLast ? at : null);
        if (isLast) await audit(tx, 'person.erased', { type: 'person', id: erasure.person.id });
        await emit(tx, 'erasure_changed', {});
        return false;
      });
    }
  }
}
