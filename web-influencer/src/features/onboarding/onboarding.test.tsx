import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { anAnswer, anApplication, aSection, joining, noa, type Given } from '../../test/application.ts';
import { renderPage } from '../../test/render-page.tsx';

/** Saves like the server: what was sent is stored, each with a higher revision. */
function saving(api: FakeApi, kind: string, given: Given = {}): void {
  const stored = new Map<string, ReturnType<typeof anAnswer>>();
  api.answer('StudioSaveAnswers', ({ answers }) => {
    for (const { field, values, revision } of answers as { field: string; values: string[]; revision: number }[])
      stored.set(field, anAnswer(field, values, revision + 1));
    return { saveAnswers: aSection(kind, { status: 'DRAFT', answers: [...stored.values()], ...given }) };
  });
}

beforeEach(() => sessionStorage.clear());

describe('the overview', () => {
  test.each([
    ['NOT_STARTED', /Let’s get you in/, 'It is your turn.'],
    ['IN_PROGRESS', /You are on your way/, 'It is your turn.'],
    ['WAITING', /All of it is with us/, /our turn/],
    ['IN_REVIEW', /looking at it right now/, /our turn/],
    ['RETURNED', /something needs another look/, 'It is your turn.'],
    ['APPROVED', /You are in/, null],
    ['EXPIRED', /has to be renewed/, 'It is your turn.'],
    ['REJECTED', /We cannot take you in/, null],
  ])('%s is told as a sentence, with whose turn it is', async (status, sentence, turn) => {
    await renderPage('/onboarding', joining(anApplication(status)));
    expect(await screen.findByText(sentence)).toBeInTheDocument();
    if (turn !== null) expect(screen.getByText(turn)).toBeInTheDocument();
  });

  test('it says by when staff decide', async () => {
    await renderPage('/onboarding', joining(anApplication('WAITING', {}, { dueAt: '2099-12-03T10:00:00.000Z' })));
    expect(await screen.findByText(/By Dec 3, 2099.* at the latest/)).toBeInTheDocument();
  });

  test('once that day has passed, it says that staff are late rather than promising it still', async () => {
    await renderPage('/onboarding', joining(anApplication('WAITING', {}, { dueAt: '2020-12-03T10:00:00.000Z' })));
    expect(await screen.findByText(/should have been decided by Dec 3, 2020.*: we are late/)).toBeInTheDocument();
    expect(screen.queryByText(/at the latest/)).not.toBeInTheDocument();
  });

  test('what came back stands on top, with its reason and the way there', async () => {
    const application = anApplication('RETURNED', {
      PERSON: { status: 'ACCEPTED' },
      ADDRESS: { status: 'RETURNED', note: 'The street is missing.\nLook at your letter.' },
    });
    const { user, address } = await renderPage('/onboarding', joining(application));
    expect(await screen.findByText(/The street is missing/)).toBeInTheDocument();
    await user.click(screen.getByRole('link', { name: 'Put right: Address' }));
    await waitFor(() => expect(address()).toBe('/onboarding/address'));
  });

  test('what was changed after it was verified, or is newly asked, says by when and what happens then', async () => {
    const application = anApplication(
      'IN_PROGRESS',
      {
        ADDRESS: { status: 'DRAFT', verifiedBefore: true, handInBy: '2099-12-20T00:00:00.000Z' },
        NICHES: { handInBy: '2026-01-21T00:00:00.000Z' },
      },
      { activatedAt: '2026-01-01T00:00:00.000Z', handInBy: '2026-01-21T00:00:00.000Z' },
    );
    const { user } = await renderPage('/onboarding', joining(application));
    const standing = await screen.findByRole('region', { name: 'Where it stands' });
    expect(standing).toHaveTextContent(/Verify again by Dec 20, 2099.*closes until you do; your account/);
    expect(standing).toHaveTextContent(/It was to be handed in by Jan 21, 2026.*We ask for this since you joined/);
    expect(screen.getByRole('link', { name: /^Address.*Verify again by/ })).toBeInTheDocument();
    await user.click(within(standing).getByRole('link', { name: 'Address' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Address' })).toBeInTheDocument();
    expect(screen.getByText('Verify again by Dec 20, 2099')).toBeInTheDocument();
  });

  test('what is newly asked in a part that was accepted says what it is, why, and until when', async () => {
    const handInBy = '2099-12-20T00:00:00.000Z';
    const application = anApplication(
      'IN_PROGRESS',
      {
        ADDRESS: { status: 'DRAFT', verifiedBefore: true, handInBy, newlyAsked: ['PROOF_OF_ADDRESS'] },
        TAX: { status: 'DRAFT', newlyAsked: ['taxCertified', 'TAX_FORM'] },
      },
      { activatedAt: '2026-01-01T00:00:00.000Z', handInBy },
    );
    const { user } = await renderPage('/onboarding', joining(application));
    const standing = await screen.findByRole('region', { name: 'Where it stands' });
    expect(standing).toHaveTextContent(/^You are in, and something is to be handed in/);
    expect(standing).toHaveTextContent(
      /New here: Proof of your address.*only since.*Hand it in by Dec 20, 2099.*closes/,
    );
    // Of who is not in yet there is nothing to lose.
    expect(standing).toHaveTextContent(/New here: .* and Signed tax form/);
    expect(standing).not.toHaveTextContent('You changed this');
    expect(screen.getByRole('link', { name: /^Address.*Hand it in by/ })).toBeInTheDocument();
    await user.click(within(standing).getByRole('link', { name: 'Address' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Address' })).toBeInTheDocument();
    expect(screen.getByText('New here: Proof of your address')).toBeInTheDocument();
    expect(screen.getByText('Hand it in by Dec 20, 2099')).toBeInTheDocument();
  });

  test('what expires soon says until when it holds, on the overview and on its page', async () => {
    const soon = { status: 'ACCEPTED', expiresSoon: true, expiresAt: '2099-12-05T00:00:00.000Z' };
    const { user } = await renderPage('/onboarding', joining(anApplication('APPROVED', { ADDRESS: soon })));
    const standing = await screen.findByRole('region', { name: 'Where it stands' });
    expect(standing).toHaveTextContent(/Renew it by Dec 5, 2099.*closed to you until it is renewed/);
    await user.click(within(standing).getByRole('link', { name: 'Address' }));
    expect(await screen.findByText('Renew it by Dec 5, 2099')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Change it' })).toBeInTheDocument();
  });

  test('it says what is missing, how long each part takes, and how far one is', async () => {
    const application = anApplication('IN_PROGRESS', {
      PERSON: { status: 'SUBMITTED' },
      ADDRESS: { status: 'DRAFT', problems: [{ __typename: 'SectionProblem', field: 'city', code: 'REQUIRED' }] },
      AUDIENCE: { asked: false },
    });
    await renderPage('/onboarding', joining(application));
    const row = await screen.findByRole('link', { name: /^Address/ });
    expect(row).toHaveTextContent('Still missing: City about 2 minutes');
    expect(screen.getByRole('progressbar')).toHaveAttribute('value', '1');
    expect(screen.getByRole('heading', { name: 'Can follow later' })).toBeInTheDocument();
  });

  test('a rejection tells from when one may apply again, and that one may once the day is there', async () => {
    const later = new Date(Date.now() + 9 * 86_400_000).toISOString();
    await renderPage(
      '/onboarding',
      joining(anApplication('REJECTED', {}, { reapplyAt: later, decisionReasons: ['The profiles are not yours.'] })),
    );
    expect(await screen.findByText(/apply again from .* on/)).toBeInTheDocument();
    expect(screen.getByText('The profiles are not yours.')).toBeInTheDocument();
    expect(screen.queryByText('It is your turn.')).not.toBeInTheDocument();
  });

  describe('once the day is there', () => {
    const handedIn = Object.fromEntries(
      [
        'PERSON',
        'ADDRESS',
        'SOCIAL_PROFILES',
        'NICHES',
        'AUDIENCE',
        'IDENTITY_DOCUMENT',
        'PAYOUT_ACCOUNT',
        'TAX',
        'CONSENTS',
      ].map((kind) => [kind, { status: 'SUBMITTED' }]),
    );
    const rejected = { reapplyAt: '2026-01-01T00:00:00.000Z', mayApplyAgain: true };

    test('a part that was handed in says what can be done with it', async () => {
      await renderPage('/onboarding/address', joining(anApplication('REJECTED', handedIn, rejected)));
      expect(await screen.findByText(/was rejected. You can change this before you apply again/)).toBeInTheDocument();
      expect(screen.queryByText(/^Handed in/)).not.toBeInTheDocument();
    });

    test('one applies again with what is there', async () => {
      const api = joining(anApplication('REJECTED', handedIn, rejected));
      api.answer('StudioApplyAgain', () => ({ applyAgain: anApplication('WAITING', handedIn) }));
      const { user } = await renderPage('/onboarding', api);
      expect(await screen.findByText('You can apply again')).toBeInTheDocument();
      expect(screen.getByRole('link', { name: /^Address/ })).toHaveTextContent('Rejected');
      await user.click(screen.getByRole('button', { name: 'Apply again' }));
      expect(await screen.findByText(/All of it is with us/)).toBeInTheDocument();
      expect(screen.getByRole('link', { name: /^Address/ })).toHaveTextContent('Handed in');
      expect(screen.queryByRole('button', { name: 'Apply again' })).not.toBeInTheDocument();
    });

    test('one is sent to terms that have to be accepted first', async () => {
      const api = joining(anApplication('REJECTED', handedIn, rejected));
      const terms = [{ __typename: 'TermsName', id: 't', title: 'Terms of service' }];
      api.answer('StudioApplyAgain', () => ({ applyAgain: { __typename: 'TermsToAccept', terms } }));
      const { user } = await renderPage('/onboarding', api);
      await user.click(await screen.findByRole('button', { name: 'Apply again' }));
      expect(await screen.findByText(/consent first: Terms of service/)).toBeInTheDocument();
      expect(screen.getByRole('link', { name: 'Read and accept' })).toHaveAttribute('href', '/terms');
    });
  });

  test('it changes by itself when staff decide', async () => {
    const api = joining(anApplication('WAITING'));
    await renderPage('/onboarding', api);
    await screen.findByText(/All of it is with us/);
    act(() => api.send('StudioOnboardingChanged', { onboardingChanged: anApplication('APPROVED') }));
    expect(await screen.findByText(/You are in/)).toBeInTheDocument();
  });

  test('it reads again after the connection came back', async () => {
    const api = joining(anApplication('WAITING'));
    const { connection } = await renderPage('/onboarding', api);
    await screen.findByText(/All of it is with us/);
    api.answer('StudioOnboarding', () => ({ onboarding: anApplication('RETURNED') }));
    act(() => connection.become('reconnecting'));
    act(() => connection.become('online'));
    expect(await screen.findByText(/something needs another look/)).toBeInTheDocument();
  });

  test('it reads again what it missed while listening had failed on a line that stood', async () => {
    const api = joining(anApplication('WAITING'));
    await renderPage('/onboarding', api);
    await screen.findByText(/All of it is with us/);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      act(() => api.breakOff('StudioOnboardingChanged'));
      api.answer('StudioOnboarding', () => ({ onboarding: anApplication('RETURNED') }));
      const before = api.variablesOf('StudioOnboarding').length;
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      act(() => api.breakOff('StudioOnboardingChanged'));
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(api.variablesOf('StudioOnboarding')).toHaveLength(before);
      await act(() => vi.advanceTimersByTimeAsync(1_500));
    } finally {
      vi.useRealTimers();
    }
    expect(await screen.findByText(/something needs another look/)).toBeInTheDocument();
  });
});

describe('a section', () => {
  test('every question says why; an answer is saved when its field is left', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    const { user } = await renderPage('/onboarding/person', api);
    const name = await screen.findByLabelText('Given name');
    expect(name).toHaveAccessibleDescription(/We compare it with your identity document/);
    await user.type(name, 'Noa');
    await user.tab();
    await screen.findByText('Saved');
    expect(screen.getByText(/Everything is saved/)).toBeInTheDocument();
    expect(api.variablesOf('StudioSaveAnswers')).toEqual([
      { section: 'PERSON', answers: [{ field: 'givenName', values: ['Noa'], revision: 0 }] },
    ]);
  });

  test('what is wrong is said in the person’s language, only after they left the field', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    const { user } = await renderPage('/onboarding/person', api, 'es');
    const phone = await screen.findByLabelText(/Teléfono|Número de teléfono/);
    await user.type(phone, '0701');
    expect(phone).not.toBeInvalid();
    await user.tab();
    await waitFor(() => expect(phone).toBeInvalid());
    expect(phone).toHaveAccessibleDescription(/\+/);
  });

  test('without a connection nothing is lost, it is said, and sent when we are reached again', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    const { user } = await renderPage('/onboarding/person', api);
    const name = await screen.findByLabelText('Given name');
    api.reachable(false);
    await user.type(name, 'Noa');
    await user.tab();
    await screen.findByText(/No connection/);
    expect(sessionStorage.getItem('influencegen.unsaved.noa.PERSON')).toContain('Noa');
    const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);

    api.reachable(true);
    act(() => void window.dispatchEvent(new Event('online')));
    await screen.findByText(/Everything is saved/);
    expect(name).toHaveValue('Noa');
    expect(sessionStorage.getItem('influencegen.unsaved.noa.PERSON')).toBeNull();
  });

  test('what was typed before a reload is there again and saved', async () => {
    sessionStorage.setItem(
      'influencegen.unsaved.noa.PERSON',
      JSON.stringify([
        { field: 'givenName', values: ['Noa'], revision: 0 },
        { field: 'askedInFormerTimes', values: ['Long ago'], revision: 0 },
      ]),
    );
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    await renderPage('/onboarding/person', api);
    expect(await screen.findByLabelText('Given name')).toHaveValue('Noa');
    await screen.findByText(/Everything is saved/);
    expect(api.variablesOf('StudioSaveAnswers')).toEqual([
      { section: 'PERSON', answers: [{ field: 'givenName', values: ['Noa'], revision: 0 }] },
    ]);
  });

  test('a question that the server asks no longer says that the page is out of date; what is beside it is saved', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    const save = api.answerOf('StudioSaveAnswers');
    api.answer('StudioSaveAnswers', (variables) => {
      const at = (variables['answers'] as { field: string }[]).findIndex(({ field }) => field === 'givenName');
      if (at >= 0) {
        const code = 'NOT_ALLOWED';
        throw new Refusal('BAD_USER_INPUT', [{ path: `answers.${at}.field`, code, message: 'Not possible here' }]);
      }
      return save(variables);
    });
    const unsaved = [anAnswer('givenName', ['Noa']), anAnswer('familyName', ['Lund'])];
    sessionStorage.setItem('influencegen.unsaved.noa.PERSON', JSON.stringify(unsaved));
    await renderPage('/onboarding/person', api);
    const name = await screen.findByLabelText('Given name');
    await waitFor(() =>
      expect(name).toHaveAccessibleDescription(/A newer version of this page is available\. Reload to go on\./),
    );
    await screen.findByText(/Everything is saved/);
    expect(api.variablesOf('StudioSaveAnswers').at(-1)).toMatchObject({
      answers: [{ field: 'familyName', values: ['Lund'] }],
    });
  });

  test('of two devices both answers are shown, and the person chooses', async () => {
    const api = joining(
      anApplication('IN_PROGRESS', { PERSON: { status: 'DRAFT', answers: [anAnswer('givenName', ['Noa'], 3)] } }),
    );
    api.answer('StudioSaveAnswers', () => ({
      saveAnswers: { __typename: 'AnswerConflict', answers: [anAnswer('givenName', ['Noah'], 4)] },
    }));
    const { user } = await renderPage('/onboarding/person', api);
    const name = await screen.findByLabelText('Given name');
    await user.clear(name);
    await user.type(name, 'Noemi');
    await user.tab();
    const conflict = (await screen.findByText(/on another device meanwhile/)).closest<HTMLElement>('[role=alert]')!;
    expect(within(conflict).getByText('Noah')).toBeInTheDocument();
    expect(within(conflict).getByText('Noemi')).toBeInTheDocument();
    saving(api, 'PERSON');
    await user.click(within(conflict).getByRole('button', { name: 'Keep the one from here' }));
    await screen.findByText(/Everything is saved/);
    expect(api.variablesOf('StudioSaveAnswers').at(-1)).toMatchObject({
      answers: [{ field: 'givenName', values: ['Noemi'], revision: 4 }],
    });
  });

  test('the fields follow the country, and its names for them', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'ADDRESS');
    const { user } = await renderPage('/onboarding/address', api);
    expect(screen.queryByLabelText('City')).not.toBeInTheDocument();
    await user.selectOptions(await screen.findByLabelText('Country'), 'US');
    expect(await screen.findByLabelText('ZIP code')).toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText('State'), 'CA');
    await user.selectOptions(screen.getByLabelText('Country'), 'DE');
    expect(await screen.findByLabelText('Postal code')).toBeInTheDocument();
    expect(screen.queryByLabelText('State')).not.toBeInTheDocument();
  });

  test('shares are typed as numbers and sum up; topics are ticked', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'AUDIENCE');
    const { user } = await renderPage('/onboarding/audience', api);
    const ages = await screen.findByRole('group', { name: 'Ages of your followers' });
    await user.type(within(ages).getByLabelText('18–24'), '60');
    await user.type(within(ages).getByLabelText('25–34'), '40');
    expect(within(ages).getByText('100% of 100%')).toBeInTheDocument();
    const countries = screen.getByRole('group', { name: 'Countries of your followers' });
    await user.selectOptions(within(countries).getByLabelText('Add one'), 'DE');
    await user.type(within(countries).getByLabelText('Germany'), '80');
    expect(within(countries).queryByText(/of 100%/)).not.toBeInTheDocument();
    await user.type(within(countries).getByLabelText('Germany'), '0');
    expect(within(countries).getByText('800% of 100%')).toBeInTheDocument();
    await user.type(within(countries).getByLabelText('Germany'), '{Backspace}');
    await user.tab();
    await user.tab();
    await screen.findByText(/Everything is saved/);
    expect(api.variablesOf('StudioSaveAnswers').flatMap(({ answers }) => answers)).toContainEqual({
      field: 'audienceAges',
      values: ['18_24:60', '25_34:40'],
      revision: 0,
    });
  });

  test('topics stand in the order of the alphabet of whoever reads them', async () => {
    await renderPage('/onboarding/niches', joining(anApplication('NOT_STARTED')), 'de');
    const topics = await screen.findByRole('group', { name: /Themen/ });
    const labels = within(topics)
      .getAllByRole('checkbox')
      .map((box) => box.closest('label')!.textContent);
    expect(labels).toEqual(labels.toSorted((a, b) => a.localeCompare(b, 'de')));
  });

  test('what is wrong is not called saved beside it', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    const { user } = await renderPage('/onboarding/person', api);
    await user.type(await screen.findByLabelText('Given name'), 'J0hn');
    await user.tab();
    await screen.findByText(/Everything is saved/);
    expect(screen.getByText(/other signs are not part of a name/)).toBeInTheDocument();
    expect(screen.queryByText('Saved')).not.toBeInTheDocument();
  });

  test('handing in names what is missing and goes there; complete, it goes on with the next part', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'NICHES');
    api.answer('StudioSubmitSection', () => ({
      submitSection: {
        __typename: 'SectionIncomplete',
        problems: [{ __typename: 'SectionProblem', field: 'niches', code: 'REQUIRED' }],
      },
    }));
    const { user, address } = await renderPage('/onboarding/niches', api);
    await user.click(await screen.findByRole('button', { name: 'Hand in and go on' }));
    const topics = screen.getByRole('group', { name: /topics/i });
    expect(await within(topics).findByText('This is still missing.')).toBeInTheDocument();
    expect(topics).toContainElement(document.activeElement as HTMLElement);

    await user.click(within(topics).getAllByRole('checkbox')[0]!);
    api.answer('StudioSubmitSection', () => ({
      submitSection: anApplication('IN_PROGRESS', { NICHES: { status: 'SUBMITTED' } }),
    }));
    await user.click(screen.getByRole('button', { name: 'Hand in and go on' }));
    await waitFor(() => expect(address()).toBe('/onboarding/audience'));
  });

  test('nothing is handed in before everything is saved; once it is, that is not said any more', async () => {
    const api = joining(anApplication('NOT_STARTED'));
    saving(api, 'PERSON');
    const { user } = await renderPage('/onboarding/person', api);
    await user.type(await screen.findByLabelText('Given name'), 'Noa');
    api.reachable(false);
    await user.click(screen.getByRole('button', { name: 'Hand in and go on' }));
    expect(await screen.findByText(/Not everything is saved yet/)).toBeInTheDocument();
    expect(api.variablesOf('StudioSubmitSection')).toEqual([]);
    api.reachable(true);
    act(() => void window.dispatchEvent(new Event('online')));
    await screen.findByText(/Everything is saved/);
    expect(screen.queryByText(/Not everything is saved yet/)).not.toBeInTheDocument();
  });

  test('under review it is locked, and says so; live it opens again', async () => {
    const api = joining(
      anApplication('IN_REVIEW', { PERSON: { status: 'IN_REVIEW', answers: [anAnswer('givenName', ['Noa'])] } }),
    );
    await renderPage('/onboarding/person', api);
    expect(await screen.findByText(/Somebody is looking at this right now/)).toBeInTheDocument();
    expect(screen.getByLabelText('Given name')).toHaveAttribute('readonly');
    expect(screen.queryByRole('button', { name: 'Hand in and go on' })).not.toBeInTheDocument();
    act(() =>
      api.send('StudioOnboardingChanged', {
        onboardingChanged: anApplication('RETURNED', {
          PERSON: { status: 'RETURNED', note: 'The name differs.', answers: [anAnswer('givenName', ['Noa'])] },
        }),
      }),
    );
    expect(await screen.findByText('The name differs.')).toBeInTheDocument();
    expect(screen.getByLabelText('Given name')).not.toHaveAttribute('readonly');
  });

  test('what was returned and not touched is not handed in: it says what to do', async () => {
    const api = joining(anApplication('RETURNED', { PERSON: { status: 'RETURNED' } }));
    api.answer('StudioSubmitSection', () => {
      throw new Refusal('CONFLICT');
    });
    const { user } = await renderPage('/onboarding/person', api);
    await user.click(await screen.findByRole('button', { name: 'Hand in and go on' }));
    expect(await screen.findByText(/Nothing was changed here since it came back/)).toBeInTheDocument();
  });

  test('what was accepted changes only on purpose', async () => {
    const api = joining(
      anApplication('APPROVED', { PERSON: { status: 'ACCEPTED', answers: [anAnswer('givenName', ['Noa'])] } }),
    );
    const { user } = await renderPage('/onboarding/person', api);
    const name = await screen.findByLabelText('Given name');
    expect(name).toHaveAttribute('readonly');
    await user.click(screen.getByRole('button', { name: 'Change it' }));
    expect(name).not.toHaveAttribute('readonly');
  });
});

test('after approval the application leads home', async () => {
  await renderPage('/onboarding', joining(anApplication('APPROVED')));
  expect(await screen.findByRole('link', { name: 'See what you can do now' })).toHaveAttribute('href', '/');
});

test('the profile says what is changed in the application only, and leads there', async () => {
  const api = joining(anApplication('APPROVED'));
  api.answer('StudioProfile', () => ({
    viewer: { ...noa, phone: null, language: 'en', timeZone: 'UTC' },
  }));
  await renderPage('/profile', api);
  expect(await screen.findByRole('link', { name: 'Address' })).toHaveAttribute('href', '/onboarding/address');
});

describe('before approval', () => {
  test('home is the application, and the studio says what opens it', async () => {
    const { address, user } = await renderPage('/', joining(anApplication('NOT_STARTED')));
    await waitFor(() => expect(address()).toBe('/onboarding'));
    await user.click(await screen.findByRole('link', { name: 'Studio' }));
    await user.click(await screen.findByRole('link', { name: 'Go to my application' }));
    expect(address()).toBe('/onboarding');
  });

  test('with the approval the studio opens in the page that is open', async () => {
    const api = joining(anApplication('WAITING'));
    const { connection } = await renderPage('/studio', api);
    await screen.findByText(/The studio opens when you are in/);
    const in_ = { ...noa, permissions: [...noa.permissions, 'imaging.request'] };
    api.answer('StudioSession', () => ({ viewer: in_ }));
    act(() => connection.become('reconnecting'));
    act(() => connection.become('online'));
    expect(await screen.findByRole('textbox', { name: 'Prompt' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Joining' })).not.toBeInTheDocument();
  });
});

describe('going on with the phone', () => {
  const computer = { ...noa, permissions: [...noa.permissions, 'accounts.own'] };
  const aPhone = {
    __typename: 'HandedOffPhone',
    id: 'phone',
    browser: 'Safari',
    system: 'iPhone',
    since: '2026-11-01T10:00:00.000Z',
    endsAt: '2026-11-01T22:00:00.000Z',
  };
  const handOff = (phone: object | null) => ({ __typename: 'HandOff', id: 'noa', phone });
  const withHandOff = () => {
    const api = joining(anApplication('IN_PROGRESS'), computer);
    api.answer('StudioHandOff', () => ({ handOff: handOff(null) }));
    api.answer('StudioBeginHandOff', () => ({
      beginHandOff: {
        __typename: 'HandOffLink',
        address: 'https://studio.example/handoff#token',
        expiresAt: new Date(Date.now() + 300_000).toISOString(),
      },
    }));
    api.answer('StudioEndHandOff', () => ({ endHandOff: handOff(null) }));
    return api;
  };

  test('the computer shows a code, then the phone that came, and signs it out', async () => {
    const api = withHandOff();
    const { user } = await renderPage('/onboarding', api);
    await user.click(await screen.findByRole('button', { name: 'Show the code' }));
    expect(await screen.findByRole('img', { name: /opens your application on the phone/ })).toBeInTheDocument();
    act(() => api.send('StudioHandOffChanged', { handOffChanged: handOff(aPhone) }));
    expect(await screen.findByText(/Safari · iPhone is connected/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Sign the phone out' }));
    expect(await screen.findByRole('button', { name: 'Show the code' })).toBeInTheDocument();
  });

  test('a code that is too old is taken away, and another one can be shown', async () => {
    const api = withHandOff();
    api.answer('StudioBeginHandOff', () => ({
      beginHandOff: {
        __typename: 'HandOffLink',
        address: 'https://studio.example/handoff#token',
        expiresAt: new Date(Date.now() + 50).toISOString(),
      },
    }));
    const { user } = await renderPage('/onboarding', api);
    await user.click(await screen.findByRole('button', { name: 'Show the code' }));
    expect(await screen.findByRole('button', { name: 'Show another code' })).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: /opens your application/ })).not.toBeInTheDocument();
  });

  test('the phone goes on with one press, and has nothing but the application', async () => {
    const api = joining(anApplication('IN_PROGRESS'));
    const onPhone = { ...noa, permissions: ['onboarding.own'] };
    api.answer('StudioRedeemHandOff', () => ({
      redeemHandOff: { __typename: 'SignIn', accessToken: 'token', viewer: onPhone },
    }));
    const { user, address } = await renderPage('/handoff#token', api);
    await user.click(await screen.findByRole('button', { name: 'Continue here' }));
    await waitFor(() => expect(address()).toBe('/onboarding'));
    expect(api.variablesOf('StudioRedeemHandOff')).toEqual([{ token: 'token' }]);
    expect(await screen.findByText(/You are on your way/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Studio' })).not.toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Security' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show the code' })).not.toBeInTheDocument();
  });

  test('a code that was used already says what to do', async () => {
    const api = joining(anApplication('IN_PROGRESS'));
    api.answer('StudioRedeemHandOff', () => ({ redeemHandOff: { __typename: 'LinkUsedUp' } }));
    const { user } = await renderPage('/handoff#token', api);
    await user.click(await screen.findByRole('button', { name: 'Continue here' }));
    expect(await screen.findByText(/Show another one on your computer/)).toBeInTheDocument();
  });
});
