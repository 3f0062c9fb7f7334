import { formatActivationCode } from '@companyaccount/contract/activation-code';
import { type License, licensingRoutes } from '@companyaccount/contract/licensing';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { verifyKeyFile } from './key-file.ts';
import { downloadKeySet } from './download-key-set.ts';
import { type KeySet, zipKeySet } from './key-set.ts';
import { listLicenseKeys } from './license-keys-store.ts';
import { shownState } from './license.ts';
import { loadLicense } from './licenses-access.ts';
import { openActivationCode } from './licenses-store.ts';
import { licenseCursor, type LicenseRow, listKeySet, listLicenses, listProducts } from './licensing-views.ts';

/** A license as its company sees it. */
export const presentLicense = (row: LicenseRow, now: Date): License => ({
  id: row.id,
  serial: row.serial,
  product: { id: row.product_id, name: row.product },
  plan: row.plan,
  seats: row.seats,
  state: shownState(row, now),
  validFrom: row.valid_from.toISOString(),
  validUntil: row.valid_until?.toISOString() ?? null,
});

/** Answers with a key set as a ZIP. */
export async function sendKeySet(
  reply: FastifyReply,
  keySet: KeySet,
  language: InterfaceLanguage,
  now: Date,
): Promise<void> {
  await reply
    .headers({
      'content-type': 'application/zip',
      'content-disposition': contentDisposition(`${keySet.serial}.zip`),
      'cache-control': 'private, no-store',
    })
    .send(Buffer.from(zipKeySet(keySet, language, now)));
}

/** Handlers of products, licenses and key files. */
export function licensingHandlers({ db, clock, keyring }: Platform): Handlers<typeof licensingRoutes> {
  return {
    listProducts: async () => ({ data: await listProducts(db) }),
    listLicenses: async ({ actor, query }) => {
      const now = clock();
      const rows = await transact(db, scopeOf(actor), (tx) => listLicenses(tx, query, now));
      return page(
        licensingRoutes.listLicenses,
        { query },
        rows,
        (row) => presentLicense(row, now),
        (row) => licenseCursor(row, query),
      );
    },
    getLicense: async ({ actor, params }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const row = await loadLicense(tx, params.id);
        return { ...presentLicense(row, clock()), keyFiles: await listKeySet(tx, row) };
      }),
    getActivationCode: async ({ actor, params }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const row = await loadLicense(tx, params.id);
        if (row.state === 'revoked') throw new Refusal('license_revoked');
        await audit(tx, 'activation_code.shown', { type: 'license', id: row.id });
        return { activationCode: formatActivationCode(await openActivationCode(tx, keyring, row.id)) };
      }),
    async downloadKeyFiles({ actor, params, reply }) {
      const keySet = await transact(db, scopeOf(actor), async (tx) =>
        downloadKeySet(tx, await loadLicense(tx, params.id)),
      );
      if (keySet === null) throw new Refusal('key_files_not_ready');
      await sendKeySet(reply, keySet, actor.language, clock());
    },
    listLicenseKeys: async () => ({
      data: (await listLicenseKeys(db)).map((row) => ({
        kid: row.kid,
        publicKey: row.public_key,
        createdAt: row.created_at.toISOString(),
        retiredAt: row.retired_at?.toISOString() ?? null,
      })),
    }),
    verifyKeyFile: async ({ body }) => {
      const keys = (await listLicenseKeys(db)).map((row) => ({ kid: row.kid, publicKey: row.public_key }));
      return verifyKeyFile(body.keyFile, keys, clock());
    },
  };
}
