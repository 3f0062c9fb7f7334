/** The accounts of the demo data: one per role, all with the same published password. */
export const DEMO_PASSWORD = 'demo demo demo';

export const DEMO_PEOPLE = [
  { email: 'admin@vendor.example', name: 'Ada Admin', roles: ['admin'] },
  { email: 'lead@vendor.example', name: 'Lena Lead', roles: ['lead'] },
  { email: 'engineer@vendor.example', name: 'Erik Engineer', roles: ['engineer'] },
  { email: 'analyst@vendor.example', name: 'Alma Analyst', roles: ['analyst'] },
  { email: 'analyst2@vendor.example', name: 'Anton Analyst', roles: ['analyst'] },
  { email: 'anna@acme.example', name: 'Anna Acker', company: 'Acme Logistics', role: 'administrator' },
  { email: 'boris@acme.example', name: 'Boris Belov', company: 'Acme Logistics', role: 'user' },
  { email: 'clara@globex.example', name: 'Clara Grün', company: 'Globex Energy', role: 'administrator' },
] as const;

const emails = new Set<string>(DEMO_PEOPLE.map(({ email }) => email));

/** Whether the address belongs to an account whose password everybody can read. */
export const isDemoEmail = (email: string): boolean => emails.has(email.trim().toLowerCase());
