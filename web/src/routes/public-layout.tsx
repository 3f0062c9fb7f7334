import { Outlet } from '@tanstack/react-router';
import { PublicShell } from '../ui/shell/public-shell.tsx';
import { NotFound } from '../ui/states/route-states.tsx';

/** The shell around the pages that are open to everybody. */
export function PublicLayout() {
  return (
    <PublicShell>
      <Outlet />
    </PublicShell>
  );
}

/** The page for an address outside every layout. */
export function PublicNotFound() {
  return (
    <PublicShell>
      <NotFound />
    </PublicShell>
  );
}
