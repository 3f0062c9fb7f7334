import { draftQuery } from './draft-query.ts';
import { DESKS, TEXT_MAX } from './requests.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, TextLanguage, Timestamp, Type, Uuid } from './schema.ts';

/** How many there may be in all. */
export const CANNED_ANSWERS_MAX = 500;
export const CANNED_NAME_MAX = 100;
export const CANNED_LANGUAGES_MAX = 20;
/** How many are offered at once while an answer is written. */
export const CANNED_FOUND_MAX = 8;

/** What a canned answer may hold a place for, written `{{customer}}`. */
export const CANNED_VARIABLES = ['customer', 'company', 'number', 'subject', 'product', 'agent', 'vendor'] as const;
export type CannedVariable = (typeof CANNED_VARIABLES)[number];

/** The names of the places in a text, each once, in their order; also of those that nothing is known for. */
export const placesIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/\{\{\s*(\w+)\s*\}\}/gu), ([, name]) => name ?? '')),
];

const Text = Type.String({ minLength: 1, maxLength: TEXT_MAX, pattern: '\\S' });
const Texts = Type.Array(object({ language: TextLanguage, text: Text }), {
  minItems: 1,
  maxItems: CANNED_LANGUAGES_MAX,
  description: 'one for each language; an answer in another language gets the English one, else the first',
});
const Name = Type.String({ minLength: 1, maxLength: CANNED_NAME_MAX, pattern: '\\S' });
const DeskOfIt = nullable(oneOf(DESKS), { description: 'null: for both desks' });

const known = {
  id: Uuid,
  name: Type.String(),
  desk: DeskOfIt,
  uses: Type.Integer({ description: 'how often it was put into an answer' }),
  usedAt: nullable(Timestamp),
  mayChange: Type.Boolean(),
  version: Type.Integer(),
};
export const CannedAnswerSummary = object(
  { ...known, languages: Type.Array(TextLanguage), excerpt: Type.String() },
  'CannedAnswerSummary',
);
export type CannedAnswerSummary = Static<typeof CannedAnswerSummary>;

export const CannedAnswer = object({ ...known, texts: Texts }, 'CannedAnswer');
export type CannedAnswer = Static<typeof CannedAnswer>;

/** What is offered to whoever writes an answer: the text in the language asked for, or the one that stands for it. */
export const CannedMatch = object(
  { id: Uuid, name: Type.String(), language: TextLanguage, text: Type.String() },
  'CannedMatch',
);
export type CannedMatch = Static<typeof CannedMatch>;

export const CreateCannedAnswer = object({ name: Name, desk: DeskOfIt, texts: Texts }, 'CreateCannedAnswer');
export type CreateCannedAnswer = Static<typeof CreateCannedAnswer>;

export const PatchCannedAnswer = object(
  { name: Type.Optional(Name), desk: Type.Optional(DeskOfIt), texts: Type.Optional(Texts) },
  'PatchCannedAnswer',
);
export type PatchCannedAnswer = Static<typeof PatchCannedAnswer>;

const PATH = '/api/v1/desk/canned-answers';
const kept = { permission: 'staff' } as const;

/** Texts that staff put into their answers. Staff of a desk keep those of their desk, leads and admins all of them. */
export const cannedAnswerRoutes = {
  listCannedAnswers: route({
    method: 'GET',
    path: PATH,
    summary: 'All canned answers by name, without their texts',
    permission: 'staff',
    status: 200,
    reply: object({ data: Type.Array(ref(CannedAnswerSummary), { maxItems: CANNED_ANSWERS_MAX }) }),
  }),
  findCannedAnswers: route({
    method: 'GET',
    path: `${PATH}/matching`,
    summary:
      'Canned answers of a desk in whose name or text all the words stand, those found by name and used most first',
    permission: 'desk',
    query: object({
      desk: oneOf(DESKS),
      language: TextLanguage,
      q: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    status: 200,
    reply: object({ data: Type.Array(ref(CannedMatch), { maxItems: CANNED_FOUND_MAX }) }),
  }),
  getCannedAnswer: route({
    method: 'GET',
    path: `${PATH}/:id`,
    summary: 'One canned answer in all its languages',
    permission: 'staff',
    params: IdParams,
    status: 200,
    reply: ref(CannedAnswer),
  }),
  createCannedAnswer: route({
    ...kept,
    method: 'POST',
    path: PATH,
    summary: 'Add a canned answer to the own desk; as a lead or an admin also to any, or to both',
    query: draftQuery,
    body: ref(CreateCannedAnswer),
    status: 201,
    reply: ref(CannedAnswer),
    idempotent: true,
    errors: ['too_many_canned_answers'],
  }),
  patchCannedAnswer: route({
    ...kept,
    method: 'PATCH',
    path: `${PATH}/:id`,
    summary: 'Change a canned answer; answers that were written with it stay as they are',
    params: IdParams,
    query: draftQuery,
    body: ref(PatchCannedAnswer),
    status: 200,
    reply: ref(CannedAnswer),
    versioned: true,
  }),
  deleteCannedAnswer: route({
    ...kept,
    method: 'DELETE',
    path: `${PATH}/:id`,
    summary: 'Delete a canned answer',
    params: IdParams,
    status: 204,
    reply: null,
  }),
  useCannedAnswer: route({
    method: 'POST',
    path: `${PATH}/:id/use`,
    summary: 'Say that it was put into an answer; that is counted',
    permission: 'desk',
    params: IdParams,
    throttle: { by: 'person', limit: 120, seconds: 60 },
    status: 204,
    reply: null,
  }),
};
