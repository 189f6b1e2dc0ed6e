import { ApolloProvider } from '@apollo/client/react';
import { Connection } from '@influencegen/shared-schema/client/connection';
import { createClient } from '@influencegen/shared-schema/client/create-client';
import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { StepUp } from '@influencegen/shared-schema/client/step-up';
import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { startI18n } from '@influencegen/shared-schema/ui/i18n';
import { UiProvider } from '@influencegen/shared-schema/ui/provider';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { catalogues } from '../../i18n/catalogues.ts';
import { DocumentUpload } from './document-upload.tsx';
import { FakeUploads } from './fake-uploads.ts';
import type { OwnDocument } from './use-own-documents.ts';
import { HttpStackContext } from './use-upload.ts';

afterEach(() => sessionStorage.clear());

const document = (details: Partial<OwnDocument> = {}): OwnDocument => ({
  __typename: 'Document',
  id: 'd1',
  purpose: 'IDENTITY_FRONT',
  requestId: null,
  form: null,
  status: 'READY',
  refusal: null,
  fileName: 'passport.jpg',
  byteSize: 1_200_000,
  pageCount: 1,
  pageUrls: ['/documents/d1/pages/1'],
  ...details,
});

interface Shown {
  readOnly?: boolean;
  types?: string[];
  language?: string;
}

/** What the API says about documents; `documents` may change while the screen is open. */
async function renderUpload(
  documents: OwnDocument[] = [],
  { types = ['image/jpeg', 'application/pdf'], language = 'en', ...props }: Shown = {},
) {
  const state = { documents };
  const uploads = new FakeUploads();
  const tokens = { current: 'first', owner: 'lena' };
  const api = new FakeApi({
    OwnDocuments: () => ({
      documents: state.documents,
      documentRules: {
        __typename: 'DocumentRules',
        types,
        maxBytes: 5_000_000,
        maxPages: 20,
      },
    }),
    RemoveDocument: ({ id }) => {
      state.documents = state.documents.filter((one) => one.id !== id);
      return { removeDocument: { __typename: 'Document', id, status: 'REMOVED' } };
    },
  });
  const stepUp = new StepUp();
  const i18n = await startI18n(catalogues);
  await i18n.changeLanguage(language);
  const credentials = {
    apiUrl: '',
    token: async () => tokens.current,
    owner: () => tokens.owner,
    signedOutHere: () => false,
    distrust: () => {
      tokens.current = 'second';
    },
  };
  await act(async () =>
    render(
      <ApolloProvider client={createClient(stepUp.link.concat(api.link))}>
        <UiProvider i18n={i18n} connection={new Connection()} stepUp={stepUp}>
          <CredentialsContext value={credentials}>
            <HttpStackContext value={uploads}>
              <Suspense>
                <DocumentUpload purpose="IDENTITY_FRONT" title="Front of the passport" {...props} />
              </Suspense>
            </HttpStackContext>
          </CredentialsContext>
        </UiProvider>
      </ApolloProvider>,
    ),
  );
  return { api, uploads, state, tokens, user: userEvent.setup() };
}

const photo = (bytes = 3_000_000): File =>
  new File([new Uint8Array(bytes)], 'passport.jpg', { type: 'image/jpeg', lastModified: 7 });
const input = (): HTMLElement => screen.getByLabelText('File: Front of the passport');

test('a file is not sent as that of whoever signs in after its owner', async () => {
  const { uploads, tokens, user } = await renderUpload();
  const answer = Promise.withResolvers<void>();
  uploads.hold = answer.promise;
  await user.upload(input(), photo());
  await waitFor(() => expect(uploads.asked.map(({ method }) => method)).toEqual(['POST', 'PATCH']));
  tokens.current = 'of mateo';
  let looked = 0;
  Object.defineProperty(tokens, 'owner', { get: () => (looked++, 'mateo') });
  uploads.breakAfter = 100;
  answer.resolve();
  // The line is tried again: whose it is now is looked at before anything is sent.
  await waitFor(() => expect(looked).toBeGreaterThan(0));
  await act(async () => {});
  expect(new Set(uploads.asked.map(({ token }) => token))).toEqual(new Set(['Bearer first']));
});

test('a file is chosen, sent in pieces, looked through, and shown', async () => {
  const { uploads, state, api, user } = await renderUpload();
  const answer = Promise.withResolvers<void>();
  uploads.hold = answer.promise;
  await user.upload(input(), photo());
  const progress = await screen.findByRole('progressbar', { name: 'Sending passport.jpg' });
  await waitFor(() => expect(progress).toHaveAttribute('value', '34'));
  state.documents = [document({ status: 'CHECKING', pageUrls: [] })];
  answer.resolve();
  expect(await screen.findByText('passport.jpg has arrived and is being looked through.')).toBeVisible();
  const [sent] = [...uploads.uploads.values()];
  expect(sent).toMatchObject({ length: 3_000_000, bytes: 3_000_000 });
  expect(sent!.metadata).toBe(`purpose ${btoa('IDENTITY_FRONT')},filename ${btoa('passport.jpg')}`);
  expect(uploads.asked.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'PATCH']);

  state.documents = [document()];
  api.send('LiveDocuments', { documentChanged: document() });
  expect(await screen.findByRole('img', { name: 'Preview: Front of the passport' })).toHaveAttribute(
    'src',
    '/documents/d1/pages/1',
  );
  expect(screen.getByText(/^1\.2 ?MB, 1 page$/)).toBeVisible();
  // Another one does not call back what has arrived.
  await user.upload(input(), photo(10));
  await waitFor(() => expect(uploads.uploads.size).toBe(2));
  expect(uploads.asked.map(({ method }) => method)).not.toContain('DELETE');
});

test('what changes while the list is being read is read once more: no old answer stays', async () => {
  const checking = document({ status: 'CHECKING', pageUrls: [] });
  const { api, state } = await renderUpload([checking]);
  const old = Promise.withResolvers<void>();
  const answer = api.answerOf('OwnDocuments');
  api.answer('OwnDocuments', async (variables) => {
    const asOfNow = await answer(variables);
    await old.promise;
    return asOfNow;
  });
  const hears = (documentChanged: OwnDocument): void => act(() => api.send('LiveDocuments', { documentChanged }));
  hears(checking);
  await waitFor(() => expect(api.variablesOf('OwnDocuments')).toHaveLength(2));
  state.documents = [document()];
  hears(document());
  old.resolve();
  await waitFor(() => expect(api.variablesOf('OwnDocuments')).toHaveLength(3));
  expect(await screen.findByRole('img', { name: 'Preview: Front of the passport' })).toBeVisible();
  expect(screen.queryByText(/is being looked through/)).toBeNull();
});

test('a file may be dropped', async () => {
  const { uploads } = await renderUpload();
  fireEvent.drop(screen.getByText('or drop it here'), { dataTransfer: { files: [photo(10)] } });
  await waitFor(() => expect([...uploads.uploads.values()]).toMatchObject([{ bytes: 10 }]));
});

test('a photo is taken with the camera at the back of a phone', async () => {
  await renderUpload();
  const camera = screen.getByLabelText('Photo: Front of the passport');
  expect(camera).toHaveAttribute('capture', 'environment');
  // An iPhone sends HEIC only where a page asks for it, or for any picture.
  expect(camera).toHaveAttribute('accept', 'image/jpeg');
  expect(input()).toHaveAttribute('accept', 'image/jpeg,application/pdf');
  expect(screen.getByRole('button', { name: 'Take a photo' })).toBeInTheDocument();
});

test('after the line broke, it goes on where the server stands', async () => {
  const { uploads, user } = await renderUpload();
  uploads.breakAfter = 1_000_000;
  await user.upload(input(), photo());
  await waitFor(() => expect([...uploads.uploads.values()]).toMatchObject([{ bytes: 3_000_000 }]));
  expect(uploads.asked.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'HEAD', 'PATCH']);
});

test('a token that ran out on the way is replaced, and nothing is sent twice', async () => {
  const { uploads, user } = await renderUpload();
  uploads.stale.add('Bearer first');
  await user.upload(input(), photo(1_000));
  await waitFor(() => expect([...uploads.uploads.values()]).toMatchObject([{ bytes: 1_000 }]));
  expect(uploads.asked.at(-1)!.token).toBe('Bearer second');
});

const kept = (storage: Storage): [string, string][] => Object.entries<string>(storage);

test('the same file chosen again after the page was loaded anew goes on where it stopped, and nothing names it meanwhile', async () => {
  const first = await renderUpload();
  first.uploads.breakAfter = 1_000_000;
  first.uploads.hold = new Promise(() => undefined);
  await first.user.upload(input(), photo());
  await waitFor(() => expect(first.uploads.asked.map(({ method }) => method)).toContain('PATCH'));
  expect(kept(localStorage)).toEqual([]);
  expect(kept(sessionStorage)).toEqual([
    [expect.stringMatching(/^influencegen-upload-[0-9a-f]{32}$/), '/documents/uploads/1'],
  ]);

  const { cleanup } = await import('@testing-library/react');
  cleanup();
  const second = await renderUpload([document({ status: 'UPLOADING', pageUrls: [] })]);
  expect(screen.getByText(/^Sending passport.jpg was interrupted/)).toBeVisible();
  second.uploads.uploads.set('/documents/uploads/1', { length: 3_000_000, bytes: 2_000_000, metadata: '' });
  await second.user.upload(input(), photo());
  await waitFor(() => expect(second.uploads.uploads.get('/documents/uploads/1')!.bytes).toBe(3_000_000));
  expect(second.uploads.asked.map(({ method }) => method)).toEqual(['HEAD', 'PATCH']);
  await waitFor(() => expect(sessionStorage).toHaveLength(0));
});

test('cancelling ends the upload on both sides', async () => {
  const { uploads, user } = await renderUpload();
  uploads.hold = new Promise(() => undefined);
  await user.upload(input(), photo());
  await waitFor(() => expect(uploads.uploads.size).toBe(1));
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(uploads.uploads.size).toBe(0));
  expect(screen.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  expect(screen.queryByRole('progressbar')).toBeNull();
});

test('what is too large is not even sent', async () => {
  const { uploads, user } = await renderUpload();
  await user.upload(input(), photo(5_000_001));
  expect(await screen.findByText(/^The file is too large: 5 ?MB at most\. Save it smaller/)).toBeVisible();
  expect(uploads.asked).toEqual([]);
});

test.each([
  [409, 'This cannot be changed right now: it is being reviewed, or too many uploads are open.'],
  [413, /^The file is too large/],
  [429, 'That were many files at once. Try again in a few minutes.'],
  [400, 'The file could not be sent. Try again.'],
])('when the server answers %i, the person is told why, and may choose again', async (status, text) => {
  const { uploads, user } = await renderUpload();
  uploads.refuse = status;
  await user.upload(input(), photo(100));
  expect(await screen.findByText(text)).toBeVisible();
  uploads.refuse = null;
  await user.upload(input(), photo(100));
  await waitFor(() => expect([...uploads.uploads.values()]).toMatchObject([{ bytes: 100 }]));
});

test('who is refused reads why and what to do; what was good before stays', async () => {
  const { user, uploads } = await renderUpload([
    document({ id: 'd2', status: 'REFUSED', refusal: 'PDF_PASSWORD', fileName: 'statement.pdf', pageUrls: [] }),
    document(),
  ]);
  const alert = screen.getByText('statement.pdf was not taken.').closest('[role=alert]');
  expect(alert).toHaveTextContent('The PDF is locked with a password. Print it as a new PDF without one.');
  expect(screen.getByRole('img', { name: 'Preview: Front of the passport' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Choose another file' })).toBeVisible();
  await user.upload(input(), photo(100));
  await waitFor(() => expect(uploads.uploads.size).toBe(1));
});

test('where no photos are taken, none is asked for', async () => {
  await renderUpload([], { types: ['application/pdf'] });
  expect(input()).toHaveAttribute('accept', 'application/pdf');
  expect(screen.queryByRole('button', { name: 'Take a photo' })).toBeNull();
  expect(screen.queryByLabelText('Photo: Front of the passport')).toBeNull();
});

test.each([
  [
    'en',
    /HEIC format of iPhones\. On the phone, choose it here.*as JPEG\. On a computer, save it as JPEG or PDF first\.$/,
  ],
  ['de', /iPhone-Format HEIC\. Wähle es auf dem Telefon hier.*als JPEG\. Am Computer.*als JPEG oder PDF\.$/],
  [
    'es',
    /HEIC, el formato de los iPhone\. En el teléfono, elígela aquí.*como JPEG\. En un ordenador.*como JPEG o PDF\.$/,
  ],
  ['fr', /format HEIC des iPhone\. Sur le téléphone, choisis-la ici.*en JPEG\. Sur un ordinateur.*en JPEG ou PDF\.$/],
])('who drops a photo as iPhones keep it reads in %s what it is and what to do', async (language, text) => {
  const dropped = document({ status: 'REFUSED', refusal: 'HEIC', fileName: 'IMG_0001.HEIC', pageUrls: [] });
  await renderUpload([dropped], { language });
  expect(screen.getByRole('alert')).toHaveTextContent(/IMG_0001\.HEIC/);
  expect(screen.getByRole('alert')).toHaveTextContent(text);
});

test('a document is removed, and while it is being reviewed it is not', async () => {
  const { user, api } = await renderUpload([document()]);
  api.answer('RemoveDocument', () => {
    throw new Refusal('CONFLICT');
  });
  await user.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText(/^This cannot be changed right now/)).toBeVisible();
});

test('a document by which something was verified is replaced, not removed', async () => {
  const { user, api } = await renderUpload([document()]);
  api.answer('RemoveDocument', () => ({ removeDocument: { __typename: 'DocumentRelied', message: 'no' } }));
  await user.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText(/^We verified something by this document/)).toBeVisible();
  expect(screen.getByRole('img')).toBeVisible();
});

test('removing leaves the place free', async () => {
  const { user } = await renderUpload([document()]);
  await user.click(screen.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByRole('button', { name: 'Choose a file' })).toBeVisible();
  expect(screen.queryByRole('img')).toBeNull();
});

test('while it is reviewed, nothing can be chosen or removed', async () => {
  await renderUpload([document()], { readOnly: true });
  expect(screen.getByRole('img', { name: 'Preview: Front of the passport' })).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});

test('without a line it says so, and goes on when there is one', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { uploads } = await renderUpload();
    const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
    uploads.reachable = false;
    await user.upload(input(), photo(100));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await screen.findByText('The connection is gone. It goes on by itself.')).toBeVisible();
    uploads.reachable = true;
    await act(async () => void window.dispatchEvent(new Event('online')));
    await vi.advanceTimersByTimeAsync(20_000);
    await waitFor(() => expect([...uploads.uploads.values()]).toMatchObject([{ bytes: 100 }]));
  } finally {
    vi.useRealTimers();
  }
});

test('what was on its way when the line went, and is never answered, is sent again when there is one', async () => {
  const { uploads, user } = await renderUpload();
  uploads.hold = new Promise<void>(() => {});
  await user.upload(input(), photo(100));
  await waitFor(() => expect(uploads.asked.map(({ method }) => method)).toEqual(['POST', 'PATCH']));
  act(() => void window.dispatchEvent(new Event('offline')));
  expect(await screen.findByText('The connection is gone. It goes on by itself.')).toBeVisible();

  uploads.hold = Promise.resolve();
  act(() => void window.dispatchEvent(new Event('online')));
  await waitFor(() => expect([...uploads.uploads.values()]).toMatchObject([{ bytes: 100 }]));
  expect(uploads.asked.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'HEAD', 'PATCH']);
});
