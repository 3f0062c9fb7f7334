import { DeskAppointment } from './appointments.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** Why there is a request about access to a company; the program files the last two by itself. */
export const CASE_REASONS = ['account_help', 'member_waiting', 'no_administrator'] as const;
export const TYPED_CODE_STATES = ['mistyped', 'unknown', 'unclaimed', 'claimed'] as const;
/** How a company has to do with the request: it is its own, the reason of the case, a membership of the person, the typed code. */
export const CONNECTIONS = ['request', ...CASE_REASONS, 'membership', 'code'] as const;

/** What the vendor knows behind a request about an account, beside its dialogue. None of it is told to the person. */
export const AccountCase = object(
  {
    reason: nullable(oneOf(CASE_REASONS)),
    companyName: nullable(Type.String({ description: 'as the person typed it' })),
    code: nullable(
      object({
        hint: Type.String({ description: 'the last group of the code that was typed; the rest is not kept' }),
        state: oneOf(TYPED_CODE_STATES),
        serial: nullable(Type.String()),
      }),
    ),
    waiting: nullable(
      object({ memberId: Uuid, name: Type.String(), since: Timestamp, state: oneOf(['pending', 'active', 'removed']) }),
    ),
    /** Somebody of a company concerned who has the confirmed address, or waits. */
    suggested: nullable(object({ companyId: Uuid, memberId: Uuid, name: Type.String() })),
    companies: Type.Array(object({ id: Uuid, name: Type.String(), through: oneOf(CONNECTIONS) })),
    /** Appointments that rest on this request, newest first. */
    appointments: Type.Array(ref(DeskAppointment)),
  },
  'AccountCase',
);
export type AccountCase = Static<typeof AccountCase>;

export const accountCaseRoutes = {
  getAccountCase: route({
    method: 'GET',
    path: '/api/v1/desk/requests/:id/account-case',
    summary: 'What stands behind a request about an account: the code that was typed, the companies concerned',
    permission: 'desk',
    params: IdParams,
    status: 200,
    reply: ref(AccountCase),
  }),
  renewTrackingLink: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/tracking-link',
    summary: 'Void every tracking link of a request without a company, and mail its submitter a new one',
    permission: 'desk',
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['conflict'],
  }),
};
