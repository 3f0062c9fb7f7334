import { ApiError, type Client } from '@companyaccount/contract/client';
import { CANNED_ANSWERS_MAX, CANNED_FOUND_MAX, placesIn } from '@companyaccount/contract/canned-answers';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { newCanned } from './canned-cases.ts';

let test: TestApp;
let lead: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  lead = await test.as('lead@vendor.example');
  engineer = await test.as('engineer@vendor.example');
  await test.platform.db.deleteFrom('app.canned_answers').execute();
});
afterAll(() => test.close());

async function refusalOf(call: Promise<unknown>): Promise<ApiError> {
  const refusal: unknown = await call.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiError);
  return refusal as ApiError;
}
const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => expect((await refusalOf(call)).code).toBe(code);
const pointersOf = async (call: Promise<unknown>) =>
  (await refusalOf(call)).fields.map(({ pointer, code }) => `${pointer} ${code}`);
const namesFor = async (desk: 'support' | 'lab', q?: string, language = 'en') =>
  (await engineer.findCannedAnswers({ query: { desk, language, ...(q === undefined ? {} : { q }) } })).data.map(
    ({ name }) => name,
  );

it('is kept in several languages, and read by all staff', async () => {
  const texts = [
    { language: 'ru', text: 'Здравствуйте, {{customer}}! Пришлите, пожалуйста, журнал.' },
    { language: 'en', text: 'Hello {{customer}}, please send us the log of {{product}}.' },
  ];
  const made = await lead.createCannedAnswer({ body: { name: ' Ask for the log ', desk: 'support', texts } });
  expect(made).toMatchObject({ name: 'Ask for the log', desk: 'support', uses: 0, usedAt: null, version: 1 });
  expect(made.texts.map(({ language }) => language)).toEqual(['en', 'ru']);
  const { id } = made;
  expect((await engineer.listCannedAnswers()).data).toEqual([
    expect.objectContaining({ id, languages: ['en', 'ru'], excerpt: texts[1]?.text }),
  ]);
  expect(await engineer.getCannedAnswer({ params: { id } })).toEqual(made);
  const changed = await lead.patchCannedAnswer({
    params: { id },
    version: 1,
    body: { desk: null, texts: [{ language: 'de', text: 'Guten Tag {{customer}}' }] },
  });
  expect(changed).toMatchObject({ desk: null, texts: [{ language: 'de' }], version: 2 });
  await refusedWith(
    lead.patchCannedAnswer({ params: { id }, version: 1, body: { name: 'Too late' } }),
    'version_moved',
  );
  await lead.deleteCannedAnswer({ params: { id } });
  await refusedWith(engineer.getCannedAnswer({ params: { id } }), 'not_found');
});

it('is kept by the staff of its desk; those for both desks by leads and admins', async () => {
  const analyst = await test.as('analyst@vendor.example');
  const admin = await test.as('admin@vendor.example');
  const body = newCanned();
  const { id, mayChange } = await engineer.createCannedAnswer({ body: { ...body, desk: 'support' } });
  expect(mayChange).toBe(true);
  expect(await analyst.getCannedAnswer({ params: { id } })).toMatchObject({ mayChange: false });
  expect((await analyst.listCannedAnswers()).data.map((one) => one.mayChange)).toEqual([false]);
  for (const desk of [null, 'lab'] as const) {
    await refusedWith(engineer.createCannedAnswer({ body: { ...newCanned(), desk } }), 'forbidden');
    await refusedWith(engineer.patchCannedAnswer({ params: { id }, version: 1, body: { desk } }), 'forbidden');
  }
  await refusedWith(analyst.patchCannedAnswer({ params: { id }, version: 1, body: { desk: 'lab' } }), 'forbidden');
  await refusedWith(analyst.deleteCannedAnswer({ params: { id } }), 'forbidden');
  await admin.patchCannedAnswer({ params: { id }, version: 1, body: { desk: null } });
  await refusedWith(engineer.deleteCannedAnswer({ params: { id } }), 'forbidden');
  await lead.deleteCannedAnswer({ params: { id } });
});

it('names the field that is wrong: a name that is taken, a language twice, a place that nobody knows', async () => {
  const { id } = await lead.createCannedAnswer({ body: { ...newCanned(), name: 'Привет' } });
  expect(await pointersOf(lead.createCannedAnswer({ body: { ...newCanned(), name: 'привет' } }))).toEqual([
    '/name taken',
  ]);
  const other = await lead.createCannedAnswer({ body: newCanned() });
  expect(
    await pointersOf(lead.patchCannedAnswer({ params: { id: other.id }, version: 1, body: { name: ' ПРИВЕТ' } })),
  ).toEqual(['/name taken']);
  await lead.patchCannedAnswer({ params: { id }, version: 1, body: { name: 'ПРИВЕТ' } });
  const en = { language: 'en', text: 'Hello' };
  expect(await pointersOf(lead.createCannedAnswer({ body: newCanned([en, en]) }))).toEqual(['/texts/1/language taken']);
  const typo = { language: 'ru', text: 'Здравствуйте, {{ custmer }}!' };
  expect(await pointersOf(lead.createCannedAnswer({ body: newCanned([en, typo]) }))).toEqual(['/texts/1/text invalid']);
  expect(placesIn('{{a}} {{ b }} {{a}} {c} {{}} {{d e}}')).toEqual(['a', 'b']);
  for (const one of [id, other.id]) await lead.deleteCannedAnswer({ params: { id: one } });
});

it('is found by words of its name and its text, of its desk, in the language of the request or what stands for it', async () => {
  const both = [
    { language: 'en', text: 'Please restart 50% of the gateways.' },
    { language: 'ru', text: 'Перезапустите половину шлюзов.' },
  ];
  const add = async (name: string, desk: 'support' | 'lab' | null, texts = both) =>
    (await lead.createCannedAnswer({ body: { name, desk, texts } })).id;
  const restart = await add('Restart', 'support');
  const verdict = await add('Verdict follows', 'lab', [{ language: 'de', text: 'Das Urteil folgt.' }]);
  const thanks = await add('Thanks for the restart', null, [{ language: 'en', text: 'Thank you.' }]);
  expect(await namesFor('support')).toEqual(['Restart', 'Thanks for the restart']);
  expect(await namesFor('lab')).toEqual(['Thanks for the restart', 'Verdict follows']);
  expect(await namesFor('support', 'GATEWAYS restart')).toEqual(['Restart']);
  expect(await namesFor('support', 'шлюзов', 'ru')).toEqual(['Restart']);
  expect(await namesFor('support', 'шлюзов', 'en')).toEqual([]);
  expect(await namesFor('support', '50%')).toEqual(['Restart']);
  expect(await namesFor('support', '%')).toEqual(['Restart']);
  expect(await namesFor('support', '_')).toEqual([]);
  const [german] = (await engineer.findCannedAnswers({ query: { desk: 'lab', language: 'ja', q: 'urteil' } })).data;
  expect(german).toEqual({ id: verdict, name: 'Verdict follows', language: 'de', text: 'Das Urteil folgt.' });
  const [english] = (await engineer.findCannedAnswers({ query: { desk: 'support', language: 'ja' } })).data;
  expect(english).toMatchObject({ language: 'en' });

  // What is used most comes first, but never before what is called by the words.
  for (let n = 0; n < 2; n += 1) await engineer.useCannedAnswer({ params: { id: thanks } });
  expect(await namesFor('support')).toEqual(['Thanks for the restart', 'Restart']);
  expect(await namesFor('support', 'restart')).toEqual(['Thanks for the restart', 'Restart']);
  expect(await namesFor('support', 'th')).toEqual(['Thanks for the restart', 'Restart']);
  const used = await engineer.getCannedAnswer({ params: { id: thanks } });
  // Counting is no change that an editor would have to read again.
  expect(used).toMatchObject({ uses: 2, usedAt: expect.any(String), version: 1 });
  for (const id of [restart, verdict, thanks]) await lead.deleteCannedAnswer({ params: { id } });
  await refusedWith(engineer.useCannedAnswer({ params: { id: thanks } }), 'not_found');
});

it('is offered eight at a time, and refused beyond five hundred', async () => {
  await sql`insert into app.canned_answers (id, name, texts, created_at)
    select gen_random_uuid(), 'Number ' || n, '{"en": "Text"}', now() from generate_series(2, ${CANNED_ANSWERS_MAX}) n`.execute(
    test.platform.db,
  );
  const last = await lead.createCannedAnswer({ body: newCanned() });
  await refusedWith(lead.createCannedAnswer({ body: newCanned() }), 'too_many_canned_answers');
  expect((await engineer.listCannedAnswers()).data).toHaveLength(CANNED_ANSWERS_MAX);
  expect(await namesFor('support')).toHaveLength(CANNED_FOUND_MAX);
  await lead.deleteCannedAnswer({ params: { id: last.id } });
});

it('added once more after a lost answer is added once, and takes its draft with it', async () => {
  await test.platform.db.deleteFrom('app.canned_answers').execute();
  const key = { params: { key: 'canned:new' } } as const;
  const { version } = await lead.putDraft({ ...key, body: { content: { name: 'Begun' } }, version: 0 });
  const call = { body: newCanned(), query: { draft: version }, idempotencyKey: 'key-canned-1' };
  const { id } = await lead.createCannedAnswer(call);
  expect((await lead.createCannedAnswer(call)).id).toBe(id);
  expect((await lead.getDraft(key)).version).toBe(0);
  expect((await lead.listCannedAnswers()).data).toHaveLength(1);
});
