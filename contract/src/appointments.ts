import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { MemberRole } from './permissions.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** `lapsed`: the person no longer belonged to the company when it was due. */
export const APPOINTMENT_STATES = ['announced', 'done', 'objected', 'cancelled', 'lapsed'] as const;
/** Hours during which the company may object. */
export const NOTICE_HOURS = 72;
export const REASON_MAX = 1000;
export const CHECKED_MAX = 4000;

const fields = {
  id: Uuid,
  state: oneOf(APPOINTMENT_STATES),
  person: Type.String({ description: 'who becomes an administrator' }),
  reason: Type.String(),
  announcedAt: Timestamp,
  dueAt: Timestamp,
  endedAt: nullable(Timestamp),
};

/** The vendor makes somebody an administrator of the company; until it is due, the company may object. */
export const Appointment = object({ ...fields, mayObject: Type.Boolean() }, 'Appointment');
export type Appointment = Static<typeof Appointment>;

/** The same as the vendor sees it. */
export const DeskAppointment = object(
  {
    ...fields,
    memberId: Uuid,
    requestId: Uuid,
    company: object({ id: Uuid, name: Type.String() }),
    checked: Type.String({ description: 'what was checked before; only the vendor reads it' }),
    appointedBy: Type.String(),
    endedBy: nullable(Type.String()),
    objection: nullable(Type.String()),
  },
  'DeskAppointment',
);
export type DeskAppointment = Static<typeof DeskAppointment>;

/** Somebody who belongs to a company, or waits to, and does not administer it. */
export const Candidate = object(
  {
    memberId: Uuid,
    name: Type.String(),
    email: Type.String(),
    role: MemberRole,
    state: oneOf(['active', 'pending']),
  },
  'Candidate',
);
export type Candidate = Static<typeof Candidate>;

const longText = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const AppointmentParams = object({ id: Uuid, appointmentId: Uuid });

export const appointmentRoutes = {
  listAppointments: route({
    method: 'GET',
    path: '/api/v1/companies/:id/appointments',
    summary: 'Administrators that the vendor appoints or appointed, newest first',
    permission: 'member',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Appointment)),
  }),
  objectToAppointment: route({
    method: 'POST',
    path: '/api/v1/companies/:id/appointments/:appointmentId/object',
    summary: 'Stop an appointment that is announced, and tell the vendor why; for administrators, where there are any',
    permission: 'member',
    params: AppointmentParams,
    query: draftQuery,
    body: object({ text: longText(REASON_MAX) }),
    status: 200,
    reply: ref(Appointment),
    errors: ['not_found', 'conflict'],
  }),
  listDeskAppointments: route({
    method: 'GET',
    path: '/api/v1/desk/companies/:id/appointments',
    summary: 'Appointments in a company, newest first',
    permission: 'lead_or_admin',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(DeskAppointment)),
  }),
  listCandidates: route({
    method: 'GET',
    path: '/api/v1/desk/companies/:id/candidates',
    summary: 'Who could be appointed: members who do not administer the company, and people who wait to be let in',
    permission: 'lead_or_admin',
    params: IdParams,
    query: object({ q: Type.Optional(Type.String({ maxLength: 200 })), ...pageQuery }),
    status: 200,
    reply: listOf(ref(Candidate)),
  }),
  createAppointment: route({
    method: 'POST',
    path: '/api/v1/desk/companies/:id/appointments',
    summary: 'Appoint an administrator after a check, by a request about an account that concerns the company',
    permission: 'lead_or_admin',
    fresh: true,
    params: IdParams,
    query: draftQuery,
    body: object({
      requestId: Uuid,
      memberId: Uuid,
      reason: longText(REASON_MAX),
      checked: longText(CHECKED_MAX),
    }),
    status: 201,
    reply: ref(DeskAppointment),
    errors: ['not_found', 'conflict'],
    idempotent: true,
  }),
  cancelAppointment: route({
    method: 'POST',
    path: '/api/v1/desk/companies/:id/appointments/:appointmentId/cancel',
    summary: 'Take an announced appointment back; whoever was told of it is told of this too',
    permission: 'lead_or_admin',
    params: AppointmentParams,
    status: 200,
    reply: ref(DeskAppointment),
    errors: ['not_found', 'conflict'],
  }),
};
