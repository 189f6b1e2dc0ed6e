import '@fontsource-variable/geist/wght.css';
import '@fontsource-variable/bricolage-grotesque/wght.css';
import { ApolloProvider } from '@apollo/client/react';
import { apiLink } from '@influencegen/shared-schema/client/api-link';
import { createClient } from '@influencegen/shared-schema/client/create-client';
import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { StepUp } from '@influencegen/shared-schema/client/step-up';
import { startI18n } from '@influencegen/shared-schema/ui/i18n';
import { UiProvider } from '@influencegen/shared-schema/ui/provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import './app/look.css';
import { createRouter } from './app/router.tsx';
import { sessionEnded } from './app/session-ended.ts';
import { catalogues } from './i18n/catalogues.ts';

const { link, connection, credentials } = apiLink({
  app: 'influencer',
  apiUrl: import.meta.env.VITE_API_URL,
  onSignedOut: () => sessionEnded(client),
  onOtherPerson: () => window.location.reload(),
});
const stepUp = new StepUp();
const client = createClient(stepUp.link.concat(link));
const router = createRouter();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const i18n = await startI18n(catalogues);

createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <UiProvider i18n={i18n} connection={connection} stepUp={stepUp}>
        <CredentialsContext value={credentials}>
          <RouterProvider router={router} />
        </CredentialsContext>
      </UiProvider>
    </ApolloProvider>
  </StrictMode>,
);

// While developing, files change under their names.
if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js');
