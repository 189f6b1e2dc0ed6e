import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { RootError, RouteError } from '@influencegen/shared-schema/ui/route-error';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Layout } from './layout.tsx';

export const routes: RouteObject[] = [
  {
    ErrorBoundary: RootError,
    HydrateFallback: () => null,
    children: [
      { path: 'sign-in', lazy: async () => ({ Component: (await import('./sign-in-page.tsx')).SignInPage }) },
      { path: 'register', lazy: async () => ({ Component: (await import('./register-page.tsx')).RegisterPage }) },
      { path: 'verify', lazy: async () => ({ Component: (await import('./verify-page.tsx')).VerifyPage }) },
      {
        path: 'forgot',
        lazy: async () => ({ Component: (await import('./door-pages.tsx')).ForgotPasswordPage }),
      },
      {
        path: 'new-address',
        lazy: async () => ({ Component: (await import('./door-pages.tsx')).NewAddressPage }),
      },
      {
        path: 'former-address',
        lazy: async () => ({ Component: (await import('./door-pages.tsx')).FormerAddressPage }),
      },
      {
        path: 'reset',
        lazy: async () => ({ Component: (await import('./door-pages.tsx')).ResetPasswordPage }),
      },
      { path: 'invitation', lazy: async () => ({ Component: (await import('./door-pages.tsx')).InvitationPage }) },
      {
        path: 'terms/:key/:number?',
        lazy: async () => ({ Component: (await import('../features/terms/terms-text-page.tsx')).TermsTextPage }),
      },
      { path: 'handoff', lazy: async () => ({ Component: (await import('./hand-off-page.tsx')).HandOffPage }) },
      { path: 'support', lazy: async () => ({ Component: (await import('./support-page.tsx')).SupportPage }) },
      {
        Component: Layout,
        children: [
          {
            ErrorBoundary: RouteError,
            children: [
              { index: true, lazy: async () => ({ Component: (await import('./home-page.tsx')).HomePage }) },
              {
                path: 'onboarding',
                lazy: async () => ({ Component: (await import('./onboarding-page.tsx')).OnboardingPage }),
              },
              {
                path: 'onboarding/:section',
                lazy: async () => ({
                  Component: (await import('./onboarding-section-page.tsx')).OnboardingSectionPage,
                }),
              },
              {
                path: 'studio',
                lazy: async () => ({ Component: (await import('./studio-or-joining.tsx')).StudioOrJoining }),
              },
              {
                path: 'discover',
                lazy: async () => ({ Component: (await import('./discover-or-joining.tsx')).DiscoverOrJoining }),
              },
              {
                path: 'discover/:id',
                lazy: async () => ({ Component: (await import('./discover-or-joining.tsx')).CampaignOrJoining }),
              },
              {
                path: 'gallery',
                lazy: async () => ({ Component: (await import('./gallery-or-joining.tsx')).GalleryOrJoining }),
              },
              {
                path: 'gallery/:imageId',
                lazy: async () => ({ Component: (await import('../features/imaging/picture-page.tsx')).PicturePage }),
              },
              {
                path: 'profile',
                lazy: async () => ({ Component: (await import('./own-profile-page.tsx')).OwnProfilePage }),
              },
              {
                path: 'security',
                lazy: async () => ({
                  Component: (await import('../features/accounts/security-page.tsx')).SecurityPage,
                }),
              },
              {
                path: 'inbox',
                lazy: async () => ({ Component: (await import('../features/inbox/inbox-page.tsx')).InboxPage }),
              },
              {
                path: 'inbox/settings',
                lazy: async () => ({
                  Component: (await import('../features/inbox/preferences-page.tsx')).PreferencesPage,
                }),
              },
              {
                path: 'terms',
                lazy: async () => ({ Component: (await import('../features/terms/terms-page.tsx')).TermsPage }),
              },
              { path: 'help', lazy: async () => ({ Component: (await import('./help-page.tsx')).HelpPage }) },
              {
                path: 'help/:article',
                lazy: async () => ({ Component: (await import('./help-page.tsx')).HelpArticlePage }),
              },
              { path: '*', Component: NotFound },
            ],
          },
        ],
      },
    ],
  },
];

export const createRouter = () => createBrowserRouter(routes);
