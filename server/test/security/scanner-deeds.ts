import type { RouteName } from '@companyaccount/contract/routes';
import type { TestApp } from '../harness/test-app.ts';
import { companyId } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What administrators do with the credentials of scanners. */
export function scannerDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const atAcme = async () => ({
    id: await companyId(test(), 'Acme Logistics'),
    cookie: await test().signIn('anna@acme.example'),
  });
  return {
    createScannerCredential: {
      action: 'scanner_credential.created',
      given: async () => {
        const { id, cookie } = await atAcme();
        return { params: { id }, cookie };
      },
    },
    revokeScannerCredential: {
      action: 'scanner_credential.revoked',
      given: async () => {
        const { id, cookie } = await atAcme();
        const made = await test()
          .client(cookie)
          .createScannerCredential({ params: { id }, body: { name: 'Gateways' } });
        return { params: { id, credentialId: made.id }, cookie };
      },
    },
  };
}
