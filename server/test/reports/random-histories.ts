import { newId } from '#platform/ids.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { makeChance } from '../../src/demo/history/chance.ts';
import type { TestApp } from '../harness/test-app.ts';

const MINUTE = 60_000;

/** Puts requests into the database to which anything may have happened at any minute of a stretch of time. */
export async function addHistories(
  test: TestApp,
  { count, from, to, seed }: { count: number; from: number; to: number; seed: number },
): Promise<string[]> {
  const chance = makeChance(seed);
  const { db } = test.platform;
  const company = await db.selectFrom('app.companies').select('id').orderBy('name').executeTakeFirstOrThrow();
  const member = await db
    .selectFrom('app.members')
    .select('person_id')
    .where('company_id', '=', company.id)
    .executeTakeFirstOrThrow();
  const plans = (await db.selectFrom('app.support_plans').select('id').orderBy('name').execute()).map(({ id }) => id);
  const products = (await db.selectFrom('app.products').select('id').orderBy('name').execute()).map(({ id }) => id);
  const agents = (await db.selectFrom('app.agents').select('person_id').orderBy('person_id').execute()).map(
    ({ person_id: id }) => id,
  );
  const ids: string[] = [];
  await transact(db, SYSTEM, async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const id = newId();
      const createdAt = from + chance.between(0, Math.floor((to - from) / MINUTE)) * MINUTE;
      const steps: { at: number; what: string; from: string; to: string }[] = [];
      let [at, status] = [createdAt, 'new'];
      for (let left = chance.between(0, 12); left > 0; left -= 1) {
        at += chance.pick([7, 40, 61, 300, 1500, 6000]) * MINUTE;
        if (at > to) break;
        const what = chance.pick(['vendor', 'customer', 'move', 'move', 'broken']);
        const others = ['open', 'waiting_for_customer', 'resolved', 'closed'].filter((one) => one !== status);
        const next = what === 'move' ? chance.pick(others) : status;
        steps.push({ at, what, from: status, to: next });
        status = next;
      }
      const since = new Date(steps.findLast(({ what }) => what === 'move')?.at ?? createdAt);
      const desk = chance.pick(['support', 'lab'] as const);
      await tx
        .insertInto('app.requests')
        .values({
          id,
          company_id: company.id,
          desk,
          number: 900_000 + seed * 1000 + n,
          kind: 'malfunction',
          severity: 3,
          status,
          lab_stage: desk === 'lab' ? 'received' : null,
          subject: 'Random',
          excerpt: '',
          language: chance.pick(['en', 'ru', 'de']),
          product_id: chance.pick([null, ...products]),
          plan_id: chance.pick([null, ...plans]),
          author_id: member.person_id,
          owner_id: chance.pick([null, ...agents]),
          last_message_at: since,
          last_message_side: 'customer',
          created_at: new Date(createdAt),
          updated_at: since,
          status_since: since,
          resolved_at: ['resolved', 'closed'].includes(status) ? since : null,
        })
        .execute();
      for (const step of steps) {
        const base = { id: newId(), request_id: id, company_id: company.id, created_at: new Date(step.at) };
        if (step.what === 'vendor' || step.what === 'customer') {
          await tx
            .insertInto('app.messages')
            .values({
              ...base,
              author_id: member.person_id,
              author_side: step.what,
              visibility: 'public',
              text: 'Text',
            })
            .execute();
        } else {
          const type = step.what === 'move' ? 'status_changed' : 'promise_broken';
          await tx
            .insertInto('app.timeline_entries')
            .values({ ...base, type, from_value: step.from, to_value: step.to })
            .execute();
        }
        if (step.what === 'move' && step.to === 'resolved' && chance.next() < 0.5) {
          const rated = new Date(step.at + 3 * MINUTE);
          await tx
            .insertInto('app.request_ratings')
            .values({
              request_id: id,
              resolved_at: base.created_at,
              company_id: company.id,
              person_id: member.person_id,
              owner_id: chance.pick([null, ...agents]),
              value: chance.pick(['good', 'bad']),
              created_at: rated,
              updated_at: rated,
            })
            .execute();
        }
      }
      ids.push(id);
    }
  });
  return ids;
}
