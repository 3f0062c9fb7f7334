import type { Me, Permission } from '@companyaccount/contract';
import { redirect } from '@tanstack/react-router';
import { homePath, may } from '../api/me.ts';

/** For `beforeLoad` of a page: leads a person to whom it is not open to their own start page. */
export function guard(permission: Permission): (options: { context: { me: Me } }) => void {
  return ({ context: { me } }) => {
    if (may(me, permission)) return;
    redirect({ to: homePath(me), throw: true });
  };
}
