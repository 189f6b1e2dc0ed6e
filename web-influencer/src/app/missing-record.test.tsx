import { Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, within } from '@testing-library/react';
import { matchRoutes, type RouteObject } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { anApplication } from '../test/application.ts';
import { anApi, lena } from '../test/builders.ts';
import { renderPage } from '../test/render-page.tsx';
import { routes } from './router.tsx';

const viewer = { ...lena, permissions: [...lena.permissions, 'campaigns.discover', 'onboarding.own'] };

const withNothing = () => {
  const api = anApi();
  const missing = (): never => {
    throw new Refusal('NOT_FOUND');
  };
  api.answer('StudioSession', () => ({ viewer }));
  api.answer('StudioImpersonation', () => ({ viewer: { ...viewer, impersonation: null } }));
  api.answer('StudioOnboarding', () => ({ onboarding: anApplication('NOT_STARTED') }));
  api.answer('DiscoverCampaign', () => ({ campaign: null }));
  api.answer('PicturePage', missing);
  api.answer('StudioTermsText', missing);
  return api;
};

const pages = [
  ['/discover/gone', 'All campaigns', '/discover'],
  ['/gallery/gone', 'Gallery', '/gallery'],
  ['/terms/gone', 'Your terms and consents', '/terms'],
  ['/terms/gone/2', 'Your terms and consents', '/terms'],
  ['/terms/gone/second', 'Your terms and consents', '/terms'],
  ['/onboarding/gone', 'All parts', '/onboarding'],
  ['/help/gone', 'All articles', '/help'],
] as const;

// What a boundary catches React says too.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));

test.each(pages)('%s, of which there is none, leads back to its list', async (address, name, href) => {
  await renderPage(address, withNothing());
  const heading = await screen.findByRole('heading', { level: 1, name: 'There is nothing here' });
  const page = within(screen.getByRole('main'));
  expect(page.getAllByRole('heading', { level: 1 })).toEqual([heading]);
  const said = within(heading.closest('div')!);
  expect(said.getByText('What was here is gone, or this account may not see it.')).toBeVisible();
  expect(said.getByRole('link', { name })).toHaveAttribute('href', href);
  expect(page.getAllByRole('link', { name })).toHaveLength(1);
  expect(page.queryByRole('link', { name: 'Go to the start page' })).not.toBeInTheDocument();
});

const pathsOf = (of: RouteObject[]): string[] =>
  of.flatMap(({ path, children = [] }) => [...(path?.includes(':') ? [path] : []), ...pathsOf(children)]);

test('every page about one of many is among them', () => {
  const tried = pages.map(([address]) => matchRoutes(routes, address)?.at(-1)?.route.path);
  expect(new Set(tried)).toEqual(new Set(pathsOf(routes)));
});
