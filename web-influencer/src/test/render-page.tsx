import { ApolloProvider } from '@apollo/client/react';
import { Connection } from '@influencegen/shared-schema/client/connection';
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

/** The whole app at an address, over a fake API. */
export async function renderPage(address: string, api: FakeApi, language?: Language) {
  const stepUp = new StepUp();
  const connection = new Connection();
  if (language) localStorage.setItem('influencegen.language', language);
  const i18n = await startI18n(catalogues);
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  await act(async () =>
    render(
      <ApolloProvider client={createClient(stepUp.link.concat(api.link))}>
        <UiProvider i18n={i18n} connection={connection} stepUp={stepUp}>
          <RouterProvider router={router} />
        </UiProvider>
      </ApolloProvider>,
    ),
  );
  return {
    user: userEvent.setup(),
    connection,
    address: (): string => router.state.location.pathname + router.state.location.search,
  };
}
