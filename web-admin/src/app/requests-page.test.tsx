import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ada, anOverview, aRequest, connectionOf, type TestRequest } from '../test/builders';
import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { renderPage } from '../test/render-page';

const listOf = (nodes: readonly object[], endCursor: string | null = null) => ({
  imageRequests: connectionOf('ImageRequestConnection', nodes, endCursor),
});

function anApi(requests: readonly TestRequest[], answers: ConstructorParameters<typeof FakeApi>[0] = {}): FakeApi {
  return new FakeApi({
    Session: () => ({ viewer: ada }),
    ImagingOverviewStrip: () => anOverview(),
    RequestMonitor: () => listOf(requests),
    PeopleSearch: () => ({ people: [] }),
    OpenRequests: () => ({ imageRequests: { __typename: 'ImageRequestConnection', nodes: [] } }),
    ...answers,
  });
}

afterEach(() => void vi.useRealTimers());

const table = () => screen.findByRole('table', { name: 'Image requests' });
const rowOf = async (prompt: string): Promise<HTMLElement> => {
  const link = within(await table()).getByRole('link', { name: prompt });
  const row = link.closest<HTMLElement>('[role="row"]');
  if (!row) throw new Error(`${prompt} stands in no row`);
  return row;
};
const prompts = async (): Promise<(string | null)[]> =>
  within(await table())
    .getAllByRole('link', { name: /^Prompt of/ })
    .map((link) => link.textContent);
/** A box in a popover, which jsdom cannot unfold. */
const unfolded = (name: string): HTMLElement => screen.getByRole('checkbox', { name, hidden: true });
const changed = (api: FakeApi, request: object): void =>
  act(() => api.send('RequestUpdates', { imageRequestUpdated: request }));

describe('a row', () => {
  test.each<[string, Omit<Parameters<typeof aRequest>[0], 'id'>, string[], string[]]>([
    ['Pending', { status: 'PENDING' }, ['about 20s left', 'Queue 2'], ['Cancel']],
    ['Queued', { status: 'QUEUED', takingLongerThanUsual: true }, ['Slower than usual'], ['Cancel']],
    ['Processing', { status: 'PROCESSING' }, ['40%'], ['Cancel']],
    ['Completed', { status: 'COMPLETED', count: 4 }, ['7s', '(4)'], []],
    ['Failed', { status: 'FAILED' }, ['AI service error'], ['Retry']],
    ['Timed out', { status: 'TIMED_OUT', engine: 'N8N', dispatchAttempts: 6 }, ['n8n', 'Attempts 6'], ['Retry']],
    ['Cancelled', { status: 'CANCELLED' }, ['7s'], ['Retry']],
  ])('that is %s says so, and what can be done', async (word, given, texts, actions) => {
    await renderPage('/requests', anApi([aRequest({ id: 'a', ...given })]));

    const row = await rowOf('Prompt of a');
    expect(row).toHaveTextContent(word);
    expect(row).toHaveTextContent('Lena Okafor');
    for (const text of texts) expect(row).toHaveTextContent(text);
    expect(
      within(row)
        .queryAllByRole('button')
        .map((button) => button.textContent),
    ).toEqual(actions);
  });

  test('shows the words of the API for a failure that this desk does not know', async () => {
    const failure = { __typename: 'ImageFailure', code: 'NEW_CODE', message: 'A sentence from the API.' };
    await renderPage('/requests', anApi([aRequest({ id: 'a', status: 'FAILED', failure })]));
    expect(await rowOf('Prompt of a')).toHaveTextContent('A sentence from the API.');
  });

  test('hides a column that somebody does not want, also next time', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    const { user } = await renderPage('/requests', api);
    await table();
    await user.click(unfolded('Engine'));
    expect(screen.queryByRole('columnheader', { name: 'Engine' })).not.toBeInTheDocument();
    expect(JSON.parse(localStorage.getItem('influencegen.desk.requests.hiddenColumns') ?? '')).toEqual(['engine']);
  });
});

describe('filters', () => {
  test('the address decides what is asked for', async () => {
    const api = anApi([], {
      PersonName: () => ({ person: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' } }),
    });
    await renderPage('/requests?status=failed,timed-out&person=lena&order=oldest', api);

    expect(await screen.findByText('Nothing matches these filters')).toBeVisible();
    expect(api.variablesOf('RequestMonitor')[0]).toMatchObject({
      filter: { status: ['FAILED', 'TIMED_OUT'], personId: 'lena' },
      order: 'OLDEST',
    });
    expect(screen.getByRole('button', { name: 'State: 2 states' })).toBeVisible();
    expect(await screen.findByDisplayValue('Lena Okafor')).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'Order' })).toHaveValue('OLDEST');
  });

  test('failures are chosen by name; one that this desk does not know stands by its code', async () => {
    const api = anApi([aRequest({ id: 'a', status: 'FAILED' })]);
    const { user, address } = await renderPage('/requests?failure=new-code', api);
    await table();

    expect(unfolded('NEW_CODE')).toBeChecked();
    await user.click(unfolded('AI service error'));
    await waitFor(() => expect(address()).toBe('/requests?failure=new-code%2Cai-error'));
    await waitFor(() =>
      expect(api.variablesOf('RequestMonitor').at(-1)).toHaveProperty('filter.failureCodes', ['NEW_CODE', 'AI_ERROR']),
    );
    expect(screen.getByRole('button', { name: 'Failure: 2 failures' })).toBeVisible();
    await user.click(unfolded('NEW_CODE'));
    await waitFor(() => expect(address()).toBe('/requests?failure=ai-error'));
  });

  test('choosing changes the address and asks again', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    const { user, address } = await renderPage('/requests', api);
    await table();

    await user.click(unfolded('Failed'));
    await waitFor(() => expect(address()).toBe('/requests?status=failed'));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Asked' }), 'Last hour');
    await waitFor(() => expect(address()).toBe('/requests?status=failed&age=1h'));
    await waitFor(() => expect(api.variablesOf('RequestMonitor').at(-1)).toHaveProperty('filter.status', ['FAILED']));

    await user.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(address()).toBe('/requests'));
  });

  test('a list narrowed by age comes, and "the last hour" moves on with each reading', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T12:00:30.000Z'), toFake: ['Date'] });
    const hourBefore = (): unknown[] =>
      api.variablesOf('RequestMonitor').map((asked) => (asked['filter'] as { createdAfter?: string }).createdAfter);
    // As over a line, where the rows come later than the page is drawn for the first time, and the clock goes on.
    const drawn = Promise.withResolvers<void>();
    const api = anApi([], {
      RequestMonitor: async () => {
        vi.setSystemTime(Date.now() + 20);
        await drawn.promise;
        return listOf([aRequest({ id: 'a', createdAt: '2026-11-21T11:30:00.000Z' })]);
      },
    });
    const { user } = await renderPage('/requests?age=1h', api);
    drawn.resolve();
    await table();
    expect(hourBefore()).toEqual(['2026-11-21T11:00:00.000Z']);

    vi.setSystemTime(Date.parse('2026-11-21T12:05:00.000Z'));
    changed(api, aRequest({ id: 'b', createdAt: '2026-11-21T12:04:00.000Z' }));
    await user.click(await screen.findByRole('button', { name: '1 new' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: '1 new' })).not.toBeInTheDocument());
    expect(new Set(hourBefore())).toEqual(new Set(['2026-11-21T11:00:00.000Z', '2026-11-21T11:05:00.000Z']));
  });

  test('a request that was opened leads back to the list as it was narrowed', async () => {
    const api = anApi([aRequest({ id: 'a', status: 'FAILED' })], {
      RequestPage: () => ({ imageRequest: aRequest({ id: 'a', status: 'FAILED' }) }),
    });
    const { user, address } = await renderPage('/requests?status=failed', api);
    await table();
    await user.click(await screen.findByRole('link', { name: 'Prompt of a' }));
    const page = within(await screen.findByRole('main'));
    await user.click(await page.findByRole('link', { name: 'Image requests' }));
    expect(address()).toBe('/requests?status=failed');
  });

  test('a person is found by the beginning of the name and taken with Enter', async () => {
    const api = anApi([aRequest({ id: 'a' })], {
      PeopleSearch: () => ({
        people: [
          { __typename: 'Person', id: 'lea', displayName: 'Lea Brandt' },
          { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' },
        ],
      }),
      PersonName: () => ({ person: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' } }),
    });
    const { user, address } = await renderPage('/requests', api);
    await table();

    await user.keyboard('/');
    expect(screen.getByRole('combobox', { name: 'Person' })).toHaveFocus();
    await user.keyboard('le');
    expect(await screen.findByRole('option', { name: 'Lea Brandt' })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowDown}{Enter}');

    await waitFor(() => expect(address()).toBe('/requests?person=lena'));
    expect(api.variablesOf('PeopleSearch').at(-1)).toEqual({ search: 'le' });
  });

  test('a figure of the overview leads to the rows that it counts', async () => {
    const { user, address } = await renderPage('/requests', anApi([aRequest({ id: 'a' })]));
    await user.click(await screen.findByRole('link', { name: 'Failed, last hour' }));
    await waitFor(() => expect(address()).toBe('/requests?status=failed,timed-out&age=1h'));
  });
});

describe('live', () => {
  test('a change shows in its row, and no row moves', async () => {
    const [first, second] = [aRequest({ id: 'a' }), aRequest({ id: 'b' })];
    const api = anApi([second, first]);
    await renderPage('/requests', api);
    expect(await rowOf('Prompt of a')).toHaveTextContent('Pending');

    changed(api, { ...first, status: 'PROCESSING', progress: 70, queuePosition: null });

    expect(await rowOf('Prompt of a')).toHaveTextContent('Processing');
    expect(await rowOf('Prompt of a')).toHaveTextContent('70%');
    expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']);
  });

  test('a new request comes on top by itself', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    await renderPage('/requests', api);
    await table();
    changed(api, aRequest({ id: 'b' }));
    await waitFor(async () => expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']));
  });

  test('while the focus is in a row, new ones are counted and wait until it leaves', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    const { user } = await renderPage('/requests', api);
    await table();
    await user.keyboard('j');
    changed(api, aRequest({ id: 'b' }));
    changed(api, aRequest({ id: 'c' }));

    expect(await screen.findByRole('button', { name: '2 new' })).toBeVisible();
    expect(await prompts()).toEqual(['Prompt of a']);

    await user.keyboard('/');
    await waitFor(async () => expect(await prompts()).toEqual(['Prompt of c', 'Prompt of b', 'Prompt of a']));
    expect(screen.queryByRole('button', { name: '2 new' })).not.toBeInTheDocument();
  });

  test('under a pointer too, until it leaves the window', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    await renderPage('/requests', api);
    const rows = (await rowOf('Prompt of a')).parentElement!;
    // jsdom knows no pointer.
    const pointer = vi.spyOn(rows, 'matches').mockImplementation((selector) => selector === ':hover');
    changed(api, aRequest({ id: 'b' }));
    expect(await screen.findByRole('button', { name: '1 new' })).toBeVisible();
    pointer.mockRestore();
    act(() => void document.documentElement.dispatchEvent(new Event('pointerleave')));
    // At once: whatever the page does later would show them too.
    expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']);
  });

  test('what waits is shown when it is taken, and nothing is read for it', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    const { user } = await renderPage('/requests', api);
    await table();
    await user.keyboard('j');
    changed(api, aRequest({ id: 'b' }));
    const readSoFar = api.variablesOf('RequestMonitor').length;
    await user.click(await screen.findByRole('button', { name: '1 new' }));
    await waitFor(async () => expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']));
    expect(api.variablesOf('RequestMonitor')).toHaveLength(readSoFar);
    expect(screen.getByRole('table', { name: 'Image requests' })).not.toContainElement(
      document.activeElement as HTMLElement,
    );
  });

  test('under a filter, what came to match and what no longer does is announced and taken on demand', async () => {
    const [old, kept] = [aRequest({ id: 'a' }), aRequest({ id: 'b' })];
    const fresh = aRequest({ id: 'c' });
    const api = anApi([kept, old]);
    const { user } = await renderPage('/requests?status=pending', api);
    await table();

    changed(api, { ...old, status: 'CANCELLED' });
    changed(api, fresh);
    changed(api, aRequest({ id: 'd', status: 'FAILED' }));

    expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']);
    api.answer('RequestMonitor', () => listOf([fresh, kept]));
    await user.click(screen.getByRole('button', { name: '1 new · 1 no longer matches' }));
    await waitFor(async () => expect(await prompts()).toEqual(['Prompt of c', 'Prompt of b']));
    expect(screen.queryByRole('button', { name: /new|match/ })).not.toBeInTheDocument();
  });

  test('what is new and cannot be read says so where it was pressed, and can be pressed again', async () => {
    const old = aRequest({ id: 'a' });
    const api = anApi([old]);
    const { user } = await renderPage('/requests?status=pending', api);
    await table();
    const fresh = aRequest({ id: 'b' });
    changed(api, fresh);
    const news = await screen.findByRole('button', { name: '1 new' });
    api.reachable(false);
    await user.click(news);
    const said = await screen.findByRole('alert');
    expect(said).toHaveTextContent('The server cannot be reached.');
    expect(said.parentElement).toContainElement(screen.getByRole('button', { name: '1 new' }));

    api.reachable(true);
    api.answer('RequestMonitor', () => listOf([fresh, old]));
    await user.click(screen.getByRole('button', { name: '1 new' }));
    await waitFor(async () => expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  test('places in the queue are renewed, without a change of their requests', async () => {
    const waiting = aRequest({ id: 'a', queuePosition: 7 });
    const api = anApi([waiting], {
      OpenRequests: () => ({
        imageRequests: { __typename: 'ImageRequestConnection', nodes: [{ ...waiting, queuePosition: 3 }] },
      }),
    });
    await renderPage('/requests', api);
    await waitFor(async () => expect(await rowOf('Prompt of a')).toHaveTextContent('Queue 3'));
  });

  test('the overview follows', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    await renderPage('/requests', api);
    await table();
    const pending = (await screen.findByRole('link', { name: 'Pending' })).closest('li');
    expect(pending).toHaveTextContent('Pending1');
    api.answer('ImagingOverviewStrip', () => anOverview({ pending: 7 }));
    changed(api, aRequest({ id: 'b' }));
    await waitFor(() => expect(pending).toHaveTextContent('Pending7'));
  });

  test('after a break of the line the list is read again', async () => {
    const missed = aRequest({ id: 'b' });
    const api = anApi([aRequest({ id: 'a' })]);
    const { connection } = await renderPage('/requests', api);
    await table();
    act(() => connection.become('reconnecting'));
    api.answer('RequestMonitor', () => listOf([missed]));
    act(() => connection.become('online'));
    await waitFor(async () => expect(await prompts()).toContain('Prompt of b'));
  });
});

const three = (): TestRequest[] =>
  ['c', 'b', 'a'].map((id) => aRequest({ id, status: id === 'b' ? 'FAILED' : 'PENDING' }));
const focused = (): string | null => document.activeElement?.textContent ?? null;

describe('by keyboard', () => {
  test('J, K and the arrows walk the rows and stop at the ends; Enter opens', async () => {
    const api = anApi(three(), { RequestPage: () => ({ imageRequest: aRequest({ id: 'b' }) }) });
    const { user, address } = await renderPage('/requests', api);
    await table();
    await user.keyboard('j');
    expect(focused()).toBe('Prompt of c');
    await user.keyboard('kj');
    expect(focused()).toBe('Prompt of b');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(focused()).toBe('Prompt of a');
    await user.keyboard('{ArrowUp}{Enter}');
    await waitFor(() => expect(address()).toBe('/requests/b'));
  });

  test('C cancels and R retries the row in focus', async () => {
    const [c, b] = three();
    const api = anApi(
      [c, b].filter((request) => request !== undefined),
      {
        CancelRequest: () => ({ cancelImageRequest: { ...c, status: 'CANCELLED', viewerMoves: ['RETRY'] } }),
        RetryRequest: () => ({ retryImageRequest: aRequest({ id: 'again', retryOfId: 'b' }) }),
      },
    );
    const { user } = await renderPage('/requests', api);
    await table();

    await user.keyboard('jc');
    await waitFor(async () => expect(await rowOf('Prompt of c')).toHaveTextContent('Cancelled'));
    expect(api.variablesOf('CancelRequest')).toEqual([{ id: 'c' }]);

    await user.keyboard('jr');
    const link = await within(await rowOf('Prompt of b')).findByRole('link', { name: 'Asked again' });
    expect(link).toHaveAttribute('href', '/requests/again');
    expect(within(await rowOf('Prompt of b')).queryByRole('button')).not.toBeInTheDocument();
  });

  test('keys typed into a field stay letters', async () => {
    const { user } = await renderPage('/requests', anApi(three()));
    await table();
    const field = screen.getByRole('combobox', { name: 'Person' });
    await user.type(field, 'jc');
    expect(field).toHaveValue('jc');
    expect(field).toHaveFocus();
  });

  test('single keys can be switched off', async () => {
    const { user } = await renderPage('/requests', anApi(three()));
    await table();
    await user.keyboard('?');
    await user.click(await screen.findByRole('checkbox', { name: 'Single-key shortcuts are on' }));
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.keyboard('j');
    expect(screen.getByRole('link', { name: 'Prompt of c' })).not.toHaveFocus();
  });
});

describe('when it does not work', () => {
  test('a refused cancel says why, in its row', async () => {
    const api = anApi([aRequest({ id: 'a' })], {
      CancelRequest: () => {
        throw new Refusal('CONFLICT');
      },
    });
    const { user } = await renderPage('/requests', api);
    await user.click(within(await rowOf('Prompt of a')).getByRole('button', { name: 'Cancel: Prompt of a' }));
    expect(await within(await rowOf('Prompt of a')).findByRole('alert')).toHaveTextContent(/changed in the meantime/);
  });

  test('a retry that the quota does not cover says until when', async () => {
    const api = anApi([aRequest({ id: 'a', status: 'FAILED' })], {
      RetryRequest: () => ({
        retryImageRequest: {
          __typename: 'ImageQuotaExceeded',
          quota: { __typename: 'ImageQuota', limit: 200, resetsAt: '2026-12-01T12:00:00.000Z' },
        },
      }),
    });
    const { user } = await renderPage('/requests', api);
    await user.click(within(await rowOf('Prompt of a')).getByRole('button', { name: 'Retry: Prompt of a' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The quota of 200 pictures is used up until December 1.',
    );
  });

  test('a list that cannot be read offers another try', async () => {
    const api = anApi([aRequest({ id: 'a' })]);
    api.answer('RequestMonitor', () => {
      throw new Refusal('INTERNAL_SERVER_ERROR');
    });
    const { user } = await renderPage('/requests', api);
    const again = await screen.findByRole('button', { name: 'Try again' });
    api.answer('RequestMonitor', () => listOf([aRequest({ id: 'a' })]));
    await user.click(again);
    expect(await prompts()).toEqual(['Prompt of a']);
  });

  test('an empty list says where requests come from', async () => {
    await renderPage('/requests', anApi([]));
    expect(await screen.findByText('No image requests yet')).toBeVisible();
  });

  test('the next page is appended; when it fails, what is there stays', async () => {
    const api = anApi([]);
    const newest = aRequest({ id: 'b' });
    api.answer('RequestMonitor', ({ after }) => {
      if (after) throw new Refusal('INTERNAL_SERVER_ERROR');
      return listOf([newest], 'cursor');
    });
    const { user } = await renderPage('/requests', api);
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/try again/);
    expect(await prompts()).toEqual(['Prompt of b']);

    api.answer('RequestMonitor', () => listOf([aRequest({ id: 'a' })]));
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(async () => expect(await prompts()).toEqual(['Prompt of b', 'Prompt of a']));
    expect(api.variablesOf('RequestMonitor').at(-1)).toMatchObject({ after: 'cursor' });
  });
});
