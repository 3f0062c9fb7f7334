import type { accountRoutes } from '@companyaccount/contract/accounts';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { refuseField } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { isTimeZone } from '#platform/working-time.ts';
import { authHandlers } from './auth-routes.ts';
import type { Auth } from './auth.ts';
import { leaveCompany } from './leave-company.ts';
import { chooseCompany, loadMe, updatePerson } from './me-store.ts';

const own = (actor: SignedIn) => ({ side: 'vendor', personId: actor.personId }) as const;

/** Handlers of the person's own account. */
export function accountHandlers(platform: Platform, auth: Auth): Handlers<typeof accountRoutes> {
  const { db, config, mailer } = platform;
  return {
    ...authHandlers(platform, auth),
    getVendor: async () => ({
      name: config.vendorName,
      productName: 'CompanyAccount',
      demo: config.demo,
      renewalContact: config.renewalContact,
      mailDelivered: mailer.delivers,
    }),
    getMe: async ({ actor }) => loadMe(db, actor),
    patchMe: async ({ actor, body: { name, language, timeZone }, version }) =>
      transact(db, own(actor), async (tx) => {
        if (timeZone !== undefined && !isTimeZone(timeZone)) throw refuseField('/timeZone', 'invalid');
        await updatePerson(tx, actor.personId, version, {
          ...(name === undefined ? {} : { name: name.trim() }),
          ...(language === undefined ? {} : { language }),
          ...(timeZone === undefined ? {} : { time_zone: timeZone }),
        });
        await audit(tx, 'person.changed', { type: 'person', id: actor.personId }, {}, actor.membership?.companyId);
        return loadMe(tx, actor);
      }),
    chooseCompany: async ({ actor, body: { companyId } }) => {
      await transact(db, own(actor), async (tx) => {
        await chooseCompany(tx, actor, companyId);
        await audit(tx, 'session.company_chosen', { type: 'company', id: companyId }, {}, companyId);
      });
      return loadMe(db, { ...actor, membership: { companyId, role: 'user', sharing: 'own' } });
    },
    leaveCompany: async ({ actor, params: { companyId }, query: { withoutAdministrator = false } }) =>
      transact(db, own(actor), (tx) => leaveCompany(tx, actor.personId, companyId, withoutAdministrator)),
  };
}
