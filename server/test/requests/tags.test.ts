import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { TAGS_MAX, TAGS_OF_DESK_MAX } from '@companyaccount/contract/tags';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
let analyst: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  analyst = await test.as('analyst@vendor.example');
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.platform.db.deleteFrom('app.request_tags').execute();
  await test.platform.db.deleteFrom('app.tags').execute();
});

const refusalOf = async (call: Promise<unknown>): Promise<ApiError> => {
  const refusal: unknown = await call.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiError);
  return refusal as ApiError;
};
const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => expect((await refusalOf(call)).code).toBe(code);
const file = async (desk: 'support' | 'lab' = 'support') => {
  const kind = desk === 'support' ? 'malfunction' : 'cure';
  return (await boris.createRequest({ body: { desk, kind, subject: 'It stops', text: 'The service stops.' } })).id;
};
const tag = (id: string, add: string[], remove: string[] = [], client = engineer) =>
  client.tagRequest({ params: { id }, body: { add, remove } });
const found = async (of: string, client = engineer) =>
  (await client.listRequests({ query: { desk: 'support', tag: of } })).data.map(({ id }) => id);
const tagsOf = async (desk: 'support' | 'lab') => (await engineer.listTags({ query: { desk } })).data;

it('are kept in one way of writing, each once, and are found by it', async () => {
  const [one, other] = [await file(), await file()];
  const request = await tag(one, ['Known Bug', 'known_bug', ' Шлюз ']);
  expect(request.tags).toEqual(['known-bug', 'шлюз']);
  await tag(other, ['known bug']);
  expect(await tagsOf('support')).toEqual(['known-bug', 'шлюз']);
  expect((await found('known-bug')).toSorted()).toEqual([one, other].toSorted());
  expect(await found('Known Bug')).toHaveLength(2);
  expect(await found('шлюз')).toEqual([one]);
  expect(await found('gone')).toEqual([]);
  const { data } = await engineer.listRequests({ query: { desk: 'support', tag: 'шлюз' } });
  expect(data[0]?.tags).toEqual(['known-bug', 'шлюз']);

  expect((await tag(one, [], ['KNOWN BUG', 'never there'])).tags).toEqual(['шлюз']);
  await tag(other, ['new'], ['known-bug']);
  // What no request has is offered no more.
  expect(await tagsOf('support')).toEqual(['new', 'шлюз']);
});

it('say by its field when nothing is left of one', async () => {
  const { fields } = await refusalOf(tag(await file(), ['good', '--- ']));
  expect(fields).toMatchObject([{ pointer: '/add/1', code: 'invalid' }]);
  expect(await tagsOf('support')).toEqual([]);
});

it('belong to a desk, and to those who work on it', async () => {
  const [support, lab] = [await file(), await file('lab')];
  await tag(support, ['urgent']);
  await tag(lab, ['packer'], [], analyst);
  expect([await tagsOf('support'), await tagsOf('lab')]).toEqual([['urgent'], ['packer']]);
  await refusedWith(tag(support, ['packer'], [], analyst), 'forbidden');
  expect((await analyst.getRequest({ params: { id: support } })).tags).toEqual(['urgent']);
});

it('are hidden from customers: in the request, the list, the filter, the time of the last change and the database', async () => {
  const id = await file();
  const before = await boris.getRequest({ params: { id } });
  await tag(id, ['difficult-customer']);
  expect(await boris.getRequest({ params: { id } })).toEqual(before);
  expect((await boris.listRequests()).data.flatMap(({ tags }) => tags)).toEqual([]);
  expect((await boris.listRequests({ query: { tag: 'difficult-customer' } })).data).toEqual([]);
  expect((await boris.listRequests({ query: { tag: 'difficult-customer', q: 'stops' } })).data).toEqual([]);
  expect((await boris.listTimeline({ params: { id } })).data.map(({ type }) => type)).toEqual(['created']);
  await refusedWith(boris.tagRequest({ params: { id }, body: { add: ['mine'] } }), 'forbidden');
  await refusedWith(boris.listTags({ query: { desk: 'support' } }), 'forbidden');
  const me = await boris.getMe();
  const scope = { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
  for (const table of ['app.tags', 'app.request_tags'] as const) {
    const asked = transact(test.platform.db, scope, (tx) => tx.selectFrom(table).selectAll().execute());
    await expect(asked).rejects.toThrow('permission denied');
  }
});

it('are twenty for a request and a thousand for a desk', async () => {
  const id = await file();
  const many = Array.from({ length: TAGS_MAX }, (_, n) => `tag-${n}`);
  await tag(id, many);
  await refusedWith(tag(id, ['one-more']), 'too_many_tags');
  expect((await tag(id, ['tag-0', 'one-more'], ['tag-1'])).tags).toHaveLength(TAGS_MAX);

  const busy = await file();
  await sql`with made as (
      insert into app.tags (id, desk, name)
      select gen_random_uuid(), 'support', 'word-' || n from generate_series(1, ${TAGS_OF_DESK_MAX - TAGS_MAX}::int) n returning id)
    insert into app.request_tags (request_id, tag_id) select ${busy}::uuid, id from made`.execute(test.platform.db);
  const other = await file();
  await refusedWith(tag(other, ['tag-0', 'too-many']), 'too_many_tags');
  expect((await tag(other, ['tag-0', 'word-7'])).tags).toEqual(['tag-0', 'word-7']);
});

it('come and go for many requests at once, and back for those that had changed', async () => {
  const [had, fresh, lab] = [await file(), await file(), await file('lab')];
  await tag(had, ['bug']);
  const all = [had, fresh, lab].map((id) => ({ id }));
  const change = async (requests: { id: string }[], deed: 'tag' | 'untag') =>
    (await engineer.changeRequests({ body: { requests, deed, tag: 'Bug' } })).data.map(({ outcome }) => outcome);
  expect(await change(all, 'tag')).toEqual(['unchanged', 'done', 'refused']);
  expect((await found('bug')).toSorted()).toEqual([had, fresh].toSorted());
  expect(await change([{ id: fresh }], 'untag')).toEqual(['done']);
  expect(await found('bug')).toEqual([had]);
  const wrong = engineer.changeRequests({ body: { requests: all, deed: 'tag' } });
  expect((await refusalOf(wrong)).fields).toMatchObject([{ pointer: '/tag', code: 'required' }]);
  const mixed = engineer.changeRequests({ body: { requests: all, deed: 'assign', personId: null, tag: 'bug' } });
  expect((await refusalOf(mixed)).fields).toMatchObject([{ pointer: '/tag', code: 'invalid' }]);
});

it('are made once by those who tag at the same moment', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => file()));
  await Promise.all(ids.map((id) => tag(id, ['rush', 'same'])));
  expect(await tagsOf('support')).toEqual(['rush', 'same']);
  expect(await found('rush')).toHaveLength(8);
});
