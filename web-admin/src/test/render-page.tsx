import { ApolloProvider } from '@apollo/client/react';
import { Connection } from '@influencegen/shared-schema/client/connection';
import { createClient } from '@influencegen/shared-schema/client/create-client';
import { StepUp } from '@influencegen/shared-schema/client/step-up';
import type { Language } from '@influencegen/shared-schema/contract/languages';
import { startI18n } from '@influencegen/shared-schema/ui/i18n';
import { UiProvider } from '@influencegen/shared-schema/ui/provider';
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { routes } from '../app/router';
import { catalogues } from '../i18n/catalogues';
import type { FakeApi } from '@influencegen/shared-schema/test/fake-api';

/** The whole desk at an address, over a fake API. */
export async function renderPage(address: string, api: FakeApi, language?: Language) {
  const stepUp = new StepUp();
  const client = createClient(stepUp.link.concat(api.link));
  const connection = new Connection();
  if (language) localStorage.setItem('influencegen.language', language);
  const i18n = await startI18n(catalogues);
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  await act(async () =>
    render(
      <ApolloProvider client={client}>
        <UiProvider i18n={i18n} connection={connection} stepUp={stepUp}>
          <RouterProvider router={router} />
        </UiProvider>
      </ApolloProvider>,
    ),
  );
  return {
    user: userEvent.setup(),
    client,
    connection,
    /** As by the browser's button. */
    back: (): Promise<void> => act(() => router.navigate(-1)),
    address: (): string => router.state.location.pathname + router.state.location.search,
  };
}
