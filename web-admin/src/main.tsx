import '@fontsource-variable/geist/wght.css';
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
import { createRouter } from './app/router';
import { sessionEnded } from './app/session';
import { catalogues } from './i18n/catalogues';
// After the shared tokens, some of which it overrides.
import './app/desk.css';

const { link, connection, credentials } = apiLink({
  app: 'admin',
  apiUrl: import.meta.env.VITE_API_URL,
  onSignedOut: () => sessionEnded(client),
  onOtherPerson: () => window.location.reload(),
});
const stepUp = new StepUp();
const client = createClient(stepUp.link.concat(link));
const router = createRouter();
const i18n = await startI18n(catalogues);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
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
