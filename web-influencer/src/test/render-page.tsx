import { ApolloProvider } from '@apollo/client/react';
import { Connection } from '@influencegen/shared-schema/client/connection';
import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { createClient } from '@influencegen/shared-schema/client/create-client';
import { StepUp } from '@influencegen/shared-schema/client/step-up';
import type { Language } from '@influencegen/shared-schema/contract/languages';
import type { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { startI18n } from '@influencegen/shared-schema/ui/i18n';
import { UiProvider } from '@influencegen/shared-schema/ui/provider';
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { routes } from '../app/router.tsx';
import { catalogues } from '../i18n/catalogues.ts';

const nobody = { apiUrl: '', token: async () => null, owner: () => null, distrust: () => undefined };

/** The whole app at an address, over a fake API. */
export async function renderPage(address: string, api: FakeApi, language?: Language, signedOutHere = false) {
  const stepUp = new StepUp();
  const connection = new Connection();
  if (language) localStorage.setItem('influencegen.language', language);
  const i18n = await startI18n(catalogues);
  const client = createClient(stepUp.link.concat(api.link));
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  await act(async () =>
    render(
      <ApolloProvider client={client}>
        <UiProvider i18n={i18n} connection={connection} stepUp={stepUp}>
          <CredentialsContext value={{ ...nobody, signedOutHere: () => signedOutHere }}>
            <RouterProvider router={router} />
          </CredentialsContext>
        </UiProvider>
      </ApolloProvider>,
    ),
  );
  return {
    user: userEvent.setup(),
    client,
    connection,
    address: (): string => router.state.location.pathname + router.state.location.search,
  };
}
