import { createRoute } from '@tanstack/react-router';
import { require } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const desk = createRoute({ getParentRoute: () => accountLayout, path: '/desk', beforeLoad: require('desk') });

/** The pages of Technical Support. */
export const deskRoutes = [desk] as const;
