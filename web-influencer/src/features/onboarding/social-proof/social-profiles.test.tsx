import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { anApplication, joining, type Given } from '../../../test/application.ts';
import { renderPage } from '../../../test/render-page.tsx';
import { leavePage } from '../leave-page.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

const aProfile = (given: Given = {}) => ({
  __typename: 'SocialProfile',
  id: 'p1',
  platform: 'YOUTUBE',
  handle: 'noacooks',
  url: 'https://www.youtube.com/@noacooks',
  status: 'UNPROVEN',
  methods: ['PAGE', 'STAFF'],
  code: 'IG-7K3MP9QX',
  codeExpiresAt: inDays(3),
  staffLookUntil: null,
  problem: null,
  verifiedAt: null,
  ...given,
});

function withProfiles(profiles: object[], section: Given = {}, status = 'IN_PROGRESS'): FakeApi {
  const api = joining(anApplication(status, { SOCIAL_PROFILES: section }));
  api.answer('StudioSocialProfiles', () => ({ socialProfiles: profiles }));
  return api;
}
const page = '/onboarding/social-profiles';
const open = (api: FakeApi, language: 'en' | 'es' = 'en', address = page) => renderPage(address, api, language);
const news = (api: FakeApi): void =>
  act(() => api.send('StudioOnboardingChanged', { onboardingChanged: anApplication('IN_PROGRESS') }));

afterEach(() => vi.restoreAllMocks());

describe('naming a profile', () => {
  test('a pasted link says which platform it is, and which profile', async () => {
    const api = withProfiles([]);
    api.answer('StudioAddSocialProfile', () => ({ addSocialProfile: aProfile() }));
    const { user } = await open(api);
    await user.type(await screen.findByLabelText('Profile'), 'https://m.youtube.com/@noacooks?si=x');
    expect(screen.getByRole('radio', { name: 'YouTube' })).toBeChecked();
    expect(screen.getByText('This profile: https://www.youtube.com/@noacooks')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Add profile' }));
    expect(await screen.findByRole('heading', { name: 'YouTube noacooks' })).toHaveFocus();
    expect(api.variablesOf('StudioAddSocialProfile')).toEqual([
      { platform: 'YOUTUBE', profile: 'https://m.youtube.com/@noacooks?si=x' },
    ]);
  });

  test('what is no profile is said when the field is left, in the person’s language, and not sent', async () => {
    const api = withProfiles([]);
    const { user } = await open(api, 'es');
    const field = await screen.findByLabelText('Perfil');
    await user.click(screen.getByRole('radio', { name: 'Instagram' }));
    await user.type(field, 'https://www.instagram.com/p/Cx1');
    expect(field).not.toBeInvalid();
    await user.tab();
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(/Esto lleva a una publicación/);
    await user.click(screen.getByRole('button', { name: 'Añadir perfil' }));
    expect(field).toHaveFocus();
    expect(api.variablesOf('StudioAddSocialProfile')).toEqual([]);
  });

  test('without a platform the first thing is to choose one', async () => {
    const { user } = await open(withProfiles([]));
    await user.type(await screen.findByLabelText('Profile'), 'noacooks');
    await user.click(screen.getByRole('button', { name: 'Add profile' }));
    expect(screen.getByText('Choose the platform.')).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'Instagram' })).toHaveFocus();
  });

  test('too many are refused in words', async () => {
    const api = withProfiles([]);
    api.answer('StudioAddSocialProfile', () => {
      throw new Refusal('BAD_USER_INPUT', [{ path: 'profile', code: 'TOO_LARGE', bound: 12, message: '' }]);
    });
    const { user } = await open(api);
    await user.type(await screen.findByLabelText('Profile'), 'youtube.com/@noacooks');
    await user.click(screen.getByRole('button', { name: 'Add profile' }));
    expect(await screen.findByText(/at most 12 profiles/)).toBeInTheDocument();
  });
});

describe('the code', () => {
  test('is copied, with the steps for this platform', async () => {
    const { user } = await open(withProfiles([aProfile()]));
    await user.click(await screen.findByRole('button', { name: 'Copy the code IG-7K3MP9QX' }));
    expect(await screen.findByText('Copied.')).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toBe('IG-7K3MP9QX');
    expect(screen.getByText(/In YouTube Studio/)).toBeInTheDocument();
  });

  test('is looked for, and the answer comes by itself', async () => {
    const api = withProfiles([aProfile()]);
    api.answer('StudioCheckSocialProfile', () => ({ checkSocialProfile: aProfile({ status: 'CHECKING' }) }));
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'I have put it there' }));
    expect(await screen.findByText(/We are asking YouTube right now/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'I have put it there' })).not.toBeInTheDocument();

    api.answer('StudioSocialProfiles', () => ({ socialProfiles: [aProfile({ problem: 'CODE_NOT_FOUND' })] }));
    news(api);
    expect(await screen.findByText(/did not find the code/)).toBeInTheDocument();

    api.answer('StudioSocialProfiles', () => ({
      socialProfiles: [aProfile({ status: 'VERIFIED', verifiedAt: '2026-11-20T10:00:00.000Z' })],
    }));
    news(api);
    expect(await screen.findByText(/Proven on Nov 20, 2026/)).toBeInTheDocument();
    expect(screen.queryByText(/IG-7K3MP9QX/)).not.toBeInTheDocument();
  });

  test.each([
    'CODE_NOT_FOUND',
    'PAGE_UNREACHABLE',
    'PROFILE_TAKEN',
    'OTHER_PROFILE',
    'SIGN_IN_FAILED',
    'STAFF_DID_NOT_FIND',
    'STAFF_DID_NOT_LOOK',
  ])('%s is said as what to do next', async (problem) => {
    await open(withProfiles([aProfile({ problem })]));
    const card = await screen.findByRole('article', { name: /YouTube/ });
    expect(within(within(card).getAllByRole('status')[0]!).getByText(/\w{3,} .*\./)).toBeInTheDocument();
    expect(card).not.toHaveTextContent(/does not look right/);
  });

  test('that has expired is replaced by another one', async () => {
    const api = withProfiles([aProfile({ codeExpiresAt: inDays(-1) })]);
    api.answer('StudioRenewSocialCode', () => ({ renewSocialCode: aProfile({ code: 'IG-NEWNEW22' }) }));
    const { user } = await open(api);
    expect(await screen.findByText(/The code has expired/)).toBeInTheDocument();
    expect(screen.queryByText('IG-7K3MP9QX')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Take a new code' }));
    expect(await screen.findByText('IG-NEWNEW22')).toBeInTheDocument();
  });

  test('is left to our team where pages cannot be read, and stays in sight', async () => {
    const instagram = { platform: 'INSTAGRAM', methods: ['STAFF'], url: 'https://www.instagram.com/noacooks/' };
    const api = withProfiles([aProfile(instagram)]);
    api.answer('StudioAskStaffAboutSocialProfile', () => ({
      askStaffAboutSocialProfile: aProfile({ ...instagram, status: 'WITH_STAFF', staffLookUntil: inDays(14) }),
    }));
    const { user } = await open(api);
    expect(await screen.findByText(/Instagram shows us no pages/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'I have put it there' }));
    expect(await screen.findByText(/Leave it in your profile until then/)).toBeInTheDocument();
    expect(screen.getByText('IG-7K3MP9QX')).toBeInTheDocument();
  });

  test('is looked for only so often: it says when it goes on', async () => {
    const api = withProfiles([aProfile()]);
    api.answer('StudioCheckSocialProfile', () => {
      throw new Refusal('RATE_LIMITED', undefined, { retryAfter: 7200 });
    });
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'I have put it there' }));
    expect(await screen.findByText('That was too often. It works again in 2 hours.')).toBeInTheDocument();
  });
});

describe('the platform’s own sign-in', () => {
  const byBoth = { methods: ['OAUTH', 'PAGE', 'STAFF'] };

  test('is offered first, and leads there', async () => {
    const api = withProfiles([aProfile(byBoth)]);
    const left = vi.spyOn(leavePage, 'to').mockImplementation(() => {});
    api.answer('StudioStartSocialSignIn', () => ({
      startSocialSignIn: { __typename: 'SocialSignIn', url: 'https://accounts.example/authorize?state=s' },
    }));
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Sign in with YouTube' }));
    await waitFor(() => expect(left).toHaveBeenCalledWith('https://accounts.example/authorize?state=s'));
  });

  test('back from there it is finished once, and nothing of it stays in the address', async () => {
    const api = withProfiles([aProfile(byBoth)]);
    api.answer('StudioFinishSocialSignIn', () => ({ finishSocialSignIn: aProfile({ ...byBoth, status: 'CHECKING' }) }));
    api.answer('StudioSocialProfiles', () => ({ socialProfiles: [aProfile({ ...byBoth, status: 'CHECKING' })] }));
    const { address } = await open(api, 'en', `${page}?state=the-state&code=the-grant&scope=x`);
    expect(await screen.findByText(/We are asking YouTube/)).toBeInTheDocument();
    expect(address()).toBe(page);
    expect(api.variablesOf('StudioFinishSocialSignIn')).toEqual([{ state: 'the-state', code: 'the-grant' }]);
  });

  test('that was declined there says so and asks nothing of the API', async () => {
    const api = withProfiles([aProfile(byBoth)]);
    const { address } = await open(api, 'en', `${page}?error=access_denied&state=the-state`);
    expect(await screen.findByText(/You did not agree there/)).toBeInTheDocument();
    expect(address()).toBe(page);
    expect(api.variablesOf('StudioFinishSocialSignIn')).toEqual([]);
  });

  test('that came too late is begun again', async () => {
    const api = withProfiles([aProfile(byBoth)]);
    api.answer('StudioFinishSocialSignIn', () => {
      throw new Refusal('NOT_FOUND');
    });
    await open(api, 'en', `${page}?state=the-state&code=the-grant`);
    expect(await screen.findByText(/took too long/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sign in with YouTube' })).toBeInTheDocument();
  });
});

describe('what is there', () => {
  test('is taken away after a second question, and the focus stays nearby', async () => {
    const api = withProfiles([aProfile(), aProfile({ id: 'p2', handle: 'noatravels' })]);
    api.answer('StudioRemoveSocialProfile', () => ({
      removeSocialProfile: { __typename: 'SocialProfileRemoved', id: 'p1' },
    }));
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Remove YouTube noacooks' }));
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(screen.getByRole('button', { name: 'Remove YouTube noacooks' })).toHaveFocus();
    await user.keyboard('{Enter}{Enter}');
    await waitFor(() => expect(screen.queryByRole('heading', { name: /noacooks/ })).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { name: /noatravels/ })).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Your profiles' })).toHaveFocus();
  });

  test('stays as it is while somebody reviews it', async () => {
    await open(withProfiles([aProfile({ status: 'WITH_STAFF' })], { status: 'IN_REVIEW' }, 'IN_REVIEW'));
    expect(await screen.findByRole('heading', { name: /noacooks/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Add|Remove|put it there/ })).not.toBeInTheDocument();
  });

  test('a reviewer who began meanwhile is said', async () => {
    const api = withProfiles([aProfile()]);
    api.answer('StudioCheckSocialProfile', () => ({ checkSocialProfile: { __typename: 'SectionInReview' } }));
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'I have put it there' }));
    expect(await screen.findByText('This cannot be changed at the moment.')).toBeInTheDocument();
  });
});
