import { RootError, RouteError } from '@influencegen/shared-schema/ui/route-error';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Layout } from './layout';
import { StartPage } from './start-page';

export const routes: RouteObject[] = [
  {
    errorElement: <RootError />,
    hydrateFallbackElement: <></>,
    children: [
      {
        path: 'sign-in',
        lazy: async () => ({ Component: (await import('./sign-in-page')).SignInPage }),
      },
      {
        path: 'forgot',
        lazy: async () => ({ Component: (await import('./door-pages')).ForgotPasswordPage }),
      },
      {
        path: 'new-address',
        lazy: async () => ({ Component: (await import('./door-pages')).NewAddressPage }),
      },
      {
        path: 'former-address',
        lazy: async () => ({ Component: (await import('./door-pages')).FormerAddressPage }),
      },
      {
        path: 'reset',
        lazy: async () => ({ Component: (await import('./door-pages')).ResetPasswordPage }),
      },
      {
        path: 'invitation',
        lazy: async () => ({ Component: (await import('./door-pages')).InvitationPage }),
      },
      {
        Component: Layout,
        children: [
          {
            errorElement: <RouteError />,
            children: [
              { index: true, Component: StartPage },
              {
                path: 'requests',
                lazy: async () => ({ Component: (await import('./requests-page')).RequestsPage }),
              },
              {
                path: 'requests/:id',
                lazy: async () => ({ Component: (await import('../features/imaging/request-page')).RequestPage }),
              },
              {
                path: 'campaigns',
                lazy: async () => ({ Component: (await import('./campaign-pages')).CampaignsPage }),
              },
              {
                path: 'campaigns/new',
                lazy: async () => ({ Component: (await import('./campaign-pages')).NewCampaignPage }),
              },
              {
                path: 'campaigns/:id',
                lazy: async () => ({ Component: (await import('./campaign-pages')).CampaignPage }),
              },
              {
                path: 'campaigns/:id/edit',
                lazy: async () => ({ Component: (await import('./campaign-pages')).EditCampaignPage }),
              },
              {
                path: 'reviews',
                lazy: async () => ({ Component: (await import('./review-pages')).ReviewsPage }),
              },
              {
                path: 'reviews/numbers',
                lazy: async () => ({ Component: (await import('../features/onboarding/numbers-page')).NumbersPage }),
              },
              {
                path: 'reviews/reasons',
                lazy: async () => ({ Component: (await import('./review-pages')).ReviewReasonsPage }),
              },
              {
                path: 'reviews/:id',
                lazy: async () => ({ Component: (await import('./review-pages')).ReviewCasePage }),
              },
              {
                path: 'deposits',
                lazy: async () => ({ Component: (await import('./deposits-page')).DepositsPage }),
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
              {
                path: 'people',
                lazy: async () => ({ Component: (await import('../features/accounts/people-page')).PeoplePage }),
              },
              {
                path: 'people/invite',
                lazy: async () => ({ Component: (await import('../features/accounts/invite-page')).InvitePage }),
              },
              {
                path: 'people/:id',
                lazy: async () => ({ Component: (await import('../features/accounts/person-page')).PersonPage }),
              },
              {
                path: 'roles',
                lazy: async () => ({ Component: (await import('../features/accounts/roles-page')).RolesPage }),
              },
              {
                path: 'api-keys',
                lazy: async () => ({ Component: (await import('../features/accounts/api-keys-page')).ApiKeysPage }),
              },
              {
                path: 'security',
                lazy: async () => ({ Component: (await import('../features/accounts/security-page')).SecurityPage }),
              },
              {
                path: 'settings',
                lazy: async () => ({ Component: (await import('./settings-page')).SettingsPage }),
              },
              {
                path: 'inbox',
                lazy: async () => ({ Component: (await import('../features/inbox/inbox-page')).InboxPage }),
              },
              {
                path: 'inbox/settings',
                lazy: async () => ({ Component: (await import('../features/inbox/preferences-page')).PreferencesPage }),
              },
              {
                path: 'mail-texts',
                lazy: async () => ({
                  Component: (await import('../features/inbox/template-list-page')).TemplateListPage,
                }),
              },
              {
                path: 'mail-texts/:notice',
                lazy: async () => ({ Component: (await import('../features/inbox/template-page')).TemplatePage }),
              },
              {
                path: 'terms',
                lazy: async () => ({ Component: (await import('./terms-page')).TermsPage }),
              },
              {
                path: 'terms/:key',
                lazy: async () => ({ Component: (await import('./terms-page')).TermsDocumentPage }),
              },
              {
                path: 'terms/:key/:number',
                lazy: async () => ({ Component: (await import('./terms-page')).TermsVersionPage }),
              },
              {
                path: 'outbox',
                lazy: async () => ({ Component: (await import('./outbox-page')).OutboxPage }),
              },
              {
                path: 'outbox/:id',
                lazy: async () => ({ Component: (await import('../features/inbox/mail-page')).MailPage }),
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
