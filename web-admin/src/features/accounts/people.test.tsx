import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ada, connectionOf } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const roleChoices = [
  { __typename: 'RoleChoice', key: 'SUPPORT', name: 'Support', audience: 'STAFF', viewerMayGive: true },
  { __typename: 'RoleChoice', key: 'BRAND_MEMBER', name: 'Brand member', audience: 'BRAND', viewerMayGive: true },
  { __typename: 'RoleChoice', key: 'SECRET', name: 'More than mine', audience: 'STAFF', viewerMayGive: false },
];

const aPerson = (id: string, more: object = {}) => ({
  __typename: 'Account',
  id,
  displayName: `Name of ${id}`,
  email: `${id}@demo.example`,
  status: 'ACTIVE',
  deactivation: null,
  lockedUntil: null,
  hasSecondFactor: true,
  createdAt: '2026-11-01T09:00:00.000Z',
  lastSignInAt: null,
  language: 'en',
  timeZone: 'UTC',
  roles: [{ __typename: 'AccountRole', key: 'SUPPORT', name: 'Support', audience: 'STAFF' }],
  organisation: null,
  grants: [] as object[],
  permissions: [{ __typename: 'HeldPermission', permission: 'accounts.read', scope: 'ALL' }],
  viewerMoves: ['EDIT', 'ASSIGN', 'DEACTIVATE', 'END_SESSIONS'],
  phone: null,
  ...more,
});

const chief = {
  ...ada,
  permissions: [
    ...ada.permissions,
    'accounts.read',
    'accounts.invite',
    'accounts.assign',
    'accounts.readRoles',
    'accounts.manageRoles',
  ],
};

const anApi = (people: readonly object[], answers: ConstructorParameters<typeof FakeApi>[0] = {}): FakeApi =>
  new FakeApi({
    Session: () => ({ viewer: chief }),
    RoleChoices: () => ({ roleChoices }),
    PeopleList: () => ({ accounts: connectionOf('AccountConnection', people) }),
    PersonPage: ({ id }) => ({ account: people.find((each) => (each as { id: unknown }).id === id) }),
    ...answers,
  });

const table = () => screen.findByRole('table', { name: 'People' });

const passTime = (): void => void vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] });
/** Longer than a search field waits for more letters. */
const aMoment = (): Promise<unknown> => act(() => vi.advanceTimersByTimeAsync(300));
afterEach(() => void vi.useRealTimers());

describe('the list of people', () => {
  test('shows who is there, and leads to each', async () => {
    const people = [aPerson('kim'), aPerson('lee', { status: 'INVITED', lockedUntil: '2030-01-01T00:00:00.000Z' })];
    const { user, address } = await renderPage('/people', anApi(people));
    const rows = within(await table())
      .getAllByRole('row')
      .slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining('Active'),
      expect.stringContaining('Locked'),
    ]);
    await user.click(screen.getByRole('link', { name: 'Name of kim' }));
    await waitFor(() => expect(address()).toBe('/people/kim'));
    expect(await screen.findByRole('heading', { name: 'Name of kim' })).toBeVisible();
  });

  test('says roles that come with the product in the language of the viewer, and others as staff named them', async () => {
    const roles = [
      { __typename: 'AccountRole', key: 'KYC_REVIEWER', name: 'KYC reviewer', audience: 'STAFF' },
      { __typename: 'AccountRole', key: 'NIGHT_SHIFT', name: 'Night shift', audience: 'STAFF' },
    ];
    await renderPage('/people', anApi([aPerson('kim', { roles })]), 'de');
    expect(await screen.findByText('KYC-Prüfung, Night shift')).toBeVisible();
  });

  test('is narrowed by what stands in the address, and asks for just that', async () => {
    const api = anApi([aPerson('kim')]);
    const { user, address } = await renderPage('/people?status=invited&role=SUPPORT&order=last-sign-in', api);
    await table();
    await user.type(screen.getByRole('searchbox', { name: 'Find people' }), 'ki');
    await waitFor(() => expect(address()).toContain('search=ki'));
    await waitFor(() =>
      expect(api.variablesOf('PeopleList').at(-1)).toEqual({
        filter: { search: 'ki', status: ['INVITED'], roles: ['SUPPORT'] },
        order: 'LAST_SIGN_IN',
        first: 50,
      }),
    );
    expect(screen.getByRole('searchbox', { name: 'Find people' })).toHaveFocus();
  });

  test('shows the words of the step in the history that one goes back to', async () => {
    const { user, address, back } = await renderPage('/people?search=ki', anApi([aPerson('kim')]));
    await table();
    const field = screen.getByRole('searchbox', { name: 'Find people' });
    await user.type(field, 'm');
    await waitFor(() => expect(address()).toBe('/people?search=kim'));
    await back();
    await waitFor(() => expect(field).toHaveValue('ki'));
    // What was typed and not asked for yet does not undo the step.
    await user.type(field, 'ra');
    await waitFor(() => expect(address()).toBe('/people?search=kira'));
    passTime();
    await user.type(field, 'x');
    await back();
    await waitFor(() => expect(field).toHaveValue('ki'));
    await aMoment();
    expect(address()).toBe('/people?search=ki');
  });

  test('is cleared also of words that were typed a moment before', async () => {
    const { user, address } = await renderPage('/people?status=invited', anApi([aPerson('kim')]));
    await table();
    const field = screen.getByRole('searchbox', { name: 'Find people' });
    passTime();
    await user.type(field, 'ki');
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(field).toHaveValue(''));
    await aMoment();
    expect(address()).toBe('/people');
    expect(field).toHaveValue('');
  });

  test('that is empty says what finds people, and takes the filters away', async () => {
    const { user, address } = await renderPage('/people?search=zz', anApi([]));
    expect(await screen.findByText('Nobody matches these filters')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
    await waitFor(() => expect(address()).toBe('/people'));
  });

  test('stays when it cannot be read again after a break of the line, and says so', async () => {
    const api = anApi([aPerson('kim')]);
    const { connection } = await renderPage('/people', api);
    await table();
    act(() => connection.become('reconnecting'));
    api.answer('PeopleList', () => {
      throw new Refusal('RATE_LIMITED');
    });
    act(() => connection.become('online'));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Name of kim' })).toBeVisible();
  });
});

describe('a person', () => {
  test('is deactivated for a reason, which its page shows', async () => {
    const api = anApi([aPerson('kim')], {
      DeactivateAccount: () => ({
        changed: aPerson('kim', {
          status: 'DEACTIVATED',
          viewerMoves: ['REACTIVATE'],
          deactivation: {
            __typename: 'AccountDeactivation',
            reason: 'Left the agency',
            at: '2026-11-02T09:00:00.000Z',
            deactivatedBy: null,
          },
        }),
      }),
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Deactivate…' }));
    await user.click(screen.getByRole('button', { name: 'Deactivate' }));
    const why = screen.getByRole('textbox', { name: 'Why' });
    expect(why).toBeInvalid();
    expect(api.variablesOf('DeactivateAccount')).toEqual([]);
    await user.type(why, 'Left the agency');
    await user.click(screen.getByRole('button', { name: 'Deactivate' }));
    expect(await screen.findByRole('button', { name: 'Reactivate' })).toBeVisible();
    expect(api.variablesOf('DeactivateAccount')).toEqual([{ id: 'kim', reason: 'Left the agency' }]);
    expect(screen.getByText('Deactivated')).toBeVisible();
    expect(screen.getByText('Left the agency')).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  test('has the second factor taken away after a second question; the keyboard stays when the button goes', async () => {
    const api = anApi([aPerson('kim', { viewerMoves: ['RESET_SECOND_FACTOR'] })], {
      ResetSecondFactor: () => ({ changed: aPerson('kim', { hasSecondFactor: false, viewerMoves: ['EDIT'] }) }),
      AccountSessions: () => ({ accountSessions: [] }),
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Reset second factor…' }));
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Reset second factor…' })).toHaveFocus();
    expect(api.variablesOf('ResetSecondFactor')).toEqual([]);
    await user.keyboard('{Enter}{Enter}');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Reset second factor…' })).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  test('keeps the administration when nobody else has it', async () => {
    const api = anApi([aPerson('kim')], {
      DeactivateAccount: () => ({ changed: { __typename: 'LastAdministrator', message: 'no' } }),
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Deactivate…' }));
    await user.type(screen.getByRole('textbox', { name: 'Why' }), 'Left');
    await user.click(screen.getByRole('button', { name: 'Deactivate' }));
    expect(await screen.findByText(/Nobody would be left who may administer/)).toBeVisible();
  });

  test('is given a role; one that holds more than the giver is not offered', async () => {
    const api = anApi([aPerson('kim', { roles: [] })], { AssignRole: () => ({ changed: aPerson('kim') }) });
    const { user } = await renderPage('/people/kim', api);
    const select = await screen.findByRole('combobox', { name: 'Another role' });
    await waitFor(() => expect(within(select).getAllByRole('option')).toHaveLength(3));
    expect(within(select).queryByRole('option', { name: 'More than mine' })).not.toBeInTheDocument();
    await user.selectOptions(select, 'Support');
    await user.click(screen.getByRole('button', { name: 'Give the role' }));
    expect(await screen.findByRole('button', { name: 'Remove the role Support' })).toBeVisible();
    expect(api.variablesOf('AssignRole')).toEqual([{ id: 'kim', role: 'SUPPORT' }]);
  });

  test('is given a single permission only with a reason', async () => {
    const api = anApi([aPerson('kim')], {
      DeclaredPermissions: () => ({
        permissions: [
          {
            __typename: 'DeclaredPermission',
            name: 'operations.health',
            description: 'x',
            scopes: ['ALL'],
            viewerMayGive: ['ALL'],
          },
        ],
      }),
      GrantPermission: () => ({
        changed: { __typename: 'NotHeld', missing: ['operations.health'] },
      }),
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Give or deny a permission' }));
    const permission = await screen.findByLabelText('Permission');
    await waitFor(() => expect(within(permission).getAllByRole('option')).toHaveLength(2));
    await user.selectOptions(permission, 'See health and queues');
    const section = screen.getByRole('region', { name: 'Single permissions' });
    const save = within(section).getByRole('button', { name: 'Save' });
    await user.click(save);
    expect(screen.getByText('Please fill this in.')).toBeVisible();
    expect(api.variablesOf('GrantPermission')).toEqual([]);
    await user.type(screen.getByLabelText('Reason'), 'Stands in');
    await user.click(save);
    expect(await within(section).findByText(/You lack:/)).toBeVisible();
    expect(api.variablesOf('GrantPermission')).toEqual([
      { id: 'kim', input: { permission: 'operations.health', reason: 'Stands in', scope: 'ALL' } },
    ]);
  });

  const reachable = { viewerMoves: ['EDIT', 'CHANGE_EMAIL', 'MOVE'] };

  test('has the phone number changed: what is wrong stands at the field, what is right closes the panel', async () => {
    const api = anApi([aPerson('kim', { ...reachable, phone: '•••567' })], {
      ChangeAccountPhone: ({ phone }) => {
        if (phone === '0170') throw new Refusal('BAD_USER_INPUT', [{ path: 'phone', code: 'MALFORMED', message: '' }]);
        return { changed: aPerson('kim', { ...reachable, phone: '•••568' }) };
      },
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Change the phone number…' }));
    const panel = screen.getByRole('dialog', { name: 'Change the phone number' });
    const save = within(panel).getByRole('button', { name: 'Save' });
    await user.click(save);
    expect(within(panel).getByText('Please fill this in.')).toBeVisible();
    const field = within(panel).getByLabelText('New phone number');
    await user.type(field, '0170');
    await user.click(save);
    expect(await within(panel).findByText('This does not look right.')).toBeVisible();
    await user.clear(field);
    await user.type(field, '+49 170 1234568');
    await user.click(save);
    expect(await screen.findByText('•••568')).toBeVisible();
    expect(panel).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Change the phone number…' }));
    await user.click(screen.getByRole('button', { name: 'Remove the number' }));
    await waitFor(() =>
      expect(api.variablesOf('ChangeAccountPhone').map(({ phone }) => phone)).toEqual(['0170', '+49 170 1234568', '']),
    );
  });

  test('is sent a link to another address, unless somebody has it', async () => {
    const api = anApi([aPerson('kim', reachable)], {
      ChangeAccountEmail: ({ email }) => ({
        changed:
          email === 'lee@demo.example' ? { __typename: 'EmailInUse', accountId: 'lee' } : aPerson('kim', reachable),
      }),
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Change the e-mail address…' }));
    const send = screen.getByRole('button', { name: 'Send the link' });
    await user.click(send);
    expect(screen.getByText(/Enter an e-mail address/)).toBeVisible();
    const field = screen.getByLabelText('New e-mail address');
    await user.type(field, 'lee@demo.example');
    await user.click(send);
    expect(await screen.findByRole('link', { name: 'Open it' })).toHaveAttribute('href', '/people/lee');
    await user.clear(field);
    await user.type(field, 'kim.new@demo.example');
    await user.click(send);
    expect(await screen.findByText(/The link is on its way/)).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  test('of a brand is moved to another one; who moved them meanwhile is not overruled', async () => {
    const brands = ['Nordwind', 'Ostwind'].map((name) => ({
      __typename: 'Organisation',
      id: name.toLowerCase(),
      name,
      kind: 'BRAND',
    }));
    const bea = aPerson('bea', {
      ...reachable,
      roles: [{ __typename: 'AccountRole', key: 'BRAND_MEMBER', name: 'Brand member', audience: 'BRAND' }],
      organisation: brands[0],
    });
    const api = anApi([bea, aPerson('kim', reachable)], {
      OrganisationChoices: () => ({ organisations: brands }),
      MoveAccount: () => {
        throw new Refusal('CONFLICT');
      },
    });
    const { user } = await renderPage('/people/bea', api);
    await user.click(await screen.findByRole('button', { name: 'Change the organisation…' }));
    const panel = screen.getByRole('dialog', { name: 'Change the organisation' });
    const field = within(panel).getByLabelText('Organisation');
    await waitFor(() => expect(field).toHaveValue('nordwind'));
    await user.selectOptions(field, 'Ostwind');
    await user.click(within(panel).getByRole('button', { name: 'Save' }));
    expect(await within(panel).findByText(/It was changed in the meantime/)).toBeVisible();
    expect(api.variablesOf('MoveAccount')).toEqual([{ id: 'bea', from: 'nordwind', organisationId: 'ostwind' }]);
  });

  test('who was invited by a wrong address is invited by the right one, and the page shows it', async () => {
    const invited = { status: 'INVITED', viewerMoves: ['EDIT', 'CORRECT_INVITATION', 'RESEND_INVITATION'] };
    const api = anApi([aPerson('mai', invited)], {
      CorrectInvitation: ({ email }) => {
        if (email === 'mia@') throw new Refusal('BAD_USER_INPUT', [{ path: 'email', code: 'MALFORMED', message: '' }]);
        if (email === 'kim@demo.example') return { changed: { __typename: 'EmailInUse', accountId: null } };
        return { changed: aPerson('mai', { ...invited, email: String(email) }) };
      },
    });
    const { user } = await renderPage('/people/mai', api);
    expect(await screen.findByText('mai@demo.example')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Change the e-mail address…' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Correct the address of the invitation…' }));
    const panel = screen.getByRole('dialog', { name: 'Correct the address of the invitation' });
    expect(within(panel).getByText(/opens nothing any more/)).toBeVisible();
    const field = within(panel).getByLabelText('New e-mail address');
    const send = within(panel).getByRole('button', { name: 'Send the invitation' });
    await user.type(field, 'mia@');
    await user.click(send);
    expect(await within(panel).findByText('This does not look right.')).toBeVisible();
    await user.clear(field);
    await user.type(field, 'kim@demo.example');
    await user.click(send);
    expect(await within(panel).findByText('This address has an account already.')).toBeVisible();
    expect(within(panel).queryByRole('link')).not.toBeInTheDocument();
    await user.clear(field);
    await user.type(field, 'mia@demo.example');
    await user.click(send);
    expect(await screen.findByText('mia@demo.example')).toBeVisible();
    expect(screen.getByText('The invitation is on its way to the new address.')).toBeVisible();
    expect(panel).not.toBeInTheDocument();
  });

  const nordwind = { __typename: 'Organisation', id: 'nordwind', name: 'Nordwind', kind: 'BRAND' };

  test('without a role for brands is taken out of every organisation, after reading what that means', async () => {
    const api = anApi([aPerson('kim', { ...reachable, organisation: nordwind })], {
      MoveAccount: () => ({ changed: aPerson('kim', reachable) }),
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Take out of the organisation…' }));
    const panel = screen.getByRole('dialog', { name: 'Take out of the organisation' });
    expect(within(panel).getByText(/works for Nordwind and then belongs to no organisation/)).toBeVisible();
    expect(within(panel).getByText(/limited to an organisation reaches nothing/)).toBeVisible();
    await user.click(within(panel).getByRole('button', { name: 'Take out' }));
    await waitFor(() => expect(panel).not.toBeInTheDocument());
    expect(screen.queryByText('Nordwind')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Take out of the organisation…' })).not.toBeInTheDocument();
    expect(api.variablesOf('MoveAccount')).toEqual([{ id: 'kim', from: 'nordwind', organisationId: null }]);
  });

  test('with a role for brands is not taken out: it says which role has to go first', async () => {
    const roles = [{ __typename: 'AccountRole', key: 'BRAND_MEMBER', name: 'Brand member', audience: 'BRAND' }];
    const api = anApi([aPerson('bea', { ...reachable, roles, organisation: nordwind })], {
      OrganisationChoices: () => ({ organisations: [nordwind] }),
    });
    const { user } = await renderPage('/people/bea', api);
    await user.click(await screen.findByRole('button', { name: 'Change the organisation…' }));
    expect(screen.queryByRole('button', { name: 'Take out of the organisation…' })).not.toBeInTheDocument();
    expect(screen.getByText(/first take the role away that belongs to one: Brand member\./)).toBeVisible();
  });

  test('who works for no brand is in no organisation', async () => {
    await renderPage('/people/kim', anApi([aPerson('kim', reachable)]));
    await screen.findByRole('button', { name: 'Change the phone number…' });
    expect(screen.queryByRole('button', { name: 'Change the organisation…' })).not.toBeInTheDocument();
  });

  test('is signed out on one device', async () => {
    let open = ['Firefox', 'Chrome'];
    const api = anApi([aPerson('kim')], {
      Session: () => ({ viewer: { ...chief, permissions: [...chief.permissions, 'accounts.help'] } }),
      AccountSessions: () => ({
        accountSessions: open.map((browser) => ({
          __typename: 'SessionInfo',
          id: browser,
          browser,
          system: 'Linux',
          ip: '192.0.2.7',
          lastUsedAt: '2026-11-01T09:00:00.000Z',
        })),
      }),
      EndAccountSession: ({ sessionId }) => {
        open = open.filter((each) => each !== sessionId);
        return { endAccountSession: true };
      },
    });
    const { user } = await renderPage('/people/kim', api);
    await user.click(await screen.findByRole('button', { name: 'Sign out: Firefox on Linux' }));
    await waitFor(() => expect(screen.queryByText(/Firefox/)).not.toBeInTheDocument());
    expect(screen.getByText(/Chrome/)).toBeVisible();
    expect(api.variablesOf('EndAccountSession')).toEqual([{ id: 'kim', sessionId: 'Firefox' }]);
  });

  test('has what staff typed kept, and nothing else changed back, when they change something themselves meanwhile', async () => {
    let kim = aPerson('kim');
    const api = anApi([], {
      PersonPage: () => ({ account: kim }),
      UpdateAccount: ({ input }) => ({ updateAccount: (kim = { ...kim, ...(input as object) }) }),
    });
    const { user, connection } = await renderPage('/people/kim', api);
    const profile = within(await screen.findByRole('region', { name: 'Details' }));
    const name = profile.getByRole('textbox', { name: 'Name' });
    await user.type(name, ' Smith');
    kim = { ...kim, language: 'de' };
    act(() => connection.become('reconnecting'));
    act(() => connection.become('online'));
    await waitFor(() => expect(profile.getByRole('combobox', { name: 'Language' })).toHaveValue('de'));
    expect(name).toHaveValue('Name of kim Smith');

    await user.click(profile.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.variablesOf('UpdateAccount')).toEqual([{ id: 'kim', input: { displayName: 'Name of kim Smith' } }]),
    );
    await waitFor(() => expect(profile.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true'));
  });

  test('keeps what staff type while they save', async () => {
    let kim = aPerson('kim');
    const saving = Promise.withResolvers<void>();
    const api = anApi([], {
      PersonPage: () => ({ account: kim }),
      UpdateAccount: async ({ input }) => {
        await saving.promise;
        return { updateAccount: (kim = { ...kim, ...(input as object) }) };
      },
    });
    const { user } = await renderPage('/people/kim', api);
    const profile = within(await screen.findByRole('region', { name: 'Details' }));
    const name = profile.getByRole('textbox', { name: 'Name' });
    await user.selectOptions(profile.getByRole('combobox', { name: 'Language' }), 'de');
    await user.click(profile.getByRole('button', { name: 'Save' }));
    await user.type(name, ' Smith');
    saving.resolve();
    await waitFor(() =>
      expect(profile.getByRole('button', { name: 'Save' })).not.toHaveAttribute('aria-disabled', 'true'),
    );
    await user.click(await profile.findByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.variablesOf('UpdateAccount')).toEqual([
        { id: 'kim', input: { language: 'de' } },
        { id: 'kim', input: { displayName: 'Name of kim Smith' } },
      ]),
    );
  });

  test('shows no buttons for what the viewer may not do', async () => {
    await renderPage('/people/kim', anApi([aPerson('kim', { viewerMoves: [] })]));
    await screen.findByRole('heading', { name: 'Name of kim' });
    expect(screen.queryByRole('button', { name: /Deactivate|Remove|Save|Give/ })).not.toBeInTheDocument();
  });
});

describe('inviting', () => {
  const fill = async (user: Awaited<ReturnType<typeof renderPage>>['user']) => {
    await user.type(await screen.findByLabelText('E-mail'), 'new@demo.example');
    await user.type(screen.getByLabelText('Name'), 'New Person');
    await user.click(screen.getByRole('checkbox', { name: /Support/ }));
  };

  test('says what is missing before anything is sent', async () => {
    const api = anApi([]);
    const { user } = await renderPage('/people/invite', api);
    await user.click(await screen.findByRole('button', { name: 'Send the invitation' }));
    expect(screen.getByText('Choose at least one role.')).toBeVisible();
    expect(api.variablesOf('InviteAccount')).toEqual([]);
  });

  test('leads to the new person', async () => {
    const person = aPerson('new', { status: 'INVITED' });
    const api = anApi([person], { InviteAccount: () => ({ inviteAccount: person }) });
    const { user, address } = await renderPage('/people/invite', api);
    await fill(user);
    await user.click(screen.getByRole('button', { name: 'Send the invitation' }));
    await waitFor(() => expect(address()).toBe('/people/new'));
    expect(api.variablesOf('InviteAccount')[0]).toMatchObject({
      input: { email: 'new@demo.example', displayName: 'New Person', roles: ['SUPPORT'], sendInvitation: true },
    });
  });

  test('an address that has an account leads there', async () => {
    const api = anApi([], { InviteAccount: () => ({ inviteAccount: { __typename: 'EmailInUse', accountId: 'kim' } }) });
    const { user } = await renderPage('/people/invite', api);
    await fill(user);
    await user.click(screen.getByRole('button', { name: 'Send the invitation' }));
    expect(await screen.findByRole('link', { name: 'Open it' })).toHaveAttribute('href', '/people/kim');
  });

  test('that is refused for something that is no field of the form says so', async () => {
    const api = anApi([], {
      InviteAccount: () => {
        throw new Refusal('BAD_USER_INPUT', [{ path: 'timeZone', code: 'NOT_ALLOWED', message: '' }]);
      },
    });
    const { user } = await renderPage('/people/invite', api);
    await fill(user);
    await user.click(screen.getByRole('button', { name: 'Send the invitation' }));
    expect(await screen.findByText('Something in what was sent is not accepted.')).toBeVisible();
  });

  test('for a brand asks which one', async () => {
    const api = anApi([], {
      OrganisationChoices: () => ({
        organisations: [{ __typename: 'Organisation', id: 'nordwind', name: 'Nordwind', kind: 'BRAND' }],
      }),
    });
    const { user } = await renderPage('/people/invite', api);
    await fill(user);
    await user.click(screen.getByRole('checkbox', { name: /Brand member/ }));
    await user.click(screen.getByRole('button', { name: 'Send the invitation' }));
    expect(await screen.findByText('Please fill this in.')).toBeVisible();
    expect(api.variablesOf('InviteAccount')).toEqual([]);
  });
});

describe('roles', () => {
  const permissions = ['imaging.monitor', 'operations.health'].map((name) => ({
    __typename: 'DeclaredPermission',
    name,
    description: name,
    scopes: ['ALL'],
    viewerMayGive: ['ALL'],
  }));
  const aRole = (key: string, more: object = {}) => ({
    __typename: 'Role',
    key,
    name: key,
    description: '',
    describedAsShipped: false,
    audience: 'STAFF',
    builtIn: true,
    revision: 3,
    holders: 0,
    viewerHolds: false,
    permissions: [] as object[],
    shipped: [] as object[],
    ...more,
  });
  const cell = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) });

  test('are changed cell by cell and saved together, each on the version that was read', async () => {
    const changed = aRole('FINANCE', {
      revision: 4,
      permissions: [{ __typename: 'RolePermission', permission: 'imaging.monitor', scope: 'ALL' }],
    });
    const api = anApi([], {
      RolesPage: () => ({ permissions, roles: [aRole('AUDITOR'), aRole('FINANCE')] }),
      ChangeRole: () => ({ changeRole: changed }),
    });
    const { user } = await renderPage('/roles', api);
    await screen.findByRole('table', { name: 'Permissions of the roles' });
    await user.click(cell('See everybody’s requests and pictures, FINANCE: –'));
    expect(cell('See everybody’s requests and pictures, FINANCE: All. Changed, not saved')).toBeVisible();
    expect(screen.getByText('1 change is not saved')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByText('1 change is not saved')).not.toBeInTheDocument());
    expect(api.variablesOf('ChangeRole')).toEqual([
      { key: 'FINANCE', revision: 3, changes: [{ permission: 'imaging.monitor', scope: 'ALL' }] },
    ]);
    expect(cell('See everybody’s requests and pictures, FINANCE: All. Differs')).toBeVisible();
  });

  test('that somebody else changed meanwhile keep the draft and say so', async () => {
    const api = anApi([], {
      RolesPage: () => ({ permissions, roles: [aRole('FINANCE')] }),
      ChangeRole: () => {
        throw new Refusal('CONFLICT');
      },
    });
    const { user } = await renderPage('/roles', api);
    await screen.findByRole('table', { name: 'Permissions of the roles' });
    await user.click(cell('See health and queues, FINANCE'));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/It was changed in the meantime/)).toBeVisible();
    expect(screen.getByText('1 change is not saved')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect(screen.queryByText('1 change is not saved')).not.toBeInTheDocument();
  });

  test('are walked with the arrow keys, with one tab stop', async () => {
    const api = anApi([], { RolesPage: () => ({ permissions, roles: [aRole('AUDITOR'), aRole('FINANCE')] }) });
    const { user } = await renderPage('/roles', api);
    await screen.findByRole('table', { name: 'Permissions of the roles' });
    cell('See everybody’s requests and pictures, AUDITOR').focus();
    await user.keyboard('{ArrowRight}{ArrowDown}');
    expect(cell('See health and queues, FINANCE')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(cell('See health and queues, FINANCE: All')).toHaveFocus();
    expect(document.querySelectorAll('td button[tabindex="0"]')).toHaveLength(1);
  });

  test('one’s own cannot be widened', async () => {
    const api = anApi([], { RolesPage: () => ({ permissions, roles: [aRole('FINANCE', { viewerHolds: true })] }) });
    const { user } = await renderPage('/roles', api);
    await screen.findByRole('table', { name: 'Permissions of the roles' });
    await user.click(cell('See health and queues, FINANCE'));
    expect(cell('See health and queues, FINANCE: –')).toHaveAttribute('aria-disabled', 'true');
  });

  test('are deleted after a second question, which Escape takes back before it closes the panel', async () => {
    const own = aRole('CUSTOM_EVENTS', { name: 'Events', builtIn: false });
    const { user } = await renderPage('/roles', anApi([], { RolesPage: () => ({ permissions, roles: [own] }) }));
    await user.click(await screen.findByRole('button', { name: 'Events' }));
    const panel = await screen.findByRole('dialog', { name: 'Events' });
    await user.click(within(panel).getByRole('button', { name: 'Delete…' }));
    expect(within(panel).getByRole('group', { name: 'Delete this role for good?' })).toBeVisible();
    await user.keyboard('{Escape}');
    expect(within(panel).getByRole('button', { name: 'Delete…' })).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(panel).not.toBeInTheDocument();
  });

  const shipped = {
    name: 'Finance',
    description: 'Pays creators and bills brands',
    describedAsShipped: true,
  };
  test.each([
    ['en', 'Finance', 'Pays creators and bills brands'],
    ['de', 'Buchhaltung', 'Bezahlt Creator und stellt Marken Rechnungen'],
    ['es', 'Finanzas', 'Paga a los creadores y factura a las marcas'],
    ['fr', 'Finance', 'Paie les créateurs et facture les marques'],
  ] as const)(
    'that came with the product are named and described in the reader’s language: %s',
    async (language, name, description) => {
      const own = aRole('CUSTOM_EVENTS', { name: 'Events', description: 'Looks after our events', builtIn: false });
      const api = anApi([], {
        RolesPage: () => ({ permissions, roles: [aRole('FINANCE', shipped), own] }),
        RenameRole: (words) => ({ renameRole: aRole('FINANCE', { ...shipped, ...words, describedAsShipped: false }) }),
      });
      const { user } = await renderPage('/roles', api, language);
      await user.click(await screen.findByRole('button', { name: 'Events' }));
      expect(await screen.findByDisplayValue('Looks after our events')).toBeVisible();
      await user.keyboard('{Escape}');
      await user.click(screen.getByRole('button', { name }));
      const panel = await screen.findByRole('dialog', { name });
      expect(within(panel).getByDisplayValue(name)).toBeVisible();
      const field = within(panel).getByDisplayValue(description);
      const save = panel.querySelector('[type=submit]')!;
      expect(save).toHaveAttribute('aria-disabled', 'true');
      // Only what was changed is written: the name goes on being said in every language.
      await user.type(field, '!');
      await user.click(save);
      await waitFor(() =>
        expect(api.variablesOf('RenameRole')).toEqual([
          { key: 'FINANCE', name: 'Finance', description: `${description}!` },
        ]),
      );
    },
  );

  test('a new one whose name is taken says so at the field', async () => {
    const api = anApi([], {
      RolesPage: () => ({ permissions, roles: [aRole('FINANCE')] }),
      CreateRole: () => {
        throw new Refusal('BAD_USER_INPUT', [{ path: 'name', code: 'NOT_ALLOWED', message: 'taken' }]);
      },
    });
    const { user } = await renderPage('/roles', api);
    await user.click(await screen.findByRole('button', { name: 'New role' }));
    await user.type(await screen.findByLabelText('Name'), 'Finance');
    await user.click(screen.getByRole('button', { name: 'Make the role' }));
    expect(await screen.findByText('Another role is called like that.')).toBeVisible();
  });
});
