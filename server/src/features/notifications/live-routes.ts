import type { liveRoutes } from '@companyaccount/contract/live';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';

/** The stream of changes. */
export function liveHandlers({ streams }: Platform): Handlers<typeof liveRoutes> {
  return {
    openLive: async ({ actor, request, reply, query }) => {
      const last = request.headers['last-event-id'];
      const start = typeof last === 'string' && /^\d{1,15}$/u.test(last) ? { after: Number(last) } : query;
      const { personId, membership, agentRoles, sessionId } = actor;
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      await streams.serve(reply.raw, { personId, membership, agentRoles }, sessionId, start);
    },
  };
}
