import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ada, connectionOf } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const aMail = (id: string, more: object = {}) => ({
  __typename: 'MailMessage',
  id,
  notice: 'password-reset',
  subject: `Subject of ${id}`,
  text: `Hello,\n\nchoose a new one: https://studio.example/reset#${id}.`,
  recipient: 'l•••@demo.example',
  language: 'en',
  status: 'SENT',
  attempts: 1,
  failure: null,
  problem: null,
  createdAt: '2026-11-01T10:00:00.000Z',
  nextAttemptAt: null,
  settledAt: null,
  viewerMoves: [] as string[],
  person: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' },
  ...more,
});

function anApi(mails: readonly ReturnType<typeof aMail>[], leaves = true): FakeApi {
  return new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'notices.outbox'] } }),
    OutboxFacts: () => ({
      outboxFacts: {
        __typename: 'OutboxFacts',
        leaves,
        server: leaves ? 'mail.example:587' : null,
        notices: [
          { __typename: 'OutboxNotice', key: 'password-reset', description: 'Somebody wants a new password' },
          { __typename: 'OutboxNotice', key: 'invitation', description: 'Somebody is invited' },
        ],
      },
    }),
    Outbox: ({ filter }) => {
      const { status } = filter as { status?: string[] };
      const shown = mails.filter((mail) => !status || status.includes(mail.status));
      return { mailMessages: connectionOf('MailMessageConnection', shown) };
    },
    MailPage: ({ id }) => {
      const mail = mails.find((one) => one.id === id);
      if (!mail) throw new Refusal('NOT_FOUND');
      return { mailMessage: mail };
    },
  });
}

describe('the outbox', () => {
  test('shows what left and what did not, with the last answer', async () => {
    await renderPage(
      '/outbox',
      anApi([
        aMail('a'),
        aMail('b', { status: 'BOUNCED', attempts: 2, failure: '550 5.1.1', problem: 'ADDRESS_REFUSED' }),
      ]),
    );
    const row = (await screen.findByRole('link', { name: 'Subject of b' })).closest<HTMLElement>('[role="row"]')!;
    expect(within(row).getByText('Came back')).toBeVisible();
    expect(row).toHaveTextContent('Lena Okafor l•••@demo.example');
    expect(row).toHaveTextContent('The address does not take mail (550 5.1.1, 2 tries)');
    expect(screen.queryByText(/No mail leaves/)).not.toBeInTheDocument();
  });

  test('says where mail leaves, and sends a test whose way is watched', async () => {
    const api = anApi([]);
    let status = 'QUEUED';
    api.answer('TryMailServer', () => ({ tryMailServer: { __typename: 'MailMessage', id: 'test' } }));
    api.answer('MailPage', () => ({ mailMessage: aMail('test', { status }) }));
    const { user } = await renderPage('/outbox', api);
    expect(await screen.findByText('Mail leaves through mail.example:587.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Send me a test mail' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Subject of test' })).toBeVisible();
    expect(screen.getByText('Waiting')).toBeVisible();
    status = 'SENT';
    expect(await screen.findByText('Sent', {}, { timeout: 5_000 })).toBeVisible();
  });

  test('is narrowed by the address, and what it shows can be bookmarked', async () => {
    const api = anApi([aMail('a'), aMail('b', { status: 'BOUNCED' })]);
    const { user, address } = await renderPage('/outbox?status=bounced,nonsense', api);
    await screen.findByRole('link', { name: 'Subject of b' });
    expect(screen.queryByRole('link', { name: 'Subject of a' })).not.toBeInTheDocument();
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Notice' }), 'Somebody is invited');
    await waitFor(() => expect(address()).toBe('/outbox?status=bounced&notice=invitation'));
    await waitFor(() =>
      expect(api.variablesOf('Outbox').at(-1)).toMatchObject({ filter: { status: ['BOUNCED'], notice: 'invitation' } }),
    );
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    await screen.findByRole('link', { name: 'Subject of a' });
  });

  test('says when nothing matches, and takes the filters away', async () => {
    const { user, address } = await renderPage('/outbox?status=bounced', anApi([aMail('a')]));
    expect(await screen.findByText('Nothing matches these filters')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
    await screen.findByRole('link', { name: 'Subject of a' });
    expect(address()).toBe('/outbox');
  });

  test('says where nothing leaves, and when there is nothing', async () => {
    await renderPage('/outbox', anApi([], false));
    expect(await screen.findByText('No mail yet')).toBeVisible();
    expect(await screen.findByText(/No mail leaves this installation/)).toBeVisible();
  });
});

describe('a mail', () => {
  test('shows its text; an address in it can be followed, a masked one cannot', async () => {
    await renderPage('/outbox/a', anApi([aMail('a')], false));
    expect(await screen.findByRole('link', { name: 'https://studio.example/reset#a' })).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Subject of a');
    expect(await screen.findByText('Somebody wants a new password')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  });

  test('that is masked shows no link', async () => {
    await renderPage('/outbox/a', anApi([aMail('a', { text: 'new one: https://studio.example/•••' })]));
    expect(await screen.findByText(/https:\/\/studio\.example\/•••/)).toBeVisible();
    expect(screen.queryByRole('link', { name: /•••/ })).not.toBeInTheDocument();
  });

  test.each([
    ['RETRYING', 'Nothing is lost: it is tried again by itself.'],
    ['BOUNCED', 'It stays here and can be tried again.'],
  ])('that did not leave says why, and what becomes of it: %s', async (status, fate) => {
    const failure = { failure: '535 5.7.8', problem: 'SIGN_IN_REFUSED' };
    await renderPage('/outbox/a', anApi([aMail('a', { status, ...failure })]));
    expect(await screen.findByText(/refuses the user name or the password/)).toHaveTextContent('535 5.7.8');
    expect(screen.getByText(/Check the user name and the password/)).toHaveTextContent(fate);
  });

  test('that came back is tried again by who may', async () => {
    const api = anApi([aMail('a', { status: 'BOUNCED', viewerMoves: ['retry'], failure: '550' })]);
    const queued = aMail('a', { status: 'QUEUED', viewerMoves: [], attempts: 0 });
    api.answer('RetryMail', () => {
      api.answer('MailPage', () => ({ mailMessage: queued }));
      return { retryMail: queued };
    });
    const { user } = await renderPage('/outbox/a', api);
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Waiting')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
    expect(api.variablesOf('RetryMail')).toEqual([{ id: 'a' }]);
  });

  test('that somebody else tried meanwhile says so', async () => {
    const api = anApi([aMail('a', { status: 'BOUNCED', viewerMoves: ['retry'] })]);
    api.answer('RetryMail', () => {
      throw new Refusal('CONFLICT');
    });
    const { user } = await renderPage('/outbox/a', api);
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/It was changed in the meantime/)).toBeVisible();
  });
});
