export { findStandingActor } from './standing-actors-access.ts';
export { findActor, findEndedSessions } from './actors-access.ts';
export { tokenHandlers } from './api-tokens-routes.ts';
export { administrationScope, lockCompany, ownCompany } from './members-access.ts';
export { accountTasks } from './accounts-jobs.ts';
export { accountHandlers } from './accounts-routes.ts';
export { createAuth, hashPassword, issuePasswordLink } from './auth.ts';
export { createAdmin } from './create-admin.ts';
export { adminCompanyHandlers } from './admin-companies-routes.ts';
export { companyDomainHandlers } from './company-domains-routes.ts';
export { companyHandlers } from './companies-routes.ts';
export { insertCompany, insertMember } from './companies-store.ts';
export { leaveCompany, NO_ADMINISTRATOR_TASK } from './leave-company.ts';
export { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people.ts';
export { findAdministrators, findMemberByEmail, updateMember } from './members-store.ts';
export {
  asInterfaceLanguage,
  dropLinksOf,
  findPersonByEmail,
  hasAdmin,
  insertAgent,
  insertPerson,
  isMemberAnywhere,
  isStaff,
  normalizeEmail,
} from './people-store.ts';
export { tellMemberChange } from './tell-members.ts';
export { registrationHandlers } from './registrations-routes.ts';
export { resetSecondFactors } from './remove-second-factor.ts';
export { secondFactorHandlers } from './second-factors-routes.ts';
export { sessionCookieOf } from './session-cookie.ts';
export { signingInHandlers } from './signing-in-routes.ts';
export { verifyNewPassword } from './verify-new-password.ts';
