import { createRoute } from '@tanstack/react-router';
import { accountLayout } from '../../routes/layouts.tsx';

const home = createRoute({ getParentRoute: () => accountLayout, path: '/home' });
const history = createRoute({ getParentRoute: () => accountLayout, path: '/requests' });
const newRequest = createRoute({ getParentRoute: () => accountLayout, path: '/requests/new' });
const request = createRoute({ getParentRoute: () => accountLayout, path: '/requests/$requestId' });

/** The pages of a company's members. */
export const portalRoutes = [home, history, newRequest, request] as const;
