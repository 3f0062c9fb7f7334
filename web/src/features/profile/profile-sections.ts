/** The sections of the pages about oneself, in their order. */
export const PROFILE_SECTIONS = [
  { to: '/profile', label: 'profile', permission: 'signed_in' },
  { to: '/profile/security', label: 'security', permission: 'signed_in' },
  { to: '/profile/notifications', label: 'notifications', permission: 'signed_in' },
  { to: '/profile/tokens', label: 'tokens', permission: 'staff' },
] as const;
