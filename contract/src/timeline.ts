import { listOf, pageQuery } from './lists.ts';
import { Participant, VISIBILITIES } from './requests.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const TIMELINE_TYPES = [
  'created',
  'status_changed',
  'assigned',
  'field_changed',
  'regraded',
  'participant_added',
  'participant_removed',
  'appointment',
  'reminded',
  'linked',
  'merged',
  'unmerged',
  'escalated',
  'promise_warned',
  'promise_broken',
  'rated',
  'rating_settled',
  'stage_changed',
  'verdict_given',
  'released',
] as const;
export type TimelineType = (typeof TIMELINE_TYPES)[number];
export const TimelineEntry = object(
  {
    id: Uuid,
    type: oneOf(TIMELINE_TYPES),
    actor: nullable(ref(Participant)),
    createdAt: Timestamp,
    visibility: oneOf(VISIBILITIES),
    /** What changed: the field's name, from and to. Persons are given by name. */
    field: nullable(Type.String()),
    from: nullable(Type.String()),
    to: nullable(Type.String()),
    /** Why, in the words of whoever did it. */
    reason: nullable(Type.String()),
  },
  'TimelineEntry',
);
export type TimelineEntry = Static<typeof TimelineEntry>;

export const timelineRoutes = {
  listTimeline: route({
    method: 'GET',
    path: '/api/v1/requests/:id/timeline',
    summary: 'What happened to the request beside messages, oldest first',
    permission: 'member_or_desk',
    scope: 'requests:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(TimelineEntry)),
  }),
};
