import { formatActivationCode } from '@companyaccount/contract/activation-code';
import { adminLicensingRoutes } from '@companyaccount/contract/admin-licensing';
import {
  downloadKeySet,
  findProvenLicense,
  readActivationCode,
  readProof,
  sendKeySet,
} from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { issueOneLicense } from './issue-one-license.ts';
import { cursorOf, licenseList, loadLicenseRow, presentLicense } from './licenses-views.ts';
import { renewLicense } from './renew-license.ts';
import { resumeLicense, revokeLicense, suspendLicense } from './suspend-license.ts';

/** Handlers of licenses, as the vendor's admins issue them, change them and take them back. */
export function issuedLicenseHandlers(platform: Platform): Handlers<typeof adminLicensingRoutes> {
  const { db, clock, keyring, config } = platform;
  /** Changes a license and shows it. */
  const change = async (actor: Agent, id: string, work: (tx: Tx) => Promise<void>) =>
    transact(db, scopeOf(actor), async (tx) => {
      await work(tx);
      return presentLicense(await loadLicenseRow(tx, id), clock());
    });
  return {
    listIssuedLicenses: async ({ query }) => {
      const now = clock();
      const list = await licenseList(db, query, config.serialPrefix, now);
      return page(
        adminLicensingRoutes.listIssuedLicenses,
        { query },
        await list.execute(),
        (row) => presentLicense(row, now),
        cursorOf(query.sort),
      );
    },
    issueLicense: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'issueLicense', key, body };
        const id = await once(tx, onceKey, () => issueOneLicense(tx, platform, body, clock()));
        return presentLicense(await loadLicenseRow(tx, id), clock());
      }),
    findIssuedLicense: async ({ body }) => {
      const { id } = await transact(db, SYSTEM, (tx) => findProvenLicense(tx, platform, readProof(body)));
      return { id };
    },
    getIssuedLicense: async ({ params: { id } }) => presentLicense(await loadLicenseRow(db, id), clock()),
    patchLicense: async ({ actor, params: { id }, body, version }) =>
      change(actor, id, (tx) => renewLicense(tx, platform, id, version, body)),
    suspendLicense: async ({ actor, params: { id }, body: { reason } }) =>
      change(actor, id, (tx) => suspendLicense(tx, platform, id, reason)),
    resumeLicense: async ({ actor, params: { id } }) => change(actor, id, (tx) => resumeLicense(tx, platform, id)),
    revokeLicense: async ({ actor, params: { id }, body: { reason } }) =>
      change(actor, id, (tx) => revokeLicense(tx, platform, id, reason)),
    showIssuedCode: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const license = await loadLicenseRow(tx, id);
        await audit(tx, 'activation_code.shown', { type: 'license', id }, {}, license.company_id);
        return { activationCode: formatActivationCode(await readActivationCode(tx, keyring, id)) };
      }),
    async downloadIssuedKeyFiles({ actor, params: { id }, reply }) {
      const keySet = await transact(db, scopeOf(actor), async (tx) => downloadKeySet(tx, await loadLicenseRow(tx, id)));
      if (keySet === null) throw new Refusal('key_files_not_ready');
      await sendKeySet(reply, keySet, actor.language, clock());
    },
  };
}
