import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { anApi, lena, listOf } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const aNotification = (id: string, more: object = {}) => ({
  __typename: 'Notification',
  id,
  title: `Title of ${id}`,
  text: `Text of ${id}`,
  link: null as string | null,
  createdAt: '2026-11-01T10:00:00.000Z',
  readAt: null as string | null,
  ...more,
});
const aPreference = (notice: string, more: object = {}) => ({
  __typename: 'NotificationPreference',
  notice,
  description: `About ${notice}`,
  optional: true,
  channels: ['MAIL', 'INBOX'],
  wanted: ['MAIL', 'INBOX'],
  ...more,
});

const aDigest = (more: object = {}) => ({
  __typename: 'MailDigest',
  rhythm: 'OFF',
  hour: 8,
  weekday: 1,
  timeZone: 'Europe/Berlin',
  dueAt: null as string | null,
  ...more,
});

function withInbox(nodes: readonly ReturnType<typeof aNotification>[]): FakeApi {
  const api = anApi();
  let shown = [...nodes];
  const read = (which: (id: string) => boolean): void => {
    shown = shown.map((one) => (which(one.id) ? { ...one, readAt: '2026-11-02T10:00:00.000Z' } : one));
  };
  api.answer('StudioSession', () => ({
    viewer: { ...lena, permissions: [...lena.permissions, 'notices.own'] },
  }));
  api.answer('UnreadCount', () => ({
    unreadNotifications: shown.filter(({ readAt }) => readAt === null).length,
  }));
  api.answer('Inbox', () => ({
    notifications: { __typename: 'NotificationConnection', ...listOf(shown) },
  }));
  api.answer('MarkRead', ({ id }) => {
    read((each) => each === id);
    return { markNotificationRead: shown.find((one) => one.id === id) };
  });
  api.answer('MarkAllRead', () => {
    read(() => true);
    return { markAllNotificationsRead: 2 };
  });
  return api;
}

const titles = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
const tab = () => screen.getByRole('link', { name: /^Inbox/ });

describe('the inbox', () => {
  test('shows what is unread, in the navigation too, until it is read', async () => {
    const api = withInbox([
      aNotification('new', { link: 'https://studio.example/security' }),
      aNotification('old', { readAt: '2026-11-01T11:00:00.000Z' }),
    ]);
    const { user } = await renderPage('/inbox', api);
    const items = await screen.findAllByRole('listitem');
    expect(titles()).toEqual(['NewTitle of new', 'Title of old']);
    await waitFor(() => expect(tab()).toHaveAccessibleName('Inbox 1 unread'));
    expect(within(items[0]!).getByRole('link', { name: 'Open' })).toHaveAttribute(
      'href',
      'https://studio.example/security',
    );

    await user.click(screen.getByRole('button', { name: 'Mark as read: Title of new' }));
    await waitFor(() => expect(titles()).toEqual(['Title of new', 'Title of old']));
    expect(api.variablesOf('MarkRead')).toEqual([{ id: 'new' }]);
    expect(screen.getByRole('button', { name: 'Mark all as read' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('all of it is read at once', async () => {
    const { user } = await renderPage('/inbox', withInbox([aNotification('one'), aNotification('two')]));
    await user.click(await screen.findByRole('button', { name: 'Mark all as read' }));
    await waitFor(() => expect(titles()).toEqual(['Title of one', 'Title of two']));
    expect(tab()).toHaveAccessibleName('Inbox');
  });

  test('what arrives takes its place on top, and what was read elsewhere is read here', async () => {
    const api = withInbox([aNotification('first')]);
    await renderPage('/inbox', api);
    await screen.findByText('Text of first');
    await act(async () =>
      api.send('LiveInbox', {
        inboxChanged: { __typename: 'InboxChange', unread: 2, notification: aNotification('second') },
      }),
    );
    await waitFor(() => expect(titles()).toEqual(['NewTitle of second', 'NewTitle of first']));
    expect(tab()).toHaveAccessibleName('Inbox 2 unread');
    await act(async () =>
      api.send('LiveInbox', { inboxChanged: { __typename: 'InboxChange', unread: 0, notification: null } }),
    );
    await waitFor(() => expect(titles()).toEqual(['Title of second', 'Title of first']));
    expect(tab()).toHaveAccessibleName('Inbox');
  });

  test('what was missed during a break is read after it, and moves nothing under the hand', async () => {
    const known = [aNotification('first')];
    const api = withInbox(known);
    const { user, connection } = await renderPage('/inbox', api);
    const mark = await screen.findByRole('button', { name: 'Mark as read: Title of first' });
    mark.focus();
    api.answer('Inbox', () => ({
      notifications: { __typename: 'NotificationConnection', ...listOf([aNotification('missed'), ...known]) },
    }));
    await act(async () => connection.flows());
    const offer = await screen.findByRole('button', { name: '1 new' });
    expect(titles()).toEqual(['NewTitle of first']);

    await user.click(offer);
    await waitFor(() => expect(titles()).toEqual(['NewTitle of missed', 'NewTitle of first']));
    expect(screen.queryByRole('button', { name: '1 new' })).not.toBeInTheDocument();
  });

  test('what waited is shown once the hand has gone', async () => {
    const api = withInbox([aNotification('first')]);
    await renderPage('/inbox', api);
    const mark = await screen.findByRole('button', { name: 'Mark as read: Title of first' });
    mark.focus();
    await act(async () =>
      api.send('LiveInbox', {
        inboxChanged: { __typename: 'InboxChange', unread: 2, notification: aNotification('second') },
      }),
    );
    await screen.findByRole('button', { name: '1 new' });
    act(() => mark.blur());
    await waitFor(() => expect(titles()).toEqual(['NewTitle of second', 'NewTitle of first']));
  });

  test('all of it can be read at once also when what is unread stands further down', async () => {
    const read = aNotification('old', { readAt: '2026-11-01T11:00:00.000Z' });
    const api = withInbox([read]);
    api.answer('UnreadCount', () => ({ unreadNotifications: 1 }));
    api.answer('Inbox', () => ({
      notifications: { __typename: 'NotificationConnection', ...listOf([read], 'further') },
    }));
    await renderPage('/inbox', api);
    const readAll = await screen.findByRole('button', { name: 'Mark all as read' });
    await waitFor(() => expect(tab()).toHaveAccessibleName('Inbox 1 unread'));
    expect(readAll).not.toHaveAttribute('aria-disabled');
  });

  test('without anything says so', async () => {
    await renderPage('/inbox', withInbox([]));
    expect(await screen.findByText('Nothing here yet')).toBeVisible();
  });

  test('says when a mark was not saved', async () => {
    const api = withInbox([aNotification('one')]);
    const { user } = await renderPage('/inbox', api);
    api.answer('MarkRead', () => {
      throw new Refusal('INTERNAL_SERVER_ERROR');
    });
    await user.click(await screen.findByRole('button', { name: 'Mark as read: Title of one' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong on our side');
    expect(titles()).toEqual(['NewTitle of one']);
  });
});

describe('notification settings', () => {
  const withPreferences = (): FakeApi => {
    const api = withInbox([]);
    api.answer('Preferences', () => ({
      mailDigest: aDigest(),
      notificationPreferences: [
        aPreference('pictures'),
        aPreference('security', { optional: false }),
        aPreference('mail-only', { channels: ['MAIL'], wanted: [] }),
      ],
    }));
    return api;
  };

  test('a tick is saved at once; what protects the account cannot be turned off', async () => {
    const api = withPreferences();
    api.answer('SetPreference', ({ notice }) => ({
      setNotificationPreference: { __typename: 'NotificationPreference', notice, wanted: ['INBOX'] },
    }));
    const { user } = await renderPage('/inbox/settings', api);
    const mail = await screen.findByRole('checkbox', { name: 'About pictures: Mail' });
    await user.click(mail);
    await waitFor(() => expect(mail).not.toBeChecked());
    expect(api.variablesOf('SetPreference')).toEqual([
      { notice: 'pictures', channel: 'MAIL', wanted: false, language: 'en' },
    ]);
    const always = within(screen.getByRole('region', { name: 'Always sent' }));
    expect(always.getByRole('listitem')).toHaveTextContent('About security');
    expect(screen.queryByRole('checkbox', { name: /About security/ })).not.toBeInTheDocument();
    expect(screen.queryByRole('checkbox', { name: 'About mail-only: Inbox' })).not.toBeInTheDocument();
  });

  test('what could not be saved is as it was, and says why', async () => {
    const api = withPreferences();
    api.answer('SetPreference', () => {
      throw new Refusal('INTERNAL_SERVER_ERROR');
    });
    const { user } = await renderPage('/inbox/settings', api);
    const mail = await screen.findByRole('checkbox', { name: 'About pictures: Mail' });
    await user.click(mail);
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('That was not saved.'));
    expect(mail).toBeChecked();
  });

  test('what can wait comes in one mail, at a time of the own time zone', async () => {
    const api = withPreferences();
    api.answer('ChooseDigest', ({ input }) => ({
      chooseMailDigest: aDigest({ ...(input as object), dueAt: '2026-11-23T08:00:00.000Z' }),
    }));
    const { user } = await renderPage('/inbox/settings', api);
    const rhythm = await screen.findByRole('combobox', { name: 'How often' });
    expect(screen.queryByRole('combobox', { name: 'Time' })).not.toBeInTheDocument();

    await user.selectOptions(rhythm, 'One mail a week');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Day' }), 'Thursday');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Time' }), '9:00 AM');
    await waitFor(() =>
      expect(api.variablesOf('ChooseDigest')).toEqual([
        { input: { rhythm: 'WEEKLY', hour: 8, weekday: 1 } },
        { input: { rhythm: 'WEEKLY', hour: 8, weekday: 4 } },
        { input: { rhythm: 'WEEKLY', hour: 9, weekday: 4 } },
      ]),
    );
    expect(screen.getByText(/In your time zone, Europe\/Berlin\. The next one comes on Nov 23, 2026/)).toBeVisible();
  });
});
