import { RouteError } from '@influencegen/shared-schema/ui/route-error';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { createBrowserRouter, redirect, type RouteObject } from 'react-router';
import { Layout } from './layout';

export const routes: RouteObject[] = [
  {
    errorElement: <RouteError />,
    hydrateFallbackElement: <></>,
    children: [
      {
        path: 'sign-in',
        lazy: async () => ({ Component: (await import('./sign-in-page')).SignInPage }),
      },
      {
        Component: Layout,
        children: [
          {
            errorElement: <RouteError />,
            children: [
              { index: true, loader: () => redirect('/requests') },
              {
                path: 'requests',
                lazy: async () => ({ Component: (await import('./requests-page')).RequestsPage }),
              },
              {
                path: 'requests/:id',
                lazy: async () => ({ Component: (await import('../features/imaging/request-page')).RequestPage }),
              },
              {
                path: 'queues',
                lazy: async () => ({ Component: (await import('../features/operations/queues-page')).QueuesPage }),
              },
              {
                path: 'health',
                lazy: async () => ({ Component: (await import('../features/operations/health-page')).HealthPage }),
              },
              {
                path: 'audit',
                lazy: async () => ({ Component: (await import('./audit-page')).AuditPage }),
              },
              {
                path: 'audit/:id',
                lazy: async () => ({ Component: (await import('../features/audit/audit-event-page')).AuditEventPage }),
              },
              { path: '*', Component: NotFound },
            ],
          },
        ],
      },
    ],
  },
];

export const createRouter = () =>
  createBrowserRouter(routes, { basename: import.meta.env.BASE_URL.replace(/\/$/, '') });
