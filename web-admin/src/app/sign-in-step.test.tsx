import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ada, anOverview, connectionOf } from '../test/builders';
import { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { renderPage } from '../test/render-page';
import type { Viewer } from './session';

/** Ada gave the right password; the rest is up to the test. */
function anApi(signInStep: Viewer['signInStep']): FakeApi {
  let viewer: Viewer = { ...ada, permissions: [], signInStep };
  const done = (): void => {
    viewer = ada;
  };
  return new FakeApi({
    Session: () => ({ viewer }),
    SignOut: () => ({ signOut: true }),
    ProofKinds: () => ({ proofKinds: ['CODE'] }),
    VerifySecondFactor: () => {
      done();
      return { verifySecondFactor: null };
    },
    BeginTotp: () => ({
      beginTotp: { __typename: 'TotpEnrolment', secret: 'ABCDEFGHIJKLMNOP', address: 'otpauth://totp/x' },
    }),
    ConfirmTotp: () => {
      done();
      return {
        confirmTotp: {
          __typename: 'FactorAdded',
          recoveryCodes: ['aaaa-bbbb-cccc-dddd'],
          factors: { __typename: 'SecondFactors', id: 'ada', authenticatorSince: null, recoveryCodesLeft: 10 },
        },
      };
    },
    ImagingOverviewStrip: () => anOverview(),
    RequestMonitor: () => ({ imageRequests: connectionOf('ImageRequestConnection', []) }),
    QueuesPage: () => ({ jobQueues: [], deadLetters: connectionOf('DeadLetterConnection', []) }),
  });
}

test('the second step stands in place of the page, which opens after it at the same address', async () => {
  const { user, address } = await renderPage('/queues?x=1', anApi('SECOND_FACTOR'));
  expect(await screen.findByRole('heading', { name: 'Second step' })).toBeVisible();
  expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
  await user.type(await screen.findByLabelText('Code'), '123456{Enter}');
  expect(await screen.findByRole('heading', { name: 'Queues' })).toBeVisible();
  expect(address()).toBe('/queues?x=1');
});

test('enrolment ends when the recovery codes are kept, not before', async () => {
  const { user } = await renderPage('/queues', anApi('ENROLMENT'));
  await user.click(await screen.findByRole('button', { name: 'Use an authenticator app' }));
  await user.type(await screen.findByLabelText('First code'), '123456');
  await user.click(screen.getByRole('button', { name: 'Turn on' }));
  expect(await screen.findByText('aaaa-bbbb-cccc-dddd')).toBeVisible();
  expect(screen.queryByRole('heading', { name: 'Queues' })).not.toBeInTheDocument();
  await user.click(screen.getByLabelText('I have kept these codes safe'));
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByRole('heading', { name: 'Queues' })).toBeVisible();
});

test('speaks Spanish, and lets somebody else sign in', async () => {
  const { user, address } = await renderPage('/queues', anApi('SECOND_FACTOR'), 'es');
  await user.click(await screen.findByRole('button', { name: 'Entrar con otra cuenta' }));
  await waitFor(() => expect(address()).toBe('/sign-in'));
});
