import { createRoute } from '@tanstack/react-router';
import { require } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const lab = createRoute({ getParentRoute: () => accountLayout, path: '/lab', beforeLoad: require('desk') });

/** The pages of the Virus Lab. */
export const labRoutes = [lab] as const;
