import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ada } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const aText = (language: string, more: object = {}) => ({
  __typename: 'MailTemplateText',
  id: `reset ${language}`,
  language,
  revision: 0,
  edited: false,
  subject: `Subject in ${language}`,
  body: `Body in ${language} with [words]({{link}})`,
  shippedSubject: `Subject in ${language}`,
  shippedBody: `Body in ${language} with [words]({{link}})`,
  changedAt: null,
  ...more,
});
const aTemplate = (english: object = {}) => ({
  __typename: 'MailTemplate',
  notice: 'reset',
  description: 'Somebody forgot a password',
  optional: false,
  channels: ['MAIL'],
  variables: [
    { __typename: 'MailTemplateVariable', name: 'name', example: 'Lena', isLink: false },
    { __typename: 'MailTemplateVariable', name: 'link', example: 'https://studio.example', isLink: true },
  ],
  texts: [aText('en', english), aText('es')],
});

function anApi(english: object = {}): FakeApi {
  return new FakeApi({
    Session: () => ({ viewer: { ...ada, permissions: [...ada.permissions, 'notices.templates'] } }),
    MailTemplateList: () => ({ mailTemplates: [aTemplate(english)] }),
    MailTemplatePage: () => ({ mailTemplate: aTemplate(english) }),
    MailTemplatePreview: ({ input }) => ({
      mailPreview: {
        __typename: 'MailPreview',
        subject: `Preview of ${(input as { subject: string }).subject}`,
        html: '<p>Dear <strong>Lena</strong>, <a href="https://studio.example">words</a><script>x</script></p>',
      },
    }),
  });
}

const open = async (api: FakeApi) => {
  const page = await renderPage('/mail-texts/reset', api);
  const subject = await screen.findByRole('textbox', { name: 'Subject' });
  return { ...page, subject, body: screen.getByRole('textbox', { name: 'Text' }) };
};

test('the list says what was changed and leads to each text', async () => {
  await renderPage('/mail-texts', anApi({ edited: true, revision: 2, changedAt: '2026-11-01T10:00:00.000Z' }));
  const row = (await screen.findByRole('link', { name: 'Somebody forgot a password' })).closest('[role="row"]');
  expect(row).toHaveTextContent('Changed: English');
  expect(screen.getByRole('link', { name: 'Somebody forgot a password' })).toHaveAttribute('href', '/mail-texts/reset');
});

describe('a text', () => {
  test('is changed, previewed and saved on top of the version that was read', async () => {
    const api = anApi({ revision: 4, edited: true });
    api.answer('SaveMailTemplate', ({ input }) => ({
      saveMailTemplate: aTemplate({ revision: 5, edited: true, ...(input as object) }),
    }));
    const { user, subject } = await open(api);
    expect(screen.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
    await user.clear(subject);
    await user.type(subject, 'A new password');
    expect(await screen.findByText('Preview of A new password')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved. People read it from now on.')).toBeVisible();
    expect(api.variablesOf('SaveMailTemplate')).toEqual([
      {
        input: {
          notice: 'reset',
          language: 'en',
          subject: 'A new password',
          body: 'Body in en with [words]({{link}})',
        },
        revision: 4,
      },
    ]);
    expect(screen.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('is shown as a mail without handing its HTML to the page', async () => {
    await open(anApi());
    const preview = await screen.findByRole('region', { name: 'Preview' });
    expect(await within(preview).findByText('Lena')).toBeVisible();
    expect(preview.querySelector('script, a')).toBeNull();
  });

  test('of another language keeps what was typed in this one', async () => {
    const { user, subject } = await open(anApi());
    await user.type(subject, '!');
    await user.click(screen.getByRole('button', { name: /Español/ }));
    expect(screen.getByRole('textbox', { name: 'Subject' })).toHaveValue('Subject in es');
    await user.click(screen.getByRole('button', { name: /English/ }));
    expect(screen.getByRole('textbox', { name: 'Subject' })).toHaveValue('Subject in en!');
  });

  test('is not left without a question while something typed is unsaved, in whichever language', async () => {
    const { user, address, subject } = await open(anApi());
    await user.type(subject, '!');
    await user.click(screen.getByRole('button', { name: /Español/ }));
    await user.click(within(screen.getByRole('main')).getByRole('link', { name: 'Mail texts' }));
    expect(await screen.findByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
    expect(address()).toBe('/mail-texts/reset');
    await user.click(screen.getByRole('button', { name: 'Discard it' }));
    await waitFor(() => expect(address()).toBe('/mail-texts'));
  });

  test('takes a variable where the cursor stands', async () => {
    const { user, body } = await open(anApi());
    await user.clear(body);
    await user.type(body, 'Dear ');
    await user.click(screen.getByRole('button', { name: '{{name}}' }));
    expect(body).toHaveValue('Dear {{name}}');
  });

  test('that cannot be used is explained at its field, which takes the focus', async () => {
    const api = anApi();
    api.answer('SaveMailTemplate', () => {
      throw new Refusal('BAD_USER_INPUT', [{ path: 'body', code: 'REQUIRED', message: 'Needs a link' }]);
    });
    const { user, body } = await open(api);
    await user.type(body, '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(body).toBeInvalid());
    expect(body).toHaveAccessibleDescription(/The link is missing/);
    await waitFor(() => expect(body).toHaveFocus());
  });

  test('that somebody else changed meanwhile can be loaded', async () => {
    const api = anApi();
    api.answer('SaveMailTemplate', () => {
      throw new Refusal('CONFLICT');
    });
    const { user, subject } = await open(api);
    await user.type(subject, '!');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Somebody else has changed this text/)).toBeVisible();
    api.answer('MailTemplatePage', () => ({ mailTemplate: aTemplate({ revision: 1, subject: 'Theirs' }) }));
    api.reachable(false);
    await user.click(screen.getByRole('button', { name: 'Load theirs, drop mine' }));
    expect(await screen.findByText(/cannot be reached/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Save' })).toHaveFocus();
    expect(subject).toHaveValue('Subject in en!');
    api.reachable(true);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Load theirs, drop mine' }));
    await waitFor(() => expect(subject).toHaveValue('Theirs'));
  });

  test('goes back to what was delivered', async () => {
    const api = anApi({ revision: 2, edited: true, subject: 'Ours' });
    api.answer('ResetMailTemplate', () => ({ resetMailTemplate: aTemplate({ revision: 3 }) }));
    const { user, subject } = await open(api);
    await user.click(screen.getByRole('button', { name: 'Back to the delivered text' }));
    await waitFor(() => expect(subject).toHaveValue('Subject in en'));
    expect(api.variablesOf('ResetMailTemplate')).toEqual([{ notice: 'reset', language: 'en', revision: 2 }]);
  });

  test('is sent to oneself as it stands in the form', async () => {
    const api = anApi();
    api.answer('SendTestMail', () => ({ sendTestMail: 'mail-1' }));
    const { user, subject } = await open(api);
    await user.type(subject, '!');
    await user.click(screen.getByRole('button', { name: 'Send me a test' }));
    expect(await screen.findByText('A test is on its way to you.')).toBeVisible();
    expect(api.variablesOf('SendTestMail')).toMatchObject([{ input: { subject: 'Subject in en!' } }]);
    expect(subject).toHaveValue('Subject in en!');
  });

  test('of an earlier version comes back into the form', async () => {
    const api = anApi({ revision: 2, edited: true });
    api.answer('MailTemplateVersions', () => ({
      mailTemplateVersions: [
        {
          __typename: 'MailTemplateVersion',
          id: 'reset en 1',
          version: 1,
          subject: 'The first',
          body: 'First body',
          createdAt: '2026-11-01T10:00:00.000Z',
          author: { __typename: 'Person', id: 'ada', displayName: 'Ada Lindqvist' },
        },
      ],
    }));
    const { user, subject, body } = await open(api);
    await user.click(screen.getByText('Earlier versions'));
    await user.click(await screen.findByRole('button', { name: 'Take version 1 into the form' }));
    expect([subject, body].map((field) => (field as HTMLInputElement).value)).toEqual(['The first', 'First body']);
  });
});
