import { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ada, connectionOf } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const aNotification = (id: string, readAt: string | null = null) => ({
  __typename: 'Notification',
  id,
  title: `Title of ${id}`,
  text: `Text of ${id}`,
  link: null,
  createdAt: '2026-11-01T10:00:00.000Z',
  readAt,
});

test('staff have an inbox of their own, counted in the navigation and live', async () => {
  const api = new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'notices.own'] } }),
    UnreadCount: () => ({ unreadNotifications: 1234 }),
    Inbox: () => ({ notifications: connectionOf('NotificationConnection', [aNotification('one')]) }),
    MarkRead: ({ id }) => ({ markNotificationRead: aNotification(String(id), '2026-11-02T10:00:00.000Z') }),
  });
  const { user } = await renderPage('/inbox', api);
  await waitFor(() => expect(screen.getByRole('link', { name: 'Inbox 1,234 unread' })).toBeVisible());
  await user.click(await screen.findByRole('button', { name: 'Mark as read: Title of one' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: /Mark as read: / })).not.toBeInTheDocument());
  expect(screen.getByRole('heading', { name: 'Title of one' })).toHaveFocus();
  await act(async () =>
    api.send('LiveInbox', {
      inboxChanged: {
        __typename: 'InboxChange',
        unread: 0,
        notification: aNotification('one', '2026-11-02T10:00:00.000Z'),
      },
    }),
  );
  await waitFor(() => expect(screen.getByRole('link', { name: 'Inbox' })).toBeVisible());
});

test('what came while the line was gone is there when it is back; what was read elsewhere long after it came stays in its place', async () => {
  const page = (more: object) => ({
    notifications: {
      ...connectionOf('NotificationConnection', [aNotification('new', '2026-11-02T10:00:00.000Z')]),
      ...more,
    },
  });
  const next = { __typename: 'PageInfo', endCursor: 'new', hasNextPage: true };
  const api = new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'notices.own'] } }),
    UnreadCount: () => ({ unreadNotifications: 1 }),
    Inbox: () => page({ pageInfo: next }),
  });
  const { connection } = await renderPage('/inbox', api);
  const titles = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
  await screen.findByText('Text of new');
  // What is unread lies on a page that was not read yet.
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Mark all as read' })).not.toHaveAttribute('aria-disabled'),
  );

  const old = aNotification('old', '2026-11-03T10:00:00.000Z');
  await act(async () =>
    api.send('LiveInbox', { inboxChanged: { __typename: 'InboxChange', unread: 0, notification: old } }),
  );
  await waitFor(() => expect(screen.getByRole('link', { name: 'Inbox' })).toBeVisible());
  expect(titles()).toEqual(['Title of new']);

  api.answer('Inbox', () =>
    page({ nodes: [aNotification('newest'), aNotification('new', '2026-11-02T10:00:00.000Z')], pageInfo: next }),
  );
  act(() => connection.become('reconnecting'));
  act(() => connection.become('online'));
  await waitFor(() => expect(titles()).toEqual(['NewTitle of newest', 'Title of new']));
});
