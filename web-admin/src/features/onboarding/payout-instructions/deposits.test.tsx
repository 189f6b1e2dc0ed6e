import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ada, connectionOf } from '../../../test/builders';
import { renderPage } from '../../../test/render-page';

const aDeposit = (id: string, more: object = {}) => ({
  __typename: 'DepositInstruction',
  id,
  status: 'REQUESTED',
  masked: 'DE•• •••• 3000',
  country: 'DE',
  currency: 'EUR',
  tries: 0,
  createdAt: '2026-11-01T10:00:00.000Z',
  sentAt: null as string | null,
  reference: null as string | null,
  expiresAt: null,
  viewerMoves: ['REVEAL', 'MARK_SENT'],
  creator: { __typename: 'Person', id: `of ${id}`, displayName: `Creator ${id}` },
  ...more,
});

function anApi(deposits: ReturnType<typeof aDeposit>[]) {
  const state = { deposits };
  const api = new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'payoutAccounts.instruct'] } }),
    Deposits: ({ filter }) => {
      const { status } = filter as { status?: string[] };
      const shown = state.deposits.filter((deposit) => !status || status.includes(deposit.status));
      return { depositInstructions: connectionOf('DepositInstructionConnection', shown) };
    },
    MarkDepositsSent: ({ input }) => {
      const { ids, sentAt, reference } = input as { ids: string[]; sentAt: string; reference: string };
      state.deposits = state.deposits.map((deposit) =>
        ids.includes(deposit.id) ? { ...deposit, status: 'OPEN', sentAt, reference, viewerMoves: ['REVEAL'] } : deposit,
      );
      return { markDepositsSent: state.deposits.filter(({ id }) => ids.includes(id)) };
    },
  });
  return { api, state };
}

afterEach(() => vi.unstubAllGlobals());

test('what waits is shown without a number in it, and marked as sent together', async () => {
  const { api } = anApi([aDeposit('a'), aDeposit('b'), aDeposit('c', { status: 'VERIFIED', viewerMoves: ['REVEAL'] })]);
  const { user } = await renderPage('/deposits', api);
  expect(await screen.findByText('Creator a')).toBeVisible();
  expect(screen.queryByText('Creator c')).not.toBeInTheDocument();
  expect(screen.getAllByText('DE•• •••• 3000')).toHaveLength(2);
  await user.click(screen.getByRole('checkbox', { name: 'All of them' }));
  await user.click(screen.getByRole('button', { name: 'Mark 2 as sent' }));
  const dialog = screen.getByRole('dialog');
  const day = within(dialog).getByLabelText('Sent on');
  await user.clear(day);
  await user.click(within(dialog).getByRole('button', { name: 'They were sent' }));
  expect(day).toHaveAccessibleDescription(/fill this in/);
  await user.type(day, '2999-01-01');
  await user.click(within(dialog).getByRole('button', { name: 'They were sent' }));
  expect(day).toHaveAccessibleDescription(/still to come/);
  await user.clear(day);
  await user.type(day, '2026-11-20');
  await user.type(within(dialog).getByLabelText('Reference'), 'Batch 7');
  await user.click(within(dialog).getByRole('button', { name: 'They were sent' }));
  expect(await screen.findByText('Nobody waits for amounts.')).toBeVisible();
  expect(api.variablesOf('MarkDepositsSent')).toEqual([
    { input: { ids: ['a', 'b'], sentAt: '2026-11-20T12:00:00.000Z', reference: 'Batch 7' } },
  ]);
});

test('where none is of the state that was asked for, it leads back to what waits', async () => {
  const { user, address } = await renderPage('/deposits?view=locked', anApi([]).api);
  expect(await screen.findByText('Nothing matches these filters')).toBeVisible();
  expect(screen.queryByText('Nobody waits for amounts.')).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
  expect(await screen.findByText('Nobody waits for amounts.')).toBeVisible();
  expect(address()).toBe('/deposits');
  expect(screen.queryByRole('button', { name: 'Clear' })).not.toBeInTheDocument();
});

test('account and amounts are shown one by one, and gone when the panel is closed', async () => {
  const { api } = anApi([aDeposit('a', { viewerMoves: ['REVEAL', 'MARK_SENT'] })]);
  api.answer('RevealDeposit', () => ({
    revealDeposit: {
      __typename: 'RevealedDeposit',
      id: 'a',
      holderName: 'Noa Lind',
      currency: 'EUR',
      amounts: [12, 34],
      numbers: [{ __typename: 'BankNumberShown', field: 'iban', value: 'DE89 3704 0044 0532 0130 00' }],
    },
  }));
  const { user } = await renderPage('/deposits', api);
  await user.click(await screen.findByRole('button', { name: 'Show account and amounts: Creator a' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('DE89 3704 0044 0532 0130 00');
  expect(dialog).toHaveTextContent('€0.12 · €0.34');
  await user.click(within(dialog).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByText(/0532 0130/)).not.toBeInTheDocument());
});

test('after too many wrong answers amounts can be allowed again; why not is said', async () => {
  const { api } = anApi([aDeposit('a', { status: 'LOCKED', tries: 3, viewerMoves: ['REVEAL', 'RELEASE'] })]);
  api.answer('ReleaseDeposit', () => {
    throw new Refusal('CONFLICT');
  });
  const { user } = await renderPage('/deposits?view=locked', api);
  await user.click(await screen.findByRole('button', { name: 'Allow again: Creator a' }));
  expect(await screen.findByText(/changed in the meantime/)).toBeVisible();
});

test('what waits leaves as a file, and it is said how much', async () => {
  const { api } = anApi([]);
  const made: Blob[] = [];
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${made.push(blob)}`,
      revokeObjectURL: () => undefined,
    }),
  );
  api.answer('ExportDeposits', () => ({
    exportDeposits: { __typename: 'DepositExport', fileName: 'd.csv', content: 'id\r\n1\r\n', count: 1, more: false },
  }));
  const { user } = await renderPage('/deposits', api);
  await user.click(await screen.findByRole('button', { name: 'Export what waits' }));
  expect(await screen.findByText('One instruction was taken out.')).toBeVisible();
  expect(made).toHaveLength(1);
});

test('an export is asked for once; one that failed says so as a problem, beside the button that keeps the keyboard', async () => {
  const { api } = anApi([]);
  const answer = Promise.withResolvers<object>();
  api.answer('ExportDeposits', () => answer.promise);
  const { user } = await renderPage('/deposits', api);
  const button = await screen.findByRole('button', { name: 'Export what waits' });
  await user.click(button);
  await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'));
  await user.click(button);
  expect(api.variablesOf('ExportDeposits')).toHaveLength(1);
  answer.reject(new Refusal('INTERNAL_SERVER_ERROR'));
  expect(await screen.findByText(/went wrong on our side/)).toBe(screen.getByRole('alert'));
  expect(button).toHaveFocus();
});

test('the own account is somebody else’s matter, and there is a screen in Spanish', async () => {
  const { api } = anApi([aDeposit('a', { viewerMoves: [] })]);
  await renderPage('/deposits', api, 'es');
  const row = (await screen.findByText('Creator a')).closest<HTMLElement>('[role="row"]')!;
  expect(within(row).queryByRole('button')).not.toBeInTheDocument();
  expect(within(row).getByText('Por enviar')).toBeVisible();
});
