import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, within } from '@testing-library/react';
import { matchRoutes, type RouteObject } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { ada } from '../test/builders';
import { renderPage } from '../test/render-page';
// The largest page: under load, fetching its code takes longer than a test waits.
import './review-pages';
import { routes } from './router';
import { sections } from './sections';

const needs = sections.flatMap(({ pages }) => pages.map((page) => page.needs));
const viewer = { ...ada, permissions: [...ada.permissions, 'campaigns.manage', ...needs] };

const anApi = (): FakeApi => {
  const missing = (): never => {
    throw new Refusal('NOT_FOUND');
  };
  return new FakeApi({
    Session: () => ({ viewer }),
    ViewerMay: () => ({ viewer }),
    UnreadCount: () => ({ unreadNotifications: 0 }),
    RequestPage: missing,
    CampaignPage: () => ({ campaign: null }),
    ReviewCasePage: missing,
    AuditActions: () => ({ auditActions: [] }),
    AuditEventPage: missing,
    PersonPage: missing,
    MailTemplatePage: missing,
    TermsDocumentPage: missing,
    TermsVersionPage: missing,
    MailPage: missing,
  });
};

const pages = [
  ['/requests/gone?status=FAILED', 'Image requests', '/requests?status=FAILED'],
  ['/campaigns/gone', 'Campaigns', '/campaigns'],
  ['/campaigns/gone/edit', 'Campaigns', '/campaigns'],
  ['/reviews/gone?overdue=true', 'Reviews', '/reviews?overdue=true'],
  ['/audit/gone', 'Audit trail', '/audit'],
  ['/people/gone', 'People', '/people'],
  ['/mail-texts/gone', 'Mail texts', '/mail-texts'],
  ['/terms/gone', 'Terms', '/terms'],
  ['/terms/gone/2', 'Terms', '/terms'],
  ['/terms/gone/second', 'Terms', '/terms'],
  ['/outbox/gone', 'Outbox', '/outbox'],
] as const;

/** All that is said, and every way that is offered. */
async function shown() {
  await screen.findByText('There is nothing here');
  const page = within(screen.getByRole('main'));
  return {
    headings: page.getAllByRole('heading').map(({ textContent }) => textContent),
    said: page.getByRole('paragraph').textContent,
    ways: page.getAllByRole('link').map((way) => [way.textContent, way.getAttribute('href')]),
  };
}

const leadingTo = (name: string, href: string) => ({
  headings: ['There is nothing here'],
  said: 'What was here is gone, or this account may not see it.',
  ways: [[name, href]],
});

// What a boundary catches React says too.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

test.each(pages)('%s, of which there is none, leads back to its list', async (address, name, href) => {
  await renderPage(address, anApi());
  expect(await shown()).toEqual(leadingTo(name, href));
});

const pathsOf = (of: RouteObject[]): string[] =>
  of.flatMap(({ path, children = [] }) => [...(path?.includes(':') ? [path] : []), ...pathsOf(children)]);

test('every page about one of many is among them', () => {
  const tried = pages.map(([address]) => matchRoutes(routes, address.split('?')[0]!)?.at(-1)?.route.path);
  expect(new Set(tried)).toEqual(new Set(pathsOf(routes)));
});
