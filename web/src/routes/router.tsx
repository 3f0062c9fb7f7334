import { createRouter } from '@tanstack/react-router';
import { adminRoutes } from '../features/admin/routes.tsx';
import { cannedAnswerRoutes } from '../features/canned-answers/routes.tsx';
import { companiesRoutes } from '../features/companies/routes.tsx';
import { companyRoutes } from '../features/company/routes.tsx';
import { definitionRoutes, publishedRoutes } from '../features/definitions/routes.tsx';
import { deskRoutes } from '../features/desk/routes.tsx';
import { erasureRoutes } from '../features/erasure/routes.tsx';
import { articleRoutes, helpRoutes } from '../features/help/routes.tsx';
import { labRoutes } from '../features/lab/routes.tsx';
import { licenseRoutes } from '../features/licenses/routes.tsx';
import { outsideRoutes } from '../features/outside/routes.tsx';
import { portalRoutes } from '../features/portal/routes.tsx';
import { profileRoutes } from '../features/profile/routes.tsx';
import { publicRoutes } from '../features/public/routes.tsx';
import { reportRoutes } from '../features/reports/routes.tsx';
import { vendorLicensingRoutes } from '../features/vendor-licensing/routes.tsx';
import { staffRoutes } from '../features/staff/routes.tsx';
import { NotFound, RouteError } from '../ui/states/route-states.tsx';
import { accountLayout, publicLayout, rootRoute } from './layouts.tsx';

// Each feature lists its own pages; only the two parents are named here.
const routeTree = rootRoute.addChildren([
  publicLayout.addChildren([...publicRoutes, ...outsideRoutes, ...publishedRoutes, ...helpRoutes]),
  accountLayout.addChildren([
    ...portalRoutes,
    ...licenseRoutes,
    ...companyRoutes,
    ...deskRoutes,
    ...cannedAnswerRoutes,
    ...labRoutes,
    ...reportRoutes,
    ...definitionRoutes,
    ...profileRoutes,
    ...adminRoutes,
    ...vendorLicensingRoutes,
    ...companiesRoutes,
    ...erasureRoutes,
    ...staffRoutes,
    ...articleRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
