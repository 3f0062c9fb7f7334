import { createRoute } from '@tanstack/react-router';
import { accountLayout } from '../../routes/layouts.tsx';

const profile = createRoute({
  getParentRoute: () => accountLayout,
  path: '/profile',
});

/** The pages about oneself. */
export const profileRoutes = [profile] as const;
