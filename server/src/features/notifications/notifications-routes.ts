import {
  EVENTS_OF_SIDE,
  type NotificationEvent,
  type NotificationMode,
  type notificationRoutes,
} from '@companyaccount/contract/notifications';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import { readUnsubscribeToken, type Unsubscription } from '#platform/mail/unsubscribe-token.ts';
import type { Platform } from '#platform/platform.ts';
import { loadMode, loadSettings, saveSetting, stopDaily } from './settings-store.ts';

const sideOf = (actor: SignedIn) => (actor.agentRoles.length > 0 ? 'vendor' : 'customer');

/** Handlers of what a person wants to be told by mail. */
export function notificationHandlers({ db, keyring, clock }: Platform): Handlers<typeof notificationRoutes> {
  const opened = (token: string): Unsubscription => {
    const found = readUnsubscribeToken(keyring, token, clock());
    if (found === null) throw new Refusal('link_expired');
    return found;
  };
  return {
    getNotifications: async ({ actor }) => ({ settings: await loadSettings(db, actor.personId, sideOf(actor)) }),

    putNotifications: async ({ actor, body }) => {
      const side = sideOf(actor);
      const known: readonly NotificationEvent[] = EVENTS_OF_SIDE[side];
      const wrong = body.settings.findIndex(({ event }) => !known.includes(event));
      if (wrong !== -1) throw refuseField(`/settings/${wrong}/event`, 'not_one_of');
      const { personId } = actor;
      return transact(db, { side: 'vendor', personId }, async (tx) => {
        for (const { event, mail } of body.settings) await saveSetting(tx, personId, event, mail);
        const data = Object.fromEntries(body.settings.map(({ event, mail }) => [event, mail]));
        await audit(tx, 'notifications.changed', { type: 'person', id: personId }, data, actor.membership?.companyId);
        return { settings: await loadSettings(tx, personId, side) };
      });
    },

    getUnsubscription: async ({ params: { token } }) => {
      const { personId, event } = opened(token);
      return { event, mail: event === 'daily' ? 'daily' : await loadMode(db, personId, event) };
    },

    unsubscribe: async ({ params: { token }, reply }) => {
      const { personId, event } = opened(token);
      await transact(db, SYSTEM, async (tx) => {
        const stopped: Record<string, NotificationMode> = {};
        if (event === 'daily') for (const one of await stopDaily(tx, personId)) stopped[one] = 'never';
        else if ((await loadMode(tx, personId, event)) !== 'never') {
          await saveSetting(tx, personId, event, 'never');
          stopped[event] = 'never';
        }
        if (Object.keys(stopped).length === 0) return;
        await audit(tx, 'notifications.stopped', { type: 'person', id: personId }, { ...stopped, by: 'mail link' });
      });
      void reply.code(204).send();
    },
  };
}
