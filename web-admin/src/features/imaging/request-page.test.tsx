import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ada, aRequest } from '../../test/builders';
import { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { renderPage } from '../../test/render-page';

const anApi = (request: object): FakeApi =>
  new FakeApi({ Session: () => ({ viewer: ada }), RequestPage: () => ({ imageRequest: request }) });

const event = (id: string, move: string, status: string, second: number, more: object = {}) => ({
  __typename: 'ImageRequestEvent',
  id,
  move,
  status,
  at: new Date(Date.UTC(2026, 10, 1, 9, 0, second)).toISOString(),
  note: null,
  actor: null,
  ...more,
});

const picture = (position: number, displayUrl: string | null) => ({
  __typename: 'Image',
  id: `picture-${position}`,
  position,
  width: 1024,
  height: 1024,
  byteSize: 1_530_000,
  mimeType: 'image/png',
  sha256: 'ab'.repeat(32),
  displayUrl,
});

test('shows everything that was asked for', async () => {
  await renderPage(
    '/requests/a',
    anApi(
      aRequest({
        id: 'a',
        prompt: 'A cup',
        negativePrompt: 'text',
        loras: [
          { __typename: 'ImageLora', model: 'soft-daylight', weight: 0.8 },
          { __typename: 'ImageLora', model: 'street-film', weight: 1.25 },
        ],
      }),
    ),
  );
  expect(await screen.findByRole('heading', { level: 1, name: 'A cup' })).toBeVisible();
  const parameters = screen.getByRole('region', { name: 'Parameters' });
  for (const text of ['text', '1024 × 1024', 'Square 1:1', 'Standard', 'Natural', '1234567', '28', '3.5']) {
    expect(within(parameters).getByText(text)).toBeVisible();
  }
  expect(parameters).toHaveTextContent('soft-daylight at 0.8 and street-film at 1.3');
});

test('tells the history: what, when, how much later, and who', async () => {
  await renderPage(
    '/requests/a',
    anApi(
      aRequest({
        id: 'a',
        status: 'CANCELLED',
        history: [
          event('1', 'request', 'PENDING', 0, {
            actor: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' },
          }),
          event('2', 'accept', 'QUEUED', 12),
          event('3', 'cancel', 'CANCELLED', 20, {
            actor: { __typename: 'Person', id: 'ada', displayName: 'Ada Lindqvist' },
            note: 'Asked by phone',
          }),
        ],
      }),
    ),
  );
  const history = await screen.findByRole('region', { name: 'History' });
  const steps = within(history)
    .getAllByRole('listitem')
    .map((step) => step.textContent);
  expect(steps[0]).toMatch(/Asked for.*Lena Okafor/);
  expect(steps[1]).toMatch(/Accepted by the engine\+12s.*System/);
  expect(steps[2]).toMatch(/Cancelled\+8s.*Ada Lindqvist.*Asked by phone/);
});

test('shows pictures, one whose preview is not made yet, and room for those to come', async () => {
  const request = aRequest({
    id: 'a',
    status: 'PROCESSING',
    count: 3,
    images: [picture(0, '/media/0'), picture(1, null)],
  });
  await renderPage('/requests/a', anApi(request));
  expect(await screen.findByRole('img', { name: 'Picture 1 of 3' })).toHaveAttribute('src', '/media/0');
  expect(screen.getByText('The preview is being made.')).toBeVisible();
  expect(screen.getByText('Appears here when it arrives.')).toBeVisible();
});

test('follows the request live', async () => {
  const request = aRequest({ id: 'a', status: 'PROCESSING' });
  const api = anApi(request);
  await renderPage('/requests/a', api);
  await screen.findByRole('heading', { level: 1 });

  act(() =>
    api.send('RequestPageUpdates', {
      imageRequestUpdated: { ...request, status: 'COMPLETED', viewerMoves: [], images: [picture(0, '/media/0')] },
    }),
  );
  expect(await screen.findByRole('img', { name: 'Picture 1 of 1' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Cancel/ })).not.toBeInTheDocument();
});

test('a failure is said in words and by its code; a retry leads to the new request', async () => {
  const api = anApi(aRequest({ id: 'a', status: 'FAILED' }));
  api.answer('RetryRequest', () => ({ retryImageRequest: aRequest({ id: 'again', retryOfId: 'a' }) }));
  const { user, address } = await renderPage('/requests/a', api);
  expect(await screen.findByText('The AI service reported an error')).toBeVisible();
  expect(screen.getByText('AI_ERROR')).toBeVisible();

  await user.click(screen.getByRole('button', { name: /^Retry/ }));
  const link = await screen.findByRole('link', { name: 'Asked again' });
  await waitFor(() => expect(link).toHaveFocus());

  api.answer('RequestPage', () => ({ imageRequest: aRequest({ id: 'again', retryOfId: 'a' }) }));
  await user.click(link);
  await waitFor(() => expect(address()).toBe('/requests/again'));
  expect(await screen.findByRole('link', { name: 'An earlier request' })).toHaveAttribute('href', '/requests/a');
});

test('listens again after its listening failed, and reads what it missed', async () => {
  const api = anApi(aRequest({ id: 'a', prompt: 'A cup', status: 'QUEUED' }));
  await renderPage('/requests/a', api);
  await screen.findByRole('heading', { level: 1, name: 'A cup' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  act(() => api.breakOff('RequestPageUpdates'));
  api.answer('RequestPage', () => ({ imageRequest: aRequest({ id: 'a', prompt: 'A cup', status: 'PROCESSING' }) }));
  await act(() => vi.advanceTimersByTimeAsync(6000));
  vi.useRealTimers();
  expect(await screen.findByText('Processing')).toBeVisible();
  act(() =>
    api.send('RequestPageUpdates', {
      imageRequestUpdated: aRequest({ id: 'a', prompt: 'A cup', status: 'COMPLETED' }),
    }),
  );
  expect(await screen.findByText('Completed')).toBeVisible();
});
