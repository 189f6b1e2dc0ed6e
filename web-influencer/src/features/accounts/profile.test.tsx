import { Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { anApi } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const lena = {
  __typename: 'Viewer',
  id: 'lena',
  displayName: 'Lena Okafor',
  email: 'lena@demo.example',
  phone: '+491701234567',
  language: 'en',
  timeZone: 'Europe/Berlin',
};

beforeEach(() => localStorage.clear());

const withProfile = () => {
  const api = anApi();
  api.answer('StudioProfile', () => ({ viewer: lena }));
  api.answer('UpdateProfile', ({ input }) => ({
    updateProfile: { ...lena, ...(input as object), phone: '+34612345678' },
  }));
  return api;
};

test('shows what is known and saves what is changed, the number as its country writes it', async () => {
  const api = withProfile();
  const { user } = await renderPage('/profile', api);
  expect(await screen.findByLabelText('E-mail')).toHaveAttribute('readonly');
  const phone = screen.getByLabelText('Phone');
  expect(phone).toHaveValue('+49 170 1234567');
  await user.clear(phone);
  await user.type(phone, '0034612345678');
  await user.selectOptions(screen.getByLabelText('Time zone'), 'Europe/Madrid');
  await user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText('Saved.')).toBeInTheDocument();
  expect(api.variablesOf('UpdateProfile')).toEqual([{ input: { phone: '0034612345678', timeZone: 'Europe/Madrid' } }]);
  expect(phone).toHaveValue('+34 612 34 56 78');
});

test('a name is laid out as it is written, also from right to left', async () => {
  await renderPage('/profile', withProfile());
  expect(await screen.findByLabelText('Name')).toHaveAttribute('dir', 'auto');
});

test('the chosen language is spoken at once', async () => {
  const { user } = await renderPage('/profile', withProfile());
  await user.selectOptions(await screen.findByLabelText('Language', { selector: '[name=language]' }), 'es');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Guardado.')).toBeInTheDocument();
  expect(document.documentElement.lang).toBe('es');
});

test('what is wrong is said at its field, which takes the focus, and nothing is sent', async () => {
  const api = withProfile();
  const { user } = await renderPage('/profile', api);
  const phone = await screen.findByLabelText('Phone');
  await user.clear(phone);
  await user.type(phone, '0170 1234567');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(phone).toHaveAccessibleDescription(/not a phone number with its country code/);
  expect(phone).toHaveFocus();
  expect(api.variablesOf('UpdateProfile')).toEqual([]);
});

test('a refusal of the server stands at its field, a failure below', async () => {
  const api = withProfile();
  const { user } = await renderPage('/profile', api);
  const save = await screen.findByRole('button', { name: 'Save' });
  api.answer('UpdateProfile', () => {
    throw new Refusal('BAD_USER_INPUT', [{ path: 'displayName', code: 'TOO_LONG', bound: 200, message: '' }]);
  });
  await user.click(save);
  expect(screen.getByLabelText('Name')).toHaveAccessibleDescription(/At most 200 characters/);
  api.reachable(false);
  await user.click(save);
  expect(await screen.findByText(/server cannot be reached/)).toBeInTheDocument();
});

test('what was changed elsewhere meanwhile is not changed back', async () => {
  const api = withProfile();
  api.answer('KeepLanguage', () => ({ updateProfile: { __typename: 'Viewer', id: 'lena', language: 'de' } }));
  api.answer('UpdateProfile', ({ input }) => ({
    updateProfile: { ...lena, ...(input as object), phone: lena.phone, language: 'de' },
  }));
  const { user } = await renderPage('/profile', api);
  await user.type(await screen.findByLabelText('Name'), ' Smith');
  await user.click(screen.getByRole('button', { name: /Lena Okafor/ }));
  const [menu] = screen.getAllByRole('combobox', { name: 'Language', hidden: true });
  await user.selectOptions(menu!, 'de');
  await user.click(await screen.findByRole('button', { name: 'Speichern' }));

  await screen.findByText('Gespeichert.');
  expect(api.variablesOf('UpdateProfile')).toEqual([{ input: { displayName: 'Lena Okafor Smith' } }]);
  expect(document.documentElement.lang).toBe('de');
});

test('who leaves without having saved is asked, and nothing that was typed is lost', async () => {
  const api = withProfile();
  api.answer('UpdateProfile', ({ input }) => ({ updateProfile: { ...lena, ...(input as object), phone: lena.phone } }));
  const { user, address } = await renderPage('/profile', api);
  const name = await screen.findByLabelText('Name');
  await user.type(name, ' Smith');
  await user.click(screen.getByRole('link', { name: 'Gallery' }));
  const question = within(await screen.findByRole('dialog', { name: 'Leave without saving?' }));
  await user.click(question.getByRole('button', { name: 'Keep editing' }));
  expect(address()).toBe('/profile');
  expect(name).toHaveValue('Lena Okafor Smith');

  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved.');
  await user.click(screen.getByRole('link', { name: 'Gallery' }));
  await waitFor(() => expect(address()).toBe('/gallery'));
});
