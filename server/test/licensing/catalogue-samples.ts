import type { PlanTargets } from '@companyaccount/contract/admin-catalogue';

const target = { first: 60, next: 120, resolution: null };
/** Targets of a plan, where they do not matter. */
export const TARGETS: PlanTargets = { 1: target, 2: target, 3: target, 4: target };
