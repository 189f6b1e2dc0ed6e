import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { anApplication } from '../../test/application.ts';
import { anApi, lena } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const body = `## What we do

Read [our page](https://agency.example/terms), not [this](javascript:alert(1)).

- one **thing**
- <img src=x onerror=alert(1)>

| What | How long |
| --- | --- |
| Prompts | a year |
`;

const aText = (number: number, more: object = {}) => ({
  __typename: 'Terms',
  id: `terms-${number}`,
  key: 'TERMS_OF_SERVICE',
  number,
  language: 'en',
  languages: ['en', 'es'],
  title: 'Terms of service',
  body,
  required: true,
  inForce: true,
  inForceSince: '2026-11-01T10:00:00.000Z',
  ...more,
});

const mine = (more: object = {}) => ({
  __typename: 'MyTerms',
  key: 'TERMS_OF_SERVICE',
  state: 'NEW',
  acceptedAt: null,
  current: aText(1),
  accepted: null as object | null,
  stops: [] as object[],
  ...more,
});

const optional = (more: object = {}) =>
  mine({
    key: 'MARKETING',
    current: aText(1, { id: 'marketing-1', key: 'MARKETING', title: 'News by mail', required: false }),
    ...more,
  });

function withTerms(myTerms: object[]): FakeApi {
  const api = anApi();
  const viewer = { ...lena, permissions: [...lena.permissions, 'terms.own'] };
  api.answer('StudioSession', () => ({ viewer }));
  api.answer('StudioMyTerms', () => ({ myTerms }));
  api.answer('StudioTermsBanner', () => ({ myTerms }));
  return api;
}

const accepting = (api: FakeApi, terms: object[]): void =>
  api.answer('StudioAcceptTerms', () => ({ acceptTerms: { __typename: 'TermsAccepted', terms } }));

const box = (name: RegExp) => screen.findByRole('checkbox', { name });
const agree = () => screen.getByRole('button', { name: 'Agree' });

test('a text can be read without an account; its Markdown leads nowhere harmful and runs nothing', async () => {
  const api = anApi();
  api.answer('StudioTermsText', () => ({ terms: aText(2, { inForce: false }) }));
  await renderPage('/terms/TERMS_OF_SERVICE/2', api);
  expect(await screen.findByRole('heading', { level: 1, name: 'Terms of service' })).toBeVisible();
  expect(screen.getByRole('heading', { level: 2, name: 'What we do' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'our page' })).toHaveAttribute('href', 'https://agency.example/terms');
  expect(screen.queryByRole('link', { name: 'this' })).toBeNull();
  expect(screen.getByText(/<img src=x/)).toBeVisible();
  expect(document.querySelector('article img')).toBeNull();
  expect(screen.getByRole('columnheader', { name: 'How long' })).toBeVisible();
  expect(screen.getByText(/This version was replaced/)).toBeVisible();
  expect(api.variablesOf('StudioTermsText')).toEqual([{ key: 'TERMS_OF_SERVICE', number: 2, language: 'en' }]);
});

test('nothing is ticked beforehand; what is required is named, what is optional stays free', async () => {
  const api = withTerms([mine(), optional()]);
  accepting(api, [mine({ state: 'ACCEPTED', acceptedAt: '2026-11-21T10:00:00.000Z', accepted: aText(1) }), optional()]);
  const { user } = await renderPage('/terms', api);
  const required = await box(/I have read and agree to: Terms of service/);
  expect(required).not.toBeChecked();
  expect(await box(/I agree \(optional\): News by mail/)).not.toBeChecked();
  await user.click(agree());
  expect(await screen.findByText('This is needed to go on.')).toBeVisible();
  expect(required).toHaveAccessibleDescription('This is needed to go on.');
  await waitFor(() => expect(required).toHaveFocus());
  expect(api.variablesOf('StudioAcceptTerms')).toEqual([]);

  await user.click(required);
  await user.click(agree());
  expect(await screen.findByText(/Version 1, accepted/)).toBeVisible();
  expect(api.variablesOf('StudioAcceptTerms')).toEqual([{ versionIds: ['terms-1'], language: 'en' }]);
});

test('the form goes once everything is agreed to, and hands the keyboard on to the heading', async () => {
  const api = withTerms([mine()]);
  accepting(api, [mine({ state: 'ACCEPTED', acceptedAt: '2026-11-21T10:00:00.000Z', accepted: aText(1) })]);
  const { user } = await renderPage('/terms', api);
  await user.click(await box(/Terms of service/));
  await user.click(agree());
  await screen.findByText(/Version 1, accepted/);
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
});

test('who accepted an earlier version sees word by word what has changed', async () => {
  const before = aText(1, { body: 'We keep your data for one year.\n\nWe are kind.' });
  const current = aText(2, { body: 'We keep your data for two years.\n\nWe are kind.' });
  await renderPage('/terms', withTerms([mine({ state: 'CHANGED', current, accepted: before })]));
  const changes = (await screen.findByText(/What has changed since version 1/)).closest('details')!;
  expect(changes).toHaveAttribute('open');
  expect([...changes.querySelectorAll('del')].map((mark) => mark.textContent)).toEqual([
    'Removed: one',
    'Removed: year',
  ]);
  expect([...changes.querySelectorAll('ins')].map((mark) => mark.textContent)).toEqual(['Added: two', 'Added: years']);
  expect(within(changes).queryByText(/We are kind/)).toBeNull();
  expect(within(changes).getByText('Unchanged text left out')).toBeInTheDocument();
});

test('a text that was replaced meanwhile is not accepted: the new one is there, and its box is empty', async () => {
  let terms = [mine()];
  const api = withTerms(terms);
  api.answer('StudioMyTerms', () => ({ myTerms: terms }));
  api.answer('StudioAcceptTerms', () => {
    terms = [mine({ current: aText(2, { body: 'All new.' }) })];
    return { acceptTerms: { __typename: 'TermsReplaced', current: [aText(2)] } };
  });
  const { user } = await renderPage('/terms', api);
  await user.click(await box(/Terms of service/));
  await user.click(agree());
  expect(await screen.findByText(/was replaced in the meantime, so nothing was accepted/)).toBeVisible();
  expect(await screen.findByText(/Version 2, in force since/)).toBeVisible();
  const renewed = await box(/Terms of service/);
  expect(renewed).not.toBeChecked();
  expect(renewed).toHaveAccessibleDescription(/was replaced in the meantime/);
  await waitFor(() => expect(renewed).toHaveFocus());
});

test('what is optional is taken back with one press', async () => {
  const given = optional({
    state: 'ACCEPTED',
    acceptedAt: '2026-11-21T10:00:00.000Z',
    accepted: aText(1, { id: 'marketing-1' }),
  });
  const api = withTerms([given]);
  api.answer('StudioWithdrawConsent', () => ({ withdrawConsent: optional({ state: 'WITHDRAWN' }) }));
  const { user } = await renderPage('/terms', api);
  await user.click(await screen.findByRole('button', { name: 'Take back' }));
  expect(await screen.findByText(/Not agreed · optional/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Agree after all' })).toBeVisible();
});

test('a banner over every page names what waits and what stops when, and is gone once it is accepted', async () => {
  const stop = { __typename: 'TermsStop', block: 'REQUEST_IMAGES', at: '2099-12-24T10:00:00.000Z' };
  const api = withTerms([mine({ stops: [stop] })]);
  const { user } = await renderPage('/gallery', api);
  const banner = await screen.findByRole('complementary', { name: 'Terms and consents' });
  expect(banner).toHaveTextContent('Please read: Terms of service. From Dec 24, 2099 on you cannot make pictures');
  await user.click(within(banner).getByRole('link', { name: 'Read and accept' }));
  accepting(api, [mine({ state: 'ACCEPTED', acceptedAt: '2026-11-21T10:00:00.000Z', accepted: aText(1) })]);
  await user.click(await box(/Terms of service/));
  await user.click(agree());
  await user.click(await screen.findByRole('link', { name: 'To the studio' }));
  await screen.findByRole('textbox', { name: 'Prompt' });
  expect(screen.queryByRole('complementary', { name: 'Terms and consents' })).toBeNull();
});

test('the studio says what has to be accepted first, and keeps the prompt', async () => {
  const api = anApi();
  api.answer('RequestImages', () => ({
    requestImages: {
      __typename: 'TermsToAccept',
      terms: [{ __typename: 'TermsName', id: 'terms-1', title: 'AI content' }],
    },
  }));
  const { user } = await renderPage('/studio', api);
  await user.type(await screen.findByRole('textbox', { name: 'Prompt' }), 'Dunes');
  await user.click(screen.getByRole('button', { name: /^Generate/ }));
  const refusal = await screen.findByRole('alert');
  expect(refusal).toHaveTextContent(/Something waits for your consent first.*AI content.*Nothing was counted/);
  expect(within(refusal).getByRole('link', { name: 'Read and accept' })).toHaveAttribute('href', '/terms');
  expect(screen.getByRole('textbox', { name: 'Prompt' })).toHaveValue('Dunes');
});

test('the profile lists every consent with its version and date, and reads on', async () => {
  const api = withTerms([]);
  const consent = (id: string, given: boolean) => ({
    __typename: 'Consent',
    id,
    key: 'MARKETING',
    number: 3,
    title: `News ${id}`,
    given,
    at: '2026-11-21T10:00:00.000Z',
  });
  api.answer('StudioProfile', () => ({
    viewer: { ...lena, phone: null, language: 'en', timeZone: 'UTC' },
  }));
  api.answer('StudioMyConsents', ({ after }) => ({
    myConsents: {
      __typename: 'ConsentConnection',
      nodes: after ? [consent('c', true)] : [consent('a', false), consent('b', true)],
      pageInfo: { __typename: 'PageInfo', endCursor: after ? null : 'b', hasNextPage: !after },
    },
  }));
  const { user } = await renderPage('/profile', api);
  expect(await screen.findByRole('link', { name: 'News a, version 3' })).toHaveAttribute('href', '/terms/MARKETING/3');
  expect(screen.getByText(/^Taken back/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Show older' }));
  expect(await screen.findByRole('link', { name: 'News c, version 3' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'News a, version 3' })).toBeVisible();
});

function joiningWith(myTerms: object[]): FakeApi {
  const api = withTerms(myTerms);
  const application = anApplication('IN_PROGRESS', { CONSENTS: { status: 'DRAFT' } });
  api.answer('StudioOnboarding', () => ({ onboarding: application }));
  return api;
}

test('the section of an application asks for the consents, and says when all are there', async () => {
  const api = joiningWith([mine()]);
  accepting(api, [mine({ state: 'ACCEPTED', acceptedAt: '2026-11-21T10:00:00.000Z', accepted: aText(1) })]);
  const { user } = await renderPage('/onboarding/consents', api);
  await user.click(await box(/Terms of service/));
  await user.click(agree());
  expect(await screen.findByText('Thank you. Everything is accepted.')).toBeVisible();
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.getByText(/Version 1, accepted/)).toBeVisible();
});

test('handing in without having agreed leads to what is not ticked, and then to agreeing', async () => {
  const news = aText(1, { id: 'privacy-1', key: 'PRIVACY', title: 'Privacy policy' });
  const stops = [{ __typename: 'TermsStop', block: 'SUBMIT_APPLICATION', at: '2026-11-01T10:00:00.000Z' }];
  const api = joiningWith([mine({ stops }), mine({ key: 'PRIVACY', current: news, stops })]);
  const problems = ['TERMS_OF_SERVICE', 'PRIVACY'].map((field) => ({
    __typename: 'SectionProblem',
    field,
    code: 'REQUIRED',
  }));
  api.answer('StudioSubmitSection', () => ({ submitSection: { __typename: 'SectionIncomplete', problems } }));
  const { user } = await renderPage('/onboarding/consents', api);
  const service = await box(/Terms of service/);
  const handIn = screen.getByRole('button', { name: /^Hand in/ });
  await user.click(handIn);
  expect(service).toHaveFocus();
  expect(service).toHaveAccessibleDescription('This is needed to go on.');
  await user.click(service);
  const privacy = await box(/Privacy policy/);
  expect(privacy).toBeInvalid();
  await waitFor(() => expect(handIn).not.toHaveAttribute('aria-disabled'));
  await user.click(privacy);
  await user.click(handIn);
  expect(agree()).toHaveFocus();
  expect(screen.getByText(/ticked, but not agreed to yet/)).toBeVisible();
});

test('agreeing that the server could not take says so above the button, which keeps the focus', async () => {
  const api = joiningWith([mine()]);
  const { user } = await renderPage('/onboarding/consents', api);
  await user.click(await box(/Terms of service/));
  api.answer('StudioAcceptTerms', () => {
    throw new Refusal('INTERNAL_SERVER_ERROR');
  });
  await user.click(agree());
  expect(await screen.findByText(/went wrong on our side/)).toBeVisible();
  await waitFor(() => expect(agree()).toHaveFocus());
});

test('what keeps nobody from joining can be agreed to later', async () => {
  const stops = (block: string) => [{ __typename: 'TermsStop', block, at: '2026-11-01T10:00:00.000Z' }];
  const ai = aText(1, { id: 'ai-1', key: 'AI_CONTENT', title: 'AI content' });
  const api = joiningWith([
    mine({ stops: stops('SUBMIT_APPLICATION') }),
    mine({ key: 'AI_CONTENT', current: ai, stops: stops('REQUEST_IMAGES') }),
  ]);
  accepting(api, [
    mine({ state: 'ACCEPTED', acceptedAt: '2026-11-21T10:00:00.000Z', accepted: aText(1) }),
    mine({ key: 'AI_CONTENT', current: ai, stops: stops('REQUEST_IMAGES') }),
  ]);
  const { user } = await renderPage('/onboarding/consents', api);
  await box(/AI content/);
  await user.click(agree());
  expect(await box(/Terms of service/)).toBeInvalid();
  expect(await box(/AI content/)).toBeValid();
  await user.click(await box(/Terms of service/));
  await user.click(agree());
  expect(await screen.findByText(/Version 1, accepted/)).toBeVisible();
  expect(api.variablesOf('StudioAcceptTerms')).toMatchObject([{ versionIds: ['terms-1'] }]);
});
