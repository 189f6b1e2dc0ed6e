import { Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { anApi, lena } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const looking = (readOnly: boolean) => ({
  viewer: {
    ...lena,
    impersonation: {
      __typename: 'Impersonation',
      impersonator: { __typename: 'Person', id: 'sam', displayName: 'Sam Helper' },
      readOnly,
      endsAt: '2026-11-21T10:30:00.000Z',
    },
  },
});

describe('while support looks at an account', () => {
  test.each([
    [true, /You are looking at the account of Lena Okafor. Nothing can be changed/],
    [false, /You are in the account of Lena Okafor/],
  ])('every page says so (read-only: %s), and it ends with one press', async (readOnly, sentence) => {
    const api = anApi();
    api.answer('StudioImpersonation', () => looking(readOnly));
    let ended = false;
    api.answer('SignOut', () => {
      ended = true;
      return { signOut: true };
    });
    const { user, address } = await renderPage('/gallery', api);
    expect(await screen.findByRole('complementary', { name: 'Support access' })).toHaveTextContent(sentence);
    await user.click(screen.getByRole('button', { name: 'End now' }));
    await waitFor(() => expect([ended, address()]).toEqual([true, '/sign-in']));
  });

  test('nobody else sees anything of it', async () => {
    await renderPage('/gallery', anApi());
    await screen.findByRole('heading', { name: 'Gallery' });
    expect(screen.queryByRole('complementary', { name: 'Support access' })).not.toBeInTheDocument();
  });
});

describe('the way in', () => {
  const open = async (redeem: () => object) => {
    const api = anApi();
    let asked: unknown;
    api.answer('StudioRedeemImpersonation', (variables) => {
      asked = variables;
      return { redeemImpersonation: redeem() };
    });
    const page = await renderPage('/support#the-code', api);
    await page.user.click(await screen.findByRole('button', { name: 'Open the account' }));
    return { asked, ...page };
  };

  test('opens the account with the code behind the #', async () => {
    const { asked, address } = await open(() => ({
      __typename: 'SignIn',
      accessToken: 'a.b.c',
      expiresAt: '2026-11-21T10:10:00.000Z',
      viewer: lena,
    }));
    expect(asked).toEqual({ code: 'the-code' });
    await waitFor(() => expect(address()).toBe('/'));
  });

  test('without a code leads back and offers nothing to open', async () => {
    await renderPage('/support', anApi());
    expect(await screen.findByRole('heading', { name: 'This link cannot be used' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Open the account' })).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Back to sign in' })).toHaveAttribute('href', '/sign-in');
  });

  test('used or too old, it says so', async () => {
    await open(() => {
      throw new Refusal('NOT_FOUND');
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(/./);
  });
});
