import { randomUUID } from 'node:crypto';
import type { RouteName } from '@companyaccount/contract/routes';
import { newLicense } from '../harness/licenses.ts';
import type { TestApp } from '../harness/test-app.ts';
import { newCalendar, onNewCalendar } from '../licensing/calendar-cases.ts';
import { TARGETS, termsOf } from '../licensing/catalogue-samples.ts';
import { attempt, type Attempt } from './attack.ts';

/** A call that changes something, and what the record then says. */
export type Deed = { action: string; given: () => Promise<Attempt> };

/** What the vendor's admins do with the catalogue and with licenses. */
export function vendorLicensingDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const byAdmin = async (more: Attempt): Promise<Attempt> => ({
    cookie: await test().signIn('admin@vendor.example'),
    ...more,
  });
  const onProduct = async (): Promise<Attempt> => {
    const admin = await test().as('admin@vendor.example');
    return { params: { id: (await admin.createProduct({ body: { name: `Product ${randomUUID()}` } })).id } };
  };
  const onLicense = async (more: Attempt = {}): Promise<Attempt> =>
    byAdmin({ params: { id: (await newLicense(test())).id }, ...more });
  const onPlan = async (): Promise<Attempt> => {
    const admin = await test().as('admin@vendor.example');
    return {
      params: { id: (await admin.createPlan({ body: { name: `Plan ${randomUUID()}`, targets: TARGETS } })).id },
    };
  };

  return {
    createProduct: { action: 'product.created', given: () => byAdmin({ body: { name: 'Northlight Proxy' } }) },
    patchProduct: {
      action: 'product.changed',
      given: async () => byAdmin({ ...(await onProduct()), headers: { 'if-match': '"1"' }, body: { archived: true } }),
    },
    moveProduct: { action: 'product.moved', given: async () => byAdmin(await onProduct()) },
    deleteProduct: { action: 'product.deleted', given: async () => byAdmin(await onProduct()) },
    createPlan: { action: 'plan.created', given: () => byAdmin({ body: { name: 'Basic', targets: TARGETS } }) },
    patchPlan: {
      action: 'plan.changed',
      given: async () => byAdmin({ ...(await onPlan()), headers: { 'if-match': '"1"' } }),
    },
    deletePlan: { action: 'plan.deleted', given: async () => byAdmin(await onPlan()) },
    createCalendar: { action: 'calendar.created', given: () => byAdmin({ body: newCalendar() }) },
    patchCalendar: {
      action: 'calendar.changed',
      given: async () => byAdmin({ ...(await onNewCalendar(test())), headers: { 'if-match': '"1"' } }),
    },
    deleteCalendar: { action: 'calendar.deleted', given: async () => byAdmin(await onNewCalendar(test())) },
    issueLicense: { action: 'license.issued', given: async () => byAdmin({ body: { ...(await termsOf(test())) } }) },
    createLicenseBatch: {
      action: 'license_batch.started',
      given: async () => byAdmin({ body: { ...(await termsOf(test())), count: 2 } }),
    },
    importLicenseFile: {
      action: 'license_batch.started',
      given: () =>
        byAdmin({
          headers: { 'content-type': 'text/csv' },
          body: 'product,plan,seats,valid_until\nNorthlight Server,Standard,5,2099-12-31',
        }),
    },
    patchLicense: { action: 'license.changed', given: () => onLicense({ headers: { 'if-match': '"1"' } }) },
    suspendLicense: { action: 'license.suspended', given: () => onLicense() },
    resumeLicense: {
      action: 'license.resumed',
      given: async () => {
        const call = await onLicense();
        await attempt(test(), 'suspendLicense', { ...call, body: { reason: 'Unpaid' } });
        return call;
      },
    },
    revokeLicense: { action: 'license.revoked', given: () => onLicense() },
  };
}
