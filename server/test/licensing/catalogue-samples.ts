import type { PlanTargets } from '@companyaccount/contract/admin-catalogue';
import type { IssueLicense } from '@companyaccount/contract/admin-licensing';
import type { TestApp } from '../harness/test-app.ts';

const target = { first: 60, next: 120, resolution: null };
/** Targets of a plan, where they do not matter. */
export const TARGETS: PlanTargets = { 1: target, 2: target, 3: target, 4: target };

/** Terms that a license can be issued on. */
export async function termsOf(test: TestApp, change: Partial<IssueLicense> = {}): Promise<IssueLicense> {
  const admin = await test.as('admin@vendor.example');
  const [product] = (await admin.listCatalogueProducts()).data;
  const [plan] = (await admin.listCataloguePlans()).data;
  return { productId: product?.id ?? '', planId: plan?.id ?? '', seats: 25, validUntil: null, ...change };
}
