import { CredentialsContext } from '@influencegen/shared-schema/client/credentials';
import { Connection } from '@influencegen/shared-schema/client/connection';
import { StepUp } from '@influencegen/shared-schema/client/step-up';
import { startI18n } from '@influencegen/shared-schema/ui/i18n';
import { UiProvider } from '@influencegen/shared-schema/ui/provider';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { catalogues } from '../../i18n/catalogues.ts';
import { DocumentViewer } from './document-viewer.tsx';

const fetched: { url: string; authorization: string | null }[] = [];
const revoked: string[] = [];
let gone = false;
let proven = true;
beforeEach(() => {
  fetched.length = 0;
  gone = false;
  proven = true;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    fetched.push({ url, authorization: new Headers(init.headers).get('authorization') });
    if (!proven) return new Response(null, { status: 403 });
    return gone ? new Response(null, { status: 404 }) : new Response(url);
  });
  let made = 0;
  URL.createObjectURL = () => `blob:${++made}`;
  revoked.length = 0;
  URL.revokeObjectURL = (address) => void revoked.push(address);
});
afterEach(() => vi.unstubAllGlobals());

async function renderViewer(pages = 3) {
  const i18n = await startI18n(catalogues);
  const document = {
    pageUrls: Array.from({ length: pages }, (_, i) => `/documents/d1/pages/${i + 1}`),
    originalUrl: '/documents/d1/original',
  };
  const credentials = {
    apiUrl: '',
    token: async () => 'a token',
    owner: () => null,
    distrust: () => undefined,
    signedOutHere: () => false,
  };
  const stepUp = new StepUp();
  const connection = new Connection();
  const viewer = (title: string) => (
    <UiProvider i18n={i18n} connection={connection} stepUp={stepUp}>
      <CredentialsContext value={credentials}>
        <DocumentViewer document={document} title={title} />
      </CredentialsContext>
    </UiProvider>
  );
  const { unmount, rerender } = render(viewer('Bank statement'));
  return { user: userEvent.setup(), unmount, stepUp, rename: (title: string) => rerender(viewer(title)) };
}

const page = (number: number, of = 3): Promise<HTMLElement> =>
  screen.findByRole('img', { name: `Bank statement, page ${number} of ${of}` });

test('one page is shown at a time, and each is fetched once, when it is looked at', async () => {
  const { user } = await renderViewer();
  await page(1);
  expect(fetched).toEqual([{ url: '/documents/d1/pages/1', authorization: 'Bearer a token' }]);
  expect(screen.getByRole('button', { name: 'Previous page' })).toHaveAttribute('aria-disabled', 'true');
  await user.click(screen.getByRole('button', { name: 'Next page' }));
  await page(2);
  expect(screen.getByRole('status')).toHaveTextContent('Page 2 of 3');
  await user.click(screen.getByRole('button', { name: 'Previous page' }));
  await page(1);
  expect(fetched.map(({ url }) => url)).toEqual(['/documents/d1/pages/1', '/documents/d1/pages/2']);
});

test('the keys do what the buttons do', async () => {
  const { user } = await renderViewer();
  await page(1);
  await act(async () => screen.getByRole('group', { name: /^Document\. Keys/ }).focus());
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
  const shown = await page(3);
  await user.keyboard('+t');
  expect(shown).toHaveAttribute('data-turn', '90');
  expect(shown.parentElement).toHaveStyle({ width: '150%' });
  await user.keyboard('ttt');
  expect(shown).toHaveAttribute('data-turn', '0');
  await user.keyboard('t--');
  expect(shown.parentElement).toHaveStyle({ width: '100%' });
  await user.keyboard('+0');
  expect(shown).toHaveAttribute('data-turn', '0');
  expect(shown.parentElement).toHaveStyle({ width: '100%' });
  await user.keyboard('{Home}');
  await page(1);
  // A page that is larger than its room is moved by the arrows, which turn it over no more; the keys for pages do.
  await user.keyboard('+{ArrowRight}');
  await page(1);
  await user.keyboard('{PageDown}');
  await page(2);
  await user.keyboard('{PageUp}');
  await page(1);
  await user.keyboard('0{ArrowRight}');
  await page(2);
  await user.keyboard('{End}');
  await page(3);
});

test('a page that is being moved goes on when what is around it changes', async () => {
  const { user, rename } = await renderViewer();
  await page(1);
  const desk = screen.getByRole('group', { name: /^Document\. Keys/ });
  await act(async () => desk.focus());
  await user.keyboard('+');
  // The browser tells of it a frame later.
  desk.scrollLeft = 40;
  rename('Statement');
  await screen.findByRole('img', { name: 'Statement, page 1 of 3' });
  expect(desk.scrollLeft).toBe(40);
});

test('a document of one page has nothing to turn over', async () => {
  await renderViewer(1);
  await page(1, 1);
  expect(screen.queryByRole('button', { name: 'Next page' })).toBeNull();
  expect(screen.getByRole('link', { name: 'Download the original' })).toHaveAttribute('href', '/documents/d1/original');
});

test('a page that is not given says so, and is asked for again on request', async () => {
  gone = true;
  const { user } = await renderViewer(1);
  expect(await screen.findByText(/^The page cannot be shown/)).toBeVisible();
  gone = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await page(1, 1);
});

test('a page that could not be fetched without a line is not called removed', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  await renderViewer(1);
  expect(await screen.findByText(/^The server cannot be reached/)).toBeVisible();
});

test('who has to show first who they are is asked, and then sees the page; the file, too', async () => {
  proven = false;
  const { user, stepUp } = await renderViewer(1);
  await waitFor(() => expect(stepUp.isAsking).toBe(true));
  proven = true;
  act(() => stepUp.settle(true));
  await page(1, 1);

  const kept: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    kept.push(this.getAttribute('href')!);
  });
  const download = screen.getByRole('link', { name: 'Download the original' });
  proven = false;
  await user.click(download);
  await waitFor(() => expect(stepUp.isAsking).toBe(true));
  act(() => stepUp.settle(false));
  expect(await screen.findByText('The file was not given. Try again.')).toBeVisible();
  await user.click(download);
  await waitFor(() => expect(stepUp.isAsking).toBe(true));
  proven = true;
  act(() => stepUp.settle(true));
  await waitFor(() => expect(kept).toEqual(['/documents/d1/original']));
  expect(screen.queryByText('The file was not given. Try again.')).toBeNull();
  vi.restoreAllMocks();
});

test('who leaves takes the pictures from the memory of the browser', async () => {
  const { unmount } = await renderViewer();
  await page(1);
  unmount();
  expect(revoked).toEqual(['blob:1']);
});
