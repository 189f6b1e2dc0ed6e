import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ada } from '../../test/builders';
import { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { renderPage } from '../../test/render-page';

const unsaid = { finding: null, value: null, mailProblem: null };

const health = (storage: 'UP' | 'DOWN') => ({
  health: {
    __typename: 'Health',
    status: storage,
    version: '0.1.0',
    processId: 'process-7',
    startedAt: '2026-11-01T09:00:00.000Z',
    checks: [
      { __typename: 'HealthCheck', name: 'database', status: 'UP', latency: 2, detail: null, ...unsaid },
      {
        __typename: 'HealthCheck',
        name: 'storage',
        status: storage,
        latency: null,
        detail: storage === 'DOWN' ? 'No space left' : null,
        ...unsaid,
      },
      {
        __typename: 'HealthCheck',
        name: 'keys',
        status: 'UP',
        latency: 1,
        detail: 'Key 3',
        finding: 'KEY',
        value: '3',
        mailProblem: null,
      },
      { __typename: 'HealthCheck', name: 'something-new', status: 'OFF', latency: null, detail: null, ...unsaid },
    ],
  },
});

const anApi = (): FakeApi => new FakeApi({ Session: () => ({ viewer: ada }), HealthPage: () => health('UP') });
const check = (name: string): HTMLElement => {
  const row = screen.getByText(name).closest('li');
  if (!row) throw new Error(`${name} is no check`);
  return row;
};
const nextCheck = () => act(() => vi.advanceTimersByTimeAsync(4100));

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

test('lists what was checked, and which process answered', async () => {
  await renderPage('/health', anApi());
  expect(await screen.findByText('Everything works')).toBeVisible();
  expect(check('Database')).toHaveTextContent('Up2 ms');
  expect(check('something-new')).toHaveTextContent('Off');
  expect(screen.getByText('process-7')).toBeVisible();
  expect(screen.getByText('0.1.0')).toBeVisible();
});

test('asks again by itself, and shows what went down', async () => {
  const api = anApi();
  await renderPage('/health', api);
  await screen.findByText('Everything works');
  api.answer('HealthPage', () => health('DOWN'));
  await nextCheck();
  expect(screen.getByText('Something is down')).toBeVisible();
  expect(check('Picture storage')).toHaveTextContent('DownNo space left');
});

test('of mail that does not leave says why, what became of it and what can be done, with the code for whoever runs the server', async () => {
  const api = anApi();
  const mail = {
    __typename: 'HealthCheck',
    name: 'mail',
    status: 'DOWN',
    latency: 1,
    detail: 'In English',
    finding: 'MAIL_WOULD_WAIT',
    value: 'ECONNREFUSED',
    mailProblem: 'UNREACHABLE',
  };
  api.answer('HealthPage', () => ({ health: { ...health('UP').health, status: 'DOWN', checks: [mail] } }));
  await renderPage('/health', api);
  await screen.findByText('Something is down');
  expect(check('Mail')).toHaveTextContent(
    /The mail server cannot be reached ECONNREFUSED.*Nothing would be lost.*Check the address and the port/,
  );
  expect(check('Mail')).not.toHaveTextContent('In English');
});

test('says clearly that the API cannot be reached, keeps what was known, and recovers', async () => {
  const api = anApi();
  await renderPage('/health', api);
  await screen.findByText('Everything works');

  api.reachable(false);
  await nextCheck();
  const alert = screen.getByRole('alert');
  expect(within(alert).getByRole('heading', { name: 'The API cannot be reached' })).toBeVisible();
  expect(alert).toHaveTextContent('Below stands what was known last.');
  expect(screen.queryByText('Everything works')).not.toBeInTheDocument();
  expect(check('Database')).toBeVisible();

  api.reachable(true);
  await nextCheck();
  expect(screen.getByText('Everything works')).toBeVisible();
  expect(screen.getByRole('alert')).toBeEmptyDOMElement();
});

test('says what was found in the words of the reader', async () => {
  await renderPage('/health', anApi(), 'de');
  expect(await screen.findByText('Alles funktioniert')).toBeVisible();
  expect(check('Hauptschlüssel')).toHaveTextContent('Schlüssel 3');
});
