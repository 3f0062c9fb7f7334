import { createRoute } from '@tanstack/react-router';
import { require } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const mailLog = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/mail-log',
  beforeLoad: require('admin'),
});

const system = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/system',
  beforeLoad: require('admin'),
});

/** The pages of the vendor's administrators. */
export const adminRoutes = [mailLog, system] as const;
