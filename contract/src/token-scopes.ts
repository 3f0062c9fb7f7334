/** What a token may be allowed to do; it never may more than its person. */
export const TOKEN_SCOPES = [
  'requests:read',
  'requests:write',
  'files',
  'licenses:read',
  'company:read',
  'audit:read',
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Those that mean something for staff of the vendor. */
export const STAFF_TOKEN_SCOPES = ['requests:read', 'requests:write', 'files', 'audit:read'] as const;
