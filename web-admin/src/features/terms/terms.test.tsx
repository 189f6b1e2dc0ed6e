import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ada } from '../../test/builders';
import { renderPage } from '../../test/render-page';

const words = (version: string, language: string, body: string) => ({
  __typename: 'TermsText',
  id: `${version} ${language}`,
  language,
  title: `Title in ${language}`,
  body,
});

const aVersion = (number: number, status: string, more: object = {}) => ({
  __typename: 'TermsVersion',
  id: `v${number}`,
  number,
  status,
  title: 'Title in en',
  required: true,
  blocks: ['REQUEST_IMAGES'],
  graceDays: 30,
  revision: 4,
  publishAt: status === 'DRAFT' ? null : '2026-11-01T10:00:00.000Z',
  changedAt: '2026-11-01T10:00:00.000Z',
  changedBy: null,
  consentCount: 12,
  viewerMoves: status === 'DRAFT' ? ['EDIT', 'PUBLISH', 'DISCARD'] : [],
  texts: [words(`v${number}`, 'en', 'Keep it for one year.'), words(`v${number}`, 'es', 'Un año.')],
  ...more,
});

const aDocument = (pending: object | null, more: object = {}) => ({
  __typename: 'TermsDocument',
  key: 'PRIVACY_POLICY',
  inForce: aVersion(1, 'IN_FORCE'),
  pending,
  versions: [...(pending ? [pending] : []), aVersion(1, 'IN_FORCE')],
  ...more,
});

function anApi(pending: object | null, permissions = ['terms.read', 'terms.manage']): FakeApi {
  const viewer = { ...ada, permissions: [...ada.permissions, ...permissions] };
  return new FakeApi({
    Session: () => ({ viewer }),
    ViewerMay: () => ({ viewer }),
    TermsList: () => ({ termsDocuments: [aDocument(pending)] }),
    TermsDocumentPage: () => ({ termsDocument: aDocument(pending) }),
  });
}

test('the list says what holds, what waits and how many accepted, and leads to each document', async () => {
  await renderPage('/terms', anApi(aVersion(2, 'DRAFT')));
  const row = (await screen.findByRole('link', { name: 'Title in en' })).closest('[role="row"]');
  expect(row).toHaveTextContent(/Version 1, since .*Draft of version 2.*12/);
  expect(screen.getByRole('link', { name: 'Title in en' })).toHaveAttribute('href', '/terms/PRIVACY_POLICY');
});

test.each(spokenLanguages)('headings are asked for in the language of the desk: %s', async (language) => {
  const inLanguage = (number: number) => aVersion(number, 'IN_FORCE', { title: `Title in ${language}` });
  const api = anApi(null);
  api.answer('TermsList', () => ({ termsDocuments: [aDocument(null, { inForce: inLanguage(1) })] }));
  api.answer('TermsDocumentPage', () => ({ termsDocument: aDocument(null, { versions: [inLanguage(1)] }) }));
  const { user } = await renderPage('/terms', api, language);
  await user.click(await screen.findByRole('link', { name: `Title in ${language}` }));
  expect(await screen.findByRole('heading', { level: 1, name: `Title in ${language}` })).toBeVisible();
  expect(api.variablesOf('TermsList')).toEqual([{ language }]);
  expect(api.variablesOf('TermsDocumentPage')).toEqual([{ key: 'PRIVACY_POLICY', language }]);
});

test('a draft is written in every language, compared with what holds, and saved on the revision that was read', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  api.answer('SaveTermsDraft', ({ input }) => {
    const { texts, ...rest } = input as { texts: { language: string; title: string; body: string }[] };
    return {
      saveTermsDraft: aVersion(2, 'DRAFT', {
        ...rest,
        revision: 5,
        texts: texts.map((text) => ({ ...words('v2', text.language, text.body), ...text })),
      }),
    };
  });
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  const body = await screen.findByRole('textbox', { name: 'Text' });
  expect(screen.getByRole('button', { name: 'Save draft' })).toHaveAttribute('aria-disabled', 'true');
  await user.clear(body);
  await user.type(body, 'Keep it for two years.');
  expect(screen.getByRole('button', { name: 'Publish…' })).toHaveAttribute('aria-disabled', 'true');
  await user.click(screen.getByRole('button', { name: 'Changes' }));
  await waitFor(() => expect(document.querySelector('ins')).toHaveTextContent('Added: two'));

  await user.click(screen.getByRole('button', { name: /Español/ }));
  expect(screen.getByRole('textbox', { name: 'Text' })).toHaveValue('Un año.');
  await user.click(screen.getByRole('checkbox', { name: 'Without it nobody hands in an application' }));
  await user.keyboard('{Control>}s{/Control}');
  expect(await screen.findByText('Saved.')).toBeVisible();
  expect(api.variablesOf('SaveTermsDraft')).toEqual([
    {
      id: 'v2',
      revision: 4,
      language: 'en',
      input: {
        required: true,
        blocks: ['REQUEST_IMAGES', 'SUBMIT_APPLICATION'],
        graceDays: 30,
        texts: spokenLanguages.map((language) => {
          if (language === 'en') return { language, title: 'Title in en', body: 'Keep it for two years.' };
          return language === 'es'
            ? { language, title: 'Title in es', body: 'Un año.' }
            : { language, title: '', body: '' };
        }),
      },
    },
  ]);
  expect(screen.getByRole('button', { name: 'Save draft' })).toHaveAttribute('aria-disabled', 'true');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Publish…' })).not.toHaveAttribute('aria-disabled'));
});

test.each([
  [
    'en',
    'Text missing: needed to publish',
    'Saved. Title and text are needed, and are not there in: English and Español.',
  ],
  ['de', 'Text fehlt noch zum Veröffentlichen', /^Gespeichert\. .*English und Español\.$/],
  ['fr', 'Texte manque pour publier', /^Enregistré\. .*English et Español\.$/],
  ['es', 'Texto falta para publicar', /^Guardado\. .*English y Español\.$/],
] as const)(
  'a draft without words is kept, and says at its field what publishing needs: %s',
  async (desk, field, said) => {
    const api = anApi(aVersion(2, 'DRAFT', { texts: [words('v2', 'en', ''), words('v2', 'es', 'Un año.')] }));
    api.answer('SaveTermsDraft', ({ input }) => {
      const { texts } = input as { texts: { language: string; title: string; body: string }[] };
      return {
        saveTermsDraft: aVersion(2, 'DRAFT', {
          texts: texts.map((text) => ({ ...words('v2', text.language, text.body), ...text })),
        }),
      };
    });
    const { user } = await renderPage('/terms/PRIVACY_POLICY', api, desk);
    const body = await screen.findByRole('textbox', { name: field });
    expect(body).toBeValid();
    await user.type(body, 'x');
    expect(screen.queryByRole('textbox', { name: field })).toBeNull();
    await user.clear(body);
    expect(body).toHaveAccessibleName(field);

    // Another language that nobody has begun is not needed; one that was begun is.
    await user.click(screen.getByRole('button', { name: /Français/ }));
    expect(screen.getAllByRole('textbox')[1]).not.toHaveAccessibleName(field);
    await user.click(screen.getByRole('button', { name: /Español/ }));
    await user.clear(screen.getAllByRole('textbox')[1]!);
    expect(screen.getAllByRole('textbox')[1]).toHaveAccessibleName(field);
    await user.keyboard('{Control>}s{/Control}');
    expect(await screen.findByText(said)).toBeVisible();
    expect(api.variablesOf('SaveTermsDraft')).toHaveLength(1);
  },
);

test('a refused change leaves the keyboard at the button that asked for it', async () => {
  const refused = Promise.withResolvers<object>();
  const api = anApi(aVersion(2, 'DRAFT'));
  api.answer('SaveTermsDraft', () => refused.promise);
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  await user.type(await screen.findByRole('textbox', { name: 'Text' }), ' Mine.');
  const save = screen.getByRole('button', { name: 'Save draft' });
  await user.click(save);
  await waitFor(() => expect(save).toHaveAttribute('aria-disabled', 'true'));
  refused.reject(new Refusal('CONFLICT'));
  expect(await screen.findByText(/Somebody else has changed this version/)).toBeVisible();
  expect(save).toHaveFocus();
});

test('somebody else’s change in between is a conflict, and nothing typed is lost', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  api.answer('SaveTermsDraft', () => {
    throw new Refusal('CONFLICT');
  });
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  const body = await screen.findByRole('textbox', { name: 'Text' });
  await user.type(body, ' Mine.');
  await user.click(screen.getByRole('button', { name: 'Save draft' }));
  expect(await screen.findByText(/Somebody else has changed this version/)).toBeVisible();
  api.reachable(false);
  await user.click(screen.getByRole('button', { name: 'Load their version' }));
  expect(await screen.findByText(/cannot be reached/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save draft' })).toHaveFocus();
  expect(body).toHaveValue('Keep it for one year. Mine.');
  api.reachable(true);
  await user.click(screen.getByRole('button', { name: 'Save draft' }));
  await user.click(await screen.findByRole('button', { name: 'Load their version' }));
  await waitFor(() => expect(body).toHaveValue('Keep it for one year.'));
});

test('a draft that was not saved says so no sooner than it can be saved again', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  await user.type(await screen.findByRole('textbox', { name: 'Text' }), ' Mine.');
  const save = screen.getByRole('button', { name: 'Save draft' });
  const seen: { problem: boolean; usable: boolean }[] = [];
  let pressed = false;
  const watch = new MutationObserver(() => {
    const problem = screen.queryByText(/cannot be reached/) !== null;
    seen.push({ problem, usable: !save.hasAttribute('aria-disabled') });
    if (!problem || pressed) return;
    pressed = true;
    save.click();
  });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  api.reachable(false);
  await user.click(save);
  await waitFor(() => expect(api.variablesOf('SaveTermsDraft')).toHaveLength(2));
  watch.disconnect();
  expect(seen).toContainEqual({ problem: false, usable: false });
  expect(seen).not.toContainEqual({ problem: true, usable: false });
});

test('leaving with unsaved words asks first', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  const { user, address } = await renderPage('/terms/PRIVACY_POLICY', api);
  await user.type(await screen.findByRole('textbox', { name: 'Text' }), 'x');
  await user.click(screen.getAllByRole('link', { name: 'Terms' })[0]!);
  expect(await screen.findByRole('dialog')).toBeVisible();
  expect(address()).toBe('/terms/PRIVACY_POLICY');
});

test('a draft is thrown away after a second question, and kept draft and keyboard are where they were', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  api.answer('DiscardTermsDraft', () => {
    throw new Refusal('CONFLICT');
  });
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  const discard = await screen.findByRole('button', { name: 'Discard…' });
  await user.click(discard);
  await user.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(screen.getByRole('button', { name: 'Discard…' })).toHaveFocus();
  expect(api.variablesOf('DiscardTermsDraft')).toEqual([]);

  await user.keyboard('{Enter}{Enter}');
  expect(await screen.findByText(/Somebody else has changed this version/)).toBeVisible();
  expect(api.variablesOf('DiscardTermsDraft')).toEqual([{ id: 'v2', revision: 4 }]);
  expect(screen.getByRole('button', { name: 'Discard…' })).toHaveFocus();
});

test('publishing says what it means, at once or at a time of this device, and names what is missing', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  api.answer('PublishTerms', () => {
    throw new Refusal('BAD_USER_INPUT', [{ path: 'es.body', code: 'REQUIRED', message: 'missing' }]);
  });
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  await user.click(await screen.findByRole('button', { name: 'Publish…' }));
  const panel = within(screen.getByRole('dialog'));
  expect(panel.getByText(/After 30 days it keeps from asking for pictures/)).toBeVisible();
  await user.click(panel.getByRole('button', { name: 'Publish now' }));
  expect(await panel.findByText(/not there in: Español/)).toBeVisible();
  expect(api.variablesOf('PublishTerms')).toEqual([{ id: 'v2', revision: 4, at: null }]);

  await user.click(panel.getByRole('radio', { name: 'At a time' }));
  await user.click(panel.getByRole('button', { name: 'Schedule' }));
  expect(await panel.findByText('Choose a time.')).toBeVisible();
  await user.type(panel.getByLabelText('Time'), '2027-01-02T09:30');
  const scheduled = aVersion(2, 'SCHEDULED', { revision: 5, viewerMoves: ['UNSCHEDULE'] });
  api.answer('TermsDocumentPage', () => ({ termsDocument: aDocument(scheduled) }));
  api.answer('PublishTerms', () => ({ publishTerms: scheduled }));
  await user.click(panel.getByRole('button', { name: 'Schedule' }));
  expect(await screen.findByText(/Version 2 comes into force on/)).toBeVisible();
  // What waits can be read in every language, and what it changes for those who agreed to what holds.
  expect(screen.getByText('Keep it for one year.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Español' }));
  expect(screen.getByText('Un año.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Changes' })).toBeVisible();
  expect(api.variablesOf('PublishTerms')[1]).toMatchObject({ at: new Date('2027-01-02T09:30').toISOString() });
});

test('published, and what stands now cannot be read: that is told where it stays, and read again on demand', async () => {
  const api = anApi(aVersion(2, 'DRAFT'));
  const inForce = aVersion(2, 'IN_FORCE', { revision: 5 });
  // The answer itself takes the editor and the panel in it away.
  api.answer('PublishTerms', () => ({ publishTerms: inForce }));
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  await user.click(await screen.findByRole('button', { name: 'Publish…' }));
  const unreadable = (): never => {
    throw new Refusal('INTERNAL_SERVER_ERROR');
  };
  api.answer('TermsDocumentPage', unreadable);
  await user.click(screen.getByRole('button', { name: 'Publish now' }));

  const said = 'That was done, but what stands now could not be read.';
  expect(await screen.findByText(said, { exact: false })).toBeVisible();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.queryByRole('textbox')).toBeNull();
  const again = screen.getByRole('button', { name: 'Read again' });
  expect(again).toHaveFocus();

  await user.click(again);
  await waitFor(() => expect(api.variablesOf('TermsDocumentPage')).toHaveLength(3));
  await waitFor(() => expect(again).not.toHaveAttribute('aria-disabled'));
  expect(screen.getByText(said, { exact: false })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'New version' })).toBeNull();

  api.answer('TermsDocumentPage', () => ({
    termsDocument: aDocument(null, { inForce, versions: [inForce, aVersion(1, 'REPLACED')] }),
  }));
  await user.click(again);
  expect(await screen.findByRole('button', { name: 'New version' })).toBeVisible();
  expect(screen.queryByText(said, { exact: false })).toBeNull();
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
});

describe('a scheduled version that is taken back', () => {
  const scheduled = aVersion(2, 'SCHEDULED', { viewerMoves: ['UNSCHEDULE'] });
  const asDraft = aVersion(2, 'DRAFT', { revision: 5 });
  const takingBack = async (answers: Record<string, () => object>) => {
    const api = anApi(scheduled);
    const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
    const press = await screen.findByRole('button', { name: 'Take back to change it' });
    for (const [operation, answer] of Object.entries(answers)) api.answer(operation, answer);
    await user.click(press);
    return { api, user };
  };
  const refused = (code: 'CONFLICT' | 'INTERNAL_SERVER_ERROR') => (): never => {
    throw new Refusal(code);
  };

  test('is a draft again', async () => {
    const { api } = await takingBack({
      UnscheduleTerms: () => ({ unscheduleTerms: asDraft }),
      TermsDocumentPage: () => ({ termsDocument: aDocument(asDraft) }),
    });
    expect(await screen.findByRole('button', { name: 'Save draft' })).toBeVisible();
    expect(api.variablesOf('UnscheduleTerms')).toEqual([{ id: 'v2', revision: 4 }]);
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 })).toHaveFocus());
    expect(screen.getByRole('article')).not.toHaveTextContent(/could not be read/);
  });

  test('says so when what stands now cannot be read', async () => {
    await takingBack({
      UnscheduleTerms: () => ({ unscheduleTerms: asDraft }),
      TermsDocumentPage: refused('INTERNAL_SERVER_ERROR'),
    });
    expect(await screen.findByText(/That was done, but what stands now could not be read\./)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Save draft' })).toBeVisible();
  });

  test('when somebody was quicker, that is told beside what stands now', async () => {
    await takingBack({
      UnscheduleTerms: refused('CONFLICT'),
      TermsDocumentPage: () => ({ termsDocument: aDocument(asDraft) }),
    });
    expect(await screen.findByRole('button', { name: 'Save draft' })).toBeVisible();
    expect(await screen.findByText(/changed in the meantime/)).toBeVisible();
  });

  test('of two failures the first one is told, and what stands now can be read on demand', async () => {
    const { api, user } = await takingBack({
      UnscheduleTerms: refused('CONFLICT'),
      TermsDocumentPage: refused('INTERNAL_SERVER_ERROR'),
    });
    expect(await screen.findByText(/changed in the meantime/)).toBeVisible();
    expect(screen.queryByText(/could not be read/)).toBeNull();

    api.answer('TermsDocumentPage', () => ({ termsDocument: aDocument(asDraft) }));
    await user.click(screen.getByRole('button', { name: 'Read again' }));
    expect(await screen.findByRole('button', { name: 'Save draft' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Read again' })).toBeNull();
  });
});

test('a version in force shows its words in each language and who accepted it; who may only read changes nothing', async () => {
  const api = anApi(null, ['terms.read']);
  api.answer('TermsVersionPage', () => ({ termsDocument: aDocument(null) }));
  api.answer('TermsVersionText', ({ language }) => ({
    terms: {
      __typename: 'Terms',
      id: 'v1',
      language,
      languages: ['en', 'es'],
      title: `Title in ${String(language)}`,
      body: `Body in **${String(language)}**`,
    },
  }));
  api.answer('TermsConsents', () => ({
    termsConsents: {
      __typename: 'ConsentConnection',
      nodes: [
        {
          __typename: 'Consent',
          id: 'c',
          given: true,
          language: 'es',
          at: '2026-11-02T10:00:00.000Z',
          person: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' },
        },
      ],
      pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
    },
  }));
  const { user } = await renderPage('/terms/PRIVACY_POLICY', api);
  await screen.findByRole('heading', { level: 1, name: 'Title in en' });
  expect(screen.queryByRole('button', { name: 'New version' })).toBeNull();
  await user.click(screen.getByRole('link', { name: 'Title in en, version 1' }));
  expect(await screen.findByText('Lena Okafor')).toBeVisible();
  expect(screen.getByText(/accepted · .* · Español/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Español' }));
  expect(await screen.findByText('Title in es')).toBeVisible();
});

test('a version that replaced another one shows what it changed', async () => {
  const api = anApi(null, ['terms.read']);
  const versions = [aVersion(2, 'IN_FORCE'), aVersion(1, 'REPLACED')];
  api.answer('TermsVersionPage', () => ({ termsDocument: aDocument(null, { versions }) }));
  api.answer('TermsVersionText', ({ number, language }) => ({
    terms: {
      __typename: 'Terms',
      id: `v${String(number)}`,
      language,
      languages: ['en'],
      title: 'Title in en',
      body: number === 2 ? 'Keep it for two years.' : 'Keep it for one year.',
    },
  }));
  api.answer('TermsConsents', () => ({
    termsConsents: {
      __typename: 'ConsentConnection',
      nodes: [],
      pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
    },
  }));
  const { user } = await renderPage('/terms/PRIVACY_POLICY/2', api);
  await user.click(await screen.findByRole('button', { name: 'Changes' }));
  expect(screen.getByText(/two/, { selector: 'ins' })).toBeVisible();
  expect(screen.getByText(/one/, { selector: 'del' })).toBeVisible();
});
