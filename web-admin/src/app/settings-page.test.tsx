import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ada, connectionOf } from '../test/builders';
import { renderPage } from '../test/render-page';

afterEach(() => void vi.useRealTimers());

const person = { __typename: 'Person', id: 'ada', displayName: 'Ada Lindqvist' };
const everybody = { __typename: 'SettingScope', roleKey: null, roleName: null, person: null };

const aSetting = (key: string, given: object = {}) => ({
  __typename: 'Setting',
  key,
  group: key.split('.')[0],
  description: `Description of ${key}`,
  unit: null,
  shape: '{"type":"integer","minimum":1,"maximum":60}',
  secret: false,
  initial: '15' as string | null,
  value: '15' as string | null,
  isSet: false,
  revision: 0,
  levels: [] as string[],
  overrides: 0,
  lastChange: null as object | null,
  ...given,
});

const aChange = (id: string, given: object = {}) => ({
  __typename: 'SettingChange',
  id,
  settingKey: 'accounts.lockMinutes',
  revision: 1,
  before: null as string | null,
  after: '20' as string | null,
  reason: null as string | null,
  changedAt: '2026-11-01T09:00:00.000Z',
  changedBy: person,
  scope: everybody,
  ...given,
});

type TestSetting = ReturnType<typeof aSetting>;

/** Keeps what is changed, as the API does. */
function anApi(permissions: string[] = ['settings.read', 'settings.change']) {
  const settings: TestSetting[] = [
    aSetting('accounts.lockMinutes', { unit: 'minutes', levels: ['ROLE', 'ACCOUNT'] }),
    aSetting('imaging.steps', {
      shape:
        '{"type":"object","properties":{"min":{"type":"integer","minimum":1},"max":{"type":"integer"}},"required":["min","max"]}',
      initial: '{"min":1,"max":50}',
      value: '{"min":1,"max":50}',
    }),
    aSetting('imaging.resolutions', {
      shape: '{"type":"array","minItems":1,"items":{"type":"string","enum":["DRAFT","HIGH"]}}',
      initial: '["DRAFT","HIGH"]',
      value: '["DRAFT"]',
      isSet: true,
      revision: 3,
    }),
    aSetting('mail.key', { secret: true, initial: null, value: null, shape: '{"type":"string","minLength":4}' }),
  ];
  const changes = [aChange('older', { reason: 'too strict', before: '15', after: '20' })];
  const put = (key: string, value: string | null, id: string) => {
    const setting = settings.find((each) => each.key === key)!;
    const change = aChange(id, {
      settingKey: key,
      before: setting.value,
      after: value,
      revision: setting.revision + 1,
    });
    Object.assign(setting, { value: value ?? setting.initial, isSet: value !== null, revision: setting.revision + 1 });
    if (setting.secret) setting.value = null;
    changes.unshift(change);
    return { __typename: 'ChangedSetting', setting: { ...setting }, change };
  };
  return new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: ['accounts.desk', ...permissions] } }),
    SettingsPage: () => ({ settings: settings.map((setting) => ({ ...setting })) }),
    SettingChanges: ({ key }) => ({
      settingChanges: connectionOf(
        'SettingChangeConnection',
        changes.filter(({ settingKey }) => key === null || settingKey === key),
      ),
    }),
    SettingOverrides: () => ({
      settingOverrides: connectionOf('SettingOverrideConnection', [
        {
          __typename: 'SettingOverride',
          id: 'support',
          value: '5',
          revision: 2,
          changedAt: '2026-11-01T09:00:00.000Z',
          changedBy: person,
          scope: { ...everybody, roleKey: 'SUPPORT', roleName: 'Support' },
        },
      ]),
    }),
    SettingRoles: () => ({ roles: [{ __typename: 'Role', key: 'FINANCE', name: 'Finance' }] }),
    ChangeSetting: ({ input }) => {
      const { key, value } = input as { key: string; value: string | null };
      return { changeSetting: put(key, value, 'made') };
    },
    RevertSetting: () => ({ revertSetting: put('accounts.lockMinutes', '15', 'undone') }),
  });
}

const open = async (api: FakeApi, key = 'accounts.lockMinutes') => {
  const page = await renderPage(`/settings?open=${key}`, api);
  await screen.findByRole('button', { name: new RegExp(`Description of ${key}`), expanded: true });
  return page;
};

describe('the list', () => {
  test('shows what holds in words, and is searched', async () => {
    const { user, address } = await renderPage('/settings', anApi());
    expect(await screen.findByRole('button', { name: /accounts\.lockMinutes\s*15 minutes/ })).toBeVisible();
    expect(screen.getByRole('button', { name: /steps\s*Least 1 · Most 50/ })).toBeVisible();
    await user.type(screen.getByRole('searchbox', { name: 'Search settings' }), 'reso');
    expect(await screen.findByText('1 setting')).toBeVisible();
    expect(screen.queryByRole('button', { name: /lockMinutes/ })).not.toBeInTheDocument();
    await waitFor(() => expect(address()).toBe('/settings?q=reso'));
  });

  test('leaves a row where it is while it is pressed, and opens it', async () => {
    const { address } = await renderPage('/settings', anApi());
    const field = await screen.findByRole('searchbox', { name: 'Search settings' });
    const row = screen.getByRole('button', { name: /resolutions/ });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    act(() => field.focus());
    fireEvent.change(field, { target: { value: 'reso' } });
    act(() => row.focus());
    expect(screen.getByRole('button', { name: /lockMinutes/ })).toBeVisible();
    await act(async () => fireEvent.click(row));
    expect(row).toHaveAttribute('aria-expanded', 'true');
    await act(() => vi.advanceTimersByTimeAsync(300));
    expect(address()).toBe('/settings?open=imaging.resolutions&q=reso');
    expect(screen.queryByRole('button', { name: /lockMinutes/ })).not.toBeInTheDocument();
  });

  test('shows the words of the step in the history that one goes back to', async () => {
    const { user, address, back } = await renderPage('/settings?q=lock', anApi());
    const field = await screen.findByRole('searchbox', { name: 'Search settings' });
    await user.clear(field);
    await user.type(field, 'reso');
    await waitFor(() => expect(address()).toBe('/settings?q=reso'));
    await back();
    await waitFor(() => expect(field).toHaveValue('lock'));
    expect(screen.getByRole('button', { name: /lockMinutes/ })).toBeVisible();
    expect(screen.queryByRole('button', { name: /resolutions/ })).not.toBeInTheDocument();
  });

  test('can be narrowed to what was changed', async () => {
    const { user } = await renderPage('/settings', anApi());
    await user.click(await screen.findByRole('checkbox', { name: 'Only what was changed' }));
    expect(await screen.findByText('1 setting')).toBeVisible();
    expect(screen.getByRole('button', { name: /imaging\.resolutions/ })).toBeVisible();
  });

  test('when nothing can be read, there is another try', async () => {
    const api = anApi();
    api.answer('SettingsPage', () => {
      throw new Refusal('INTERNAL_SERVER_ERROR');
    });
    await renderPage('/settings', api);
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
  });
});

describe('changing', () => {
  test('saves the value with its revision and reason, and can be undone at once', async () => {
    const api = anApi();
    const { user } = await open(api);
    const field = screen.getByRole('textbox', { name: 'Value, in minutes' });
    await user.clear(field);
    await user.type(field, '20');
    await user.type(screen.getByRole('textbox', { name: /Reason/ }), 'people forget');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved. Description of accounts.lockMinutes: 20 minutes.')).toBeVisible();
    expect(api.variablesOf('ChangeSetting')).toEqual([
      { input: { key: 'accounts.lockMinutes', value: '20', revision: 0, reason: 'people forget' } },
    ]);
    expect(screen.getByRole('button', { name: /accounts\.lockMinutes\s*20 minutes/ })).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undone: it is as it was before.')).toBeVisible();
    expect(api.variablesOf('RevertSetting')).toEqual([{ changeId: 'made', revision: 1 }]);
    expect(screen.getByRole('textbox', { name: 'Value, in minutes' })).toHaveValue('15');
  });

  test.each([
    ['61', 'Not more than 60.'],
    ['0', 'Not less than 1.'],
    ['1.5', 'This does not look right.'],
    [' ', 'Please fill this in.'],
  ])('%s is refused beside the field, without asking the API', async (typed, sentence) => {
    const api = anApi();
    const { user } = await open(api);
    const field = screen.getByRole('textbox', { name: 'Value, in minutes' });
    await user.clear(field);
    await user.type(field, typed);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(api.variablesOf('ChangeSetting')).toEqual([]);
  });

  test('what only the API can tell stands beside its field too', async () => {
    const api = anApi();
    api.answer('ChangeSetting', () => {
      throw new Refusal('BAD_USER_INPUT', [{ path: 'value.max', code: 'TOO_LARGE', bound: 99, message: '' }]);
    });
    const { user } = await open(api, 'imaging.steps');
    await user.type(screen.getByRole('textbox', { name: 'Most' }), '0');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Not more than 99.')).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Most' })).toBeInvalid();
  });

  test('says when somebody else was faster, and shows what holds now beside what was typed', async () => {
    const api = anApi();
    api.answer('ChangeSetting', () => {
      throw new Refusal('CONFLICT');
    });
    const { user } = await open(api);
    api.answer('SettingsPage', () => ({
      settings: [aSetting('accounts.lockMinutes', { unit: 'minutes', value: '44' })],
    }));
    await user.type(screen.getByRole('textbox', { name: 'Value, in minutes' }), '{Backspace}');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/It was changed in the meantime/)).toBeVisible();
    expect(screen.getByRole('button', { name: /accounts\.lockMinutes\s*44 minutes/ })).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Value, in minutes' })).toHaveValue('1');
  });

  test('what somebody else changes while one types is not overwritten unseen', async () => {
    const api = anApi();
    api.answer('ChangeSetting', () => {
      throw new Refusal('CONFLICT');
    });
    const { user, connection } = await open(api);
    await user.type(screen.getByRole('textbox', { name: 'Value, in minutes' }), '{Backspace}');
    api.answer('SettingsPage', () => ({
      settings: [aSetting('accounts.lockMinutes', { unit: 'minutes', value: '44', revision: 1 })],
    }));
    act(() => connection.become('reconnecting'));
    act(() => connection.become('online'));
    await screen.findByRole('button', { name: /accounts\.lockMinutes\s*44 minutes/ });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/It was changed in the meantime/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.variablesOf('ChangeSetting')).toMatchObject([
        { input: { value: '1', revision: 0 } },
        { input: { value: '1', revision: 1 } },
      ]),
    );
  });

  test('ticks choices of a list', async () => {
    const api = anApi();
    const { user } = await open(api, 'imaging.resolutions');
    await user.click(screen.getByRole('checkbox', { name: 'High' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(api.variablesOf('ChangeSetting')).toMatchObject([{ input: { value: '["DRAFT","HIGH"]', revision: 3 } }]),
    );
  });

  test('a secret is typed anew and never shown', async () => {
    const api = anApi();
    const { user } = await open(api, 'mail.key');
    await user.type(screen.getByLabelText('New secret'), 'very secret');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/The secret is saved/)).toBeVisible();
    expect(screen.getByLabelText('New secret')).toHaveValue('');
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
    expect(document.body).not.toHaveTextContent('very secret');
  });
});

test('what was typed is not lost without a question', async () => {
  const { user, address } = await open(anApi());
  await user.type(screen.getByRole('textbox', { name: 'Value, in minutes' }), '0');
  await user.click(screen.getByRole('button', { name: /imaging\.steps/ }));
  const question = await screen.findByRole('dialog', { name: 'Leave without saving?' });
  await user.click(within(question).getByRole('button', { name: 'Keep editing' }));
  expect(address()).toBe('/settings?open=accounts.lockMinutes');
  await user.click(screen.getByRole('button', { name: /imaging\.steps/ }));
  await user.click(await screen.findByRole('button', { name: 'Discard it' }));
  await waitFor(() => expect(address()).toBe('/settings?open=imaging.steps'));
});

describe('exceptions', () => {
  test('are listed, and one is made for a role', async () => {
    const api = anApi();
    const { user } = await open(api);
    expect(await screen.findByText(/Support:/)).toHaveTextContent('Support: 5 minutes');
    await user.click(screen.getByRole('button', { name: 'Add an exception' }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Role' }), 'Finance');
    const field = screen.getByRole('textbox', { name: 'Value for them, in minutes' });
    await user.clear(field);
    await user.type(field, '30');
    await user.click(screen.getAllByRole('button', { name: 'Save' })[1]!);
    await waitFor(() =>
      expect(api.variablesOf('ChangeSetting')).toMatchObject([{ input: { role: 'FINANCE', value: '30' } }]),
    );
  });

  test('one that is there already is not replaced unseen', async () => {
    const api = anApi();
    api.answer('ChangeSetting', () => {
      throw new Refusal('CONFLICT');
    });
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Add an exception' }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Role' }), 'Finance');
    const field = screen.getByRole('textbox', { name: 'Value for them, in minutes' });
    await user.clear(field);
    await user.type(field, '30');
    await user.click(screen.getAllByRole('button', { name: 'Save' })[1]!);
    expect(await screen.findByText(/There is an exception for them already/)).toBeVisible();
    expect(field).toHaveValue('30');
    expect(api.variablesOf('ChangeSetting')).toMatchObject([{ input: { role: 'FINANCE', added: true } }]);
    await waitFor(() => expect(api.variablesOf('SettingOverrides').length).toBeGreaterThan(1));
  });

  test('are taken away', async () => {
    const api = anApi();
    const { user } = await open(api);
    await user.click(await screen.findByRole('button', { name: 'Remove for Support' }));
    expect(await screen.findByText('The exception for Support is gone.')).toBeVisible();
    expect(api.variablesOf('ChangeSetting')).toMatchObject([{ input: { role: 'SUPPORT', value: null, revision: 2 } }]);
  });
});

describe('the history', () => {
  test('tells who changed what and why, compares, and goes back', async () => {
    const api = anApi();
    const { user } = await open(api);
    const history = await screen.findByRole('list', { name: 'History' });
    expect(history).toHaveTextContent(/15 minutes → 20 minutes.*Ada Lindqvist.*“too strict”/);
    await user.click(within(history).getByRole('button', { name: 'Compare' }));
    expect(within(history).getByRole('row', { name: 'Value 15 20 15 15' })).toBeVisible();
    await user.click(within(history).getByRole('button', { name: 'Back to 15 minutes' }));
    expect(await screen.findByText('It is 15 minutes again.')).toBeVisible();
    expect(api.variablesOf('RevertSetting')).toEqual([{ changeId: 'older', revision: null }]);
  });

  test('of all settings leads to each', async () => {
    const { user, address } = await renderPage('/settings?view=changes', anApi());
    await user.click(await screen.findByRole('link', { name: 'Description of accounts.lockMinutes' }));
    expect(address()).toBe('/settings?open=accounts.lockMinutes');
  });
});

test('who may only look is offered nothing else', async () => {
  await open(anApi(['settings.read']));
  expect(screen.getByText('You can see this setting, but not change it.')).toBeVisible();
  expect(await screen.findByRole('button', { name: 'Compare' })).toBeVisible();
  for (const name of ['Save', 'Add an exception', 'Back to 15 minutes', 'Remove for Support'])
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
});

test('the palette leads to a single setting', async () => {
  const api = anApi();
  api.answer('PeopleSearch', () => ({ people: [] }));
  const { user, address } = await renderPage('/settings', api);
  await screen.findByRole('searchbox', { name: 'Search settings' });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: /Search or jump/ }), 'steps');
  await user.click(await screen.findByRole('option', { name: /Description of imaging\.steps/ }));
  expect(address()).toBe('/settings?open=imaging.steps');
  expect(await screen.findByRole('textbox', { name: 'Least' })).toHaveValue('1');
});
