export { findActor, findEndedSessions } from './actors-access.ts';
export { accountTasks } from './accounts-jobs.ts';
export { accountHandlers } from './accounts-routes.ts';
export { createAuth, hashPassword } from './auth.ts';
export { adminExists, createAdmin } from './create-admin.ts';
export { insertCompany, insertMember } from './companies-store.ts';
export { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people.ts';
export { insertAgent, insertPerson } from './people-store.ts';
export { registrationHandlers } from './registrations-routes.ts';
