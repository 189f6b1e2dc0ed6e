import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ada, connectionOf } from '../../test/builders';
import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { renderPage } from '../../test/render-page';
import { payloadIds } from './payload-ids';

const aLetter = (id: string, more: object = {}) => ({
  __typename: 'DeadLetter',
  id,
  queue: 'image-dispatch',
  payload: JSON.stringify({ requestId: `request-${id}` }),
  error: `Error of ${id}`,
  attempts: 6,
  failedAt: '2026-11-01T09:00:00.000Z',
  imageRequestId: `request-${id}`,
  ...more,
});

/** Holds what was given up, and forgets what is settled. */
function anApi(ids: readonly string[], refused: Record<string, Refusal> = {}): FakeApi {
  let letters = ids.map((id) => aLetter(id));
  const settle = (field: string) => (variables: Record<string, unknown>) => {
    const refusal = refused[String(variables.id)];
    if (refusal) throw refusal;
    letters = letters.filter(({ id }) => id !== variables.id);
    return { [field]: { __typename: 'SettledDeadLetter', id: variables.id } };
  };
  return new FakeApi({
    Session: () => ({ viewer: ada }),
    QueuesPage: () => ({
      jobQueues: [
        { __typename: 'JobQueue', name: 'image-dispatch', waiting: 3, active: 1, deadLetters: letters.length },
        { __typename: 'JobQueue', name: 'document-check', waiting: 0, active: 0, deadLetters: 0 },
        { __typename: 'JobQueue', name: 'something-new', waiting: 0, active: 0, deadLetters: 0 },
      ],
      deadLetters: connectionOf('DeadLetterConnection', letters),
    }),
    RetryDeadLetter: settle('retryDeadLetter'),
    DiscardDeadLetter: settle('discardDeadLetter'),
  });
}

const letters = (): HTMLElement[] =>
  within(screen.getByRole('list', { name: 'Jobs given up' })).getAllByRole('listitem');
const letter = async (id: string): Promise<HTMLElement> => {
  const item = (await screen.findByText(`Error of ${id}`)).closest('li');
  if (!item) throw new Error(`${id} stands in no row`);
  return item;
};

describe('queues', () => {
  test.each([
    ['en', 'Checks of documents'],
    ['de', 'Prüfung der Dokumente'],
    ['es', 'Comprobación de documentos'],
    ['fr', 'Contrôle des documents'],
  ] as const)('are called by what they do, not by their key: %s', async (language, words) => {
    await renderPage('/queues', anApi([]), language);
    expect(await screen.findByRole('rowheader', { name: new RegExp(`^${words} *document-check$`) })).toBeVisible();
  });

  test('are listed with their figures, also one that this desk does not know', async () => {
    await renderPage('/queues', anApi(['a']));
    const row = await screen.findByRole('row', { name: /Hand-over to the engine/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['3', '1', '1']);
    expect(screen.getByRole('row', { name: /something-new/ })).toBeVisible();
  });

  test('stand below what waits for a person', async () => {
    await renderPage('/queues', anApi(['a']));
    await letter('a');
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual([
      'Jobs given up',
      'Job queues',
    ]);
  });
});

describe('a job given up', () => {
  test('shows what it was about, why it failed, and leads to the request', async () => {
    await renderPage('/queues', anApi(['a']));
    const item = await letter('a');
    expect(item).toHaveTextContent('6 attempts');
    expect(item).toHaveTextContent('requestId request-a');
    expect(within(item).getByRole('link', { name: 'Open the request' })).toHaveAttribute('href', '/requests/request-a');
  });

  test('is retried at once and gone from the list', async () => {
    const api = anApi(['a', 'b']);
    const { user } = await renderPage('/queues', api);
    await user.click(within(await letter('a')).getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(letters()).toHaveLength(1));
    expect(api.variablesOf('RetryDeadLetter')).toEqual([{ id: 'a' }]);
    // The row cannot tell it any more, nor keep the focus.
    expect(screen.getByText('1 job is tried again.')).toBeVisible();
    await waitFor(async () => expect(within(await letter('b')).getByRole('checkbox')).toHaveFocus());
  });

  test('is discarded only after a second word', async () => {
    const api = anApi(['a']);
    const { user } = await renderPage('/queues', api);
    await user.click(within(await letter('a')).getByRole('button', { name: 'Discard…' }));
    expect(screen.getByRole('group', { name: 'Discard it for good?' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Discard' })).toHaveFocus();

    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Discard…' })).toHaveFocus();
    expect(api.variablesOf('DiscardDeadLetter')).toEqual([]);

    await user.keyboard('{Enter}{Enter}');
    expect(await screen.findByText('Nothing was given up')).toBeVisible();
    expect(api.variablesOf('DiscardDeadLetter')).toEqual([{ id: 'a' }]);
    expect(screen.getByText('1 job was discarded.')).toBeVisible();
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Jobs given up' })).toHaveFocus());
  });

  test('that somebody else settled meanwhile says so', async () => {
    const api = anApi(['a'], { a: new Refusal('NOT_FOUND') });
    const { user } = await renderPage('/queues', api);
    const retry = within(await letter('a')).getByRole('button', { name: 'Retry' });
    const without = await anApi([]).answerOf('QueuesPage')({});
    api.answer('QueuesPage', () => without);
    await user.click(retry);
    expect(await screen.findByText('Nothing was given up')).toBeVisible();
    expect(screen.getByText('1 job had been settled by somebody else before.')).toBeVisible();
  });

  test.each([
    ['CONFLICT', /changed in the meantime/],
    // What the job was about is gone, not the job.
    ['NOT_FOUND', /does not exist/],
  ] as const)('that could not be settled says so in its row: %s', async (code, why) => {
    const { user } = await renderPage('/queues', anApi(['a'], { a: new Refusal(code) }));
    await user.click(within(await letter('a')).getByRole('button', { name: 'Retry' }));
    expect(await within(await letter('a')).findByText(why)).toBeVisible();
    expect(screen.getByText(/1 job stayed as it was\./)).toBeVisible();
  });

  test('that could not be settled keeps the focus on its button, until somebody else has settled it', async () => {
    const api = anApi(['a', 'b'], { a: new Refusal('NOT_FOUND') });
    const { user } = await renderPage('/queues', api);
    const retry = within(await letter('a')).getByRole('button', { name: 'Retry' });
    const refused = api.answerOf('RetryDeadLetter');
    const settled = Promise.withResolvers<object>();
    api.answer('RetryDeadLetter', () => settled.promise);
    retry.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(retry).toHaveAttribute('aria-disabled', 'true'));
    const page = Promise.withResolvers<object>();
    api.answer('QueuesPage', () => page.promise);
    await act(async () => settled.resolve(Promise.resolve({ id: 'a' }).then(refused)));
    await waitFor(() => expect(retry).toHaveFocus());

    await act(async () => page.resolve(await anApi(['b']).answerOf('QueuesPage')({})));
    await waitFor(() => expect(letters()).toHaveLength(1));
    await waitFor(async () => expect(within(await letter('b')).getByRole('checkbox')).toHaveFocus());
  });
});

describe('many at once', () => {
  test('those that can be settled are; the rest stays, with the reason', async () => {
    const api = anApi(['a', 'b', 'c'], { b: new Refusal('CONFLICT') });
    const { user } = await renderPage('/queues', api);
    await user.click(await screen.findByRole('checkbox', { name: 'Select all' }));
    expect(screen.getByRole('checkbox', { name: '3 selected' })).toBeChecked();
    await user.click(screen.getAllByRole('button', { name: 'Retry' })[0] as HTMLElement);

    expect(await screen.findByText('2 jobs are tried again.')).toBeVisible();
    expect(screen.getByText(/1 job stayed as it was. It was changed in the meantime/)).toBeVisible();
    expect(letters()).toHaveLength(1);
  });

  test('what became of each is told, also where somebody else settles a part, and the focus stays in the list', async () => {
    const api = anApi(['a', 'b', 'c'], { b: new Refusal('NOT_FOUND') });
    const { user } = await renderPage('/queues', api);
    for (const id of ['a', 'b']) await user.click(within(await letter(id)).getByRole('checkbox'));
    const page = Promise.withResolvers<object>();
    api.answer('QueuesPage', () => page.promise);
    await user.click(screen.getAllByRole('button', { name: 'Retry' })[0] as HTMLElement);
    expect(await screen.findByText(/1 job stayed as it was\./)).toBeVisible();

    await act(async () => page.resolve(await anApi(['c']).answerOf('QueuesPage')({})));
    expect(await screen.findByText('1 job had been settled by somebody else before.')).toBeVisible();
    expect(screen.getByText('1 job is tried again.')).toBeVisible();
    await waitFor(async () => expect(within(await letter('c')).getByRole('checkbox')).toHaveFocus());
  });

  test('only the ticked ones are discarded', async () => {
    const api = anApi(['a', 'b', 'c']);
    const { user } = await renderPage('/queues', api);
    for (const id of ['a', 'c']) await user.click(within(await letter(id)).getByRole('checkbox'));
    await user.click(screen.getAllByRole('button', { name: 'Discard…' })[0] as HTMLElement);
    await user.click(
      within(screen.getByRole('group', { name: 'Discard 2 jobs for good?' })).getByRole('button', { name: 'Discard' }),
    );
    expect(await screen.findByText('2 jobs were discarded.')).toBeVisible();
    expect(api.variablesOf('DiscardDeadLetter')).toEqual([{ id: 'a' }, { id: 'c' }]);
  });
});

test('nothing given up is good news', async () => {
  await renderPage('/queues', anApi([]));
  expect(await screen.findByText('Nothing was given up')).toBeVisible();
});

test('when nothing can be read, there is another try', async () => {
  const api = anApi(['a']);
  const readable = api.answerOf('QueuesPage');
  api.answer('QueuesPage', () => {
    throw new Refusal('INTERNAL_SERVER_ERROR');
  });
  const { user } = await renderPage('/queues', api);
  const again = await screen.findByRole('button', { name: 'Try again' });
  api.answer('QueuesPage', readable);
  await user.click(again);
  expect(await letter('a')).toBeVisible();
});

describe('a payload', () => {
  test.each<[string, [string, string][]]>([
    [
      '{"requestId":"a","attempt":2}',
      [
        ['requestId', 'a'],
        ['attempt', '2'],
      ],
    ],
    ['not json', [['', 'not json']]],
    ['[1]', [['', '[1]']]],
    ['null', [['', 'null']]],
  ])('%s', (payload, ids) => {
    expect(payloadIds(payload)).toEqual(ids);
  });
});
