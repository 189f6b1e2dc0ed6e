import { FakeApi, Refusal } from '@influencegen/shared-schema/test/fake-api';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ada, connectionOf } from '../test/builders';
import { renderPage } from '../test/render-page';

const auditor = { ...ada, permissions: ['accounts.desk', 'accounts.find', 'audit.read', 'audit.export'] };

const anEvent = (id: string, more: object = {}) => ({
  __typename: 'AuditEvent',
  id,
  at: '2026-11-01T09:00:00.000Z',
  action: 'imaging.request',
  outcome: 'DONE',
  actorId: 'lena',
  actor: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' },
  impersonator: null,
  sessionId: 'session-1',
  apiKeyId: null,
  recordType: 'image_request',
  recordId: `record-of-${id}`,
  ip: '192.0.2.1',
  requestId: `request-of-${id}`,
  details: '{}',
  position: 7,
  ...more,
});

const aVerification = (more: object = {}) => ({
  __typename: 'AuditVerification',
  id: 'v1',
  startedAt: '2026-11-01T09:00:00.000Z',
  finishedAt: '2026-11-01T09:00:01.000Z',
  events: 1200,
  findings: [] as object[],
  ...more,
});
const aChain = (more: object = {}) => ({
  auditChain: {
    __typename: 'AuditChain',
    sealed: 1200,
    waiting: 3,
    lastHead: {
      __typename: 'AuditHeadFacts',
      number: 12,
      lastPosition: 1190,
      at: '2026-11-01T09:00:00.000Z',
      keptOutside: true,
    },
    lastVerification: aVerification(),
    ...more,
  },
});

const anApi = (events: readonly object[], answers: ConstructorParameters<typeof FakeApi>[0] = {}): FakeApi =>
  new FakeApi({
    Session: () => ({ viewer: auditor }),
    AuditList: () => ({ auditEvents: connectionOf('AuditEventConnection', events) }),
    AuditActions: () => ({ auditActions: ['accounts.signIn', 'imaging.request', 'imaging.view'] }),
    AuditChainState: () => aChain(),
    AuditExports: () => ({ auditExports: [] }),
    PeopleSearch: () => ({ people: [] }),
    AuditRelated: () => ({ auditEvents: { __typename: 'AuditEventConnection', nodes: events } }),
    ...answers,
  });

const table = () => screen.findByRole('table', { name: 'Audit events' });

afterEach(() => void vi.useRealTimers());

describe('the trail', () => {
  test('says who did what to which record, from where, and what was refused', async () => {
    const events = [
      anEvent('a'),
      anEvent('b', {
        action: 'accounts.signIn',
        outcome: 'REFUSED',
        actorId: null,
        actor: null,
        recordType: null,
        recordId: null,
      }),
      anEvent('c', { impersonator: { __typename: 'Person', id: 'ada', displayName: 'Ada Lindqvist' } }),
    ];
    await renderPage('/audit', anApi(events));
    const [, first, second, third] = within(await table()).getAllByRole('row');
    expect(first).toHaveTextContent('Pictures asked forLena OkaforRequest record-of-a192.0.2.1');
    expect(within(first!).getByRole('link', { name: 'Pictures asked for' })).toHaveAttribute('href', '/audit/a');
    expect(second).toHaveTextContent('Sign-inRefusedNobody signed in');
    expect(third).toHaveTextContent('by Ada Lindqvist');
  });

  test('is narrowed by the address', async () => {
    const api = anApi([], {
      PersonName: () => ({ person: { __typename: 'Person', id: 'lena', displayName: 'Lena Okafor' } }),
    });
    await renderPage('/audit?person=lena&action=imaging.&outcome=refused&type=image&record=7&search=x', api);
    expect(await screen.findByText('Nothing matches these filters')).toBeVisible();
    expect(api.variablesOf('AuditList')[0]).toMatchObject({
      filter: {
        actorId: 'lena',
        action: 'imaging.',
        outcome: 'REFUSED',
        recordType: 'image',
        recordId: '7',
        search: 'x',
      },
    });
    expect(await screen.findByDisplayValue('Lena Okafor')).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'Action' })).toHaveValue('imaging.');
    expect(screen.getByRole('searchbox', { name: 'Search' })).toHaveValue('x');
  });

  test('narrowed by age, the trail comes although the clock goes on meanwhile', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T12:00:30.000Z'), toFake: ['Date'] });
    const drawn = Promise.withResolvers<void>();
    const api = anApi([], {
      AuditList: async () => {
        vi.setSystemTime(Date.now() + 20);
        await drawn.promise;
        return { auditEvents: connectionOf('AuditEventConnection', [anEvent('a')]) };
      },
    });
    await renderPage('/audit?age=1h', api);
    drawn.resolve();
    await table();
    expect(api.variablesOf('AuditList')).toHaveLength(1);
  });

  test('choosing, searching and taking filters away changes the address', async () => {
    const { user, address } = await renderPage('/audit?type=image&record=7', anApi([anEvent('a')]));
    await table();
    await user.click(screen.getByRole('button', { name: 'Remove the filter Record Picture 7' }));
    await waitFor(() => expect(address()).toBe('/audit'));
    await screen.findByRole('option', { name: 'Picture looked at' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Action' }), 'Picture looked at');
    await waitFor(() => expect(address()).toBe('/audit?action=imaging.view'));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Refused');
    await waitFor(() => expect(address()).toBe('/audit?action=imaging.view&outcome=refused'));
    await user.type(screen.getByRole('searchbox', { name: 'Search' }), ' abc {Enter}');
    await waitFor(() => expect(address()).toBe('/audit?search=abc&action=imaging.view&outcome=refused'));
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(address()).toBe('/audit'));
  });

  test('goes on with older events, and stays when they cannot be read', async () => {
    const api = anApi([], {
      AuditList: ({ after }) => {
        if (after === 'cursor') throw new Refusal('INTERNAL_SERVER_ERROR');
        return { auditEvents: connectionOf('AuditEventConnection', [anEvent('a')], 'cursor') };
      },
    });
    const { user } = await renderPage('/audit', api);
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong');
    api.answer('AuditList', () => ({ auditEvents: connectionOf('AuditEventConnection', [anEvent('b')]) }));
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('2 events, nothing older')).toBeVisible();
  });
});

describe('the chain', () => {
  test('says that it is untouched, and how far it is signed and kept outside', async () => {
    await renderPage('/audit', anApi([anEvent('a')]));
    const chain = await screen.findByRole('region', { name: 'Chain' });
    for (const text of ['Untouched', '1,200', 'No. 12, up to 1,190', 'Kept']) expect(chain).toHaveTextContent(text);
  });

  test('names what somebody did to it, and leads to the event', async () => {
    const finding = {
      __typename: 'AuditFinding',
      code: 'EVENT_CHANGED',
      position: 7,
      eventId: 'a',
      message: 'the event at 7 was changed after it was sealed',
    };
    await renderPage(
      '/audit',
      anApi([anEvent('a')], {
        AuditChainState: () => aChain({ lastVerification: aVerification({ findings: [finding] }) }),
      }),
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('EVENT_CHANGED the event at 7 was changed');
    expect(within(alert).getByRole('link', { name: 'Open the event' })).toHaveAttribute('href', '/audit/a');
    expect(screen.getByText('Tampered with')).toBeVisible();
  });

  test('is verified when somebody asks, and shows how far that is', async () => {
    const running = aVerification({ id: 'v2', finishedAt: null, events: 500 });
    const api = anApi([anEvent('a')], { VerifyAuditTrail: () => ({ verifyAuditTrail: running }) });
    const { user } = await renderPage('/audit', api);
    const button = await screen.findByRole('button', { name: 'Verify now' });
    api.answer('AuditChainState', () => aChain({ lastVerification: running }));
    await user.click(button);
    expect(await screen.findByText('500 events so far')).toBeVisible();
    expect(screen.getByText('Verifying')).toBeVisible();
  });
});

describe('an export', () => {
  const anExport = (more: object = {}) => ({
    __typename: 'AuditExport',
    id: 'e1',
    format: 'CSV',
    status: 'WAITING',
    eventsTotal: null,
    eventsDone: 0,
    createdAt: '2026-11-01T09:00:00.000Z',
    expiresAt: null,
    downloadUrl: null,
    ...more,
  });

  test('takes what the list is narrowed to, shows its progress and then the file', async () => {
    const api = anApi([anEvent('a')], { ExportAuditTrail: () => ({ exportAuditTrail: anExport() }) });
    const { user } = await renderPage('/audit?action=imaging.', api);
    await user.click(await screen.findByRole('button', { name: 'Export…' }));
    expect(await screen.findByText('You have not exported anything yet.')).toBeVisible();

    api.answer('AuditExports', () => ({
      auditExports: [anExport({ status: 'RUNNING', eventsTotal: 40, eventsDone: 10 })],
    }));
    await user.click(screen.getByRole('button', { name: 'Export as CSV' }));
    expect(api.variablesOf('ExportAuditTrail')).toEqual([{ format: 'CSV', filter: { action: 'imaging.' } }]);
    expect(await screen.findByRole('progressbar', { name: 'Progress' })).toHaveAttribute('value', '10');

    const file = { status: 'READY', eventsTotal: 40, eventsDone: 40, downloadUrl: '/audit-exports/e1' };
    api.answer('AuditExports', () => ({
      auditExports: [anExport({ ...file, expiresAt: '2026-11-02T09:00:00.000Z' })],
    }));
    expect(await screen.findByRole('link', { name: 'Download' })).toHaveAttribute('href', '/audit-exports/e1');
  });

  test('that is refused says why', async () => {
    const api = anApi([anEvent('a')], {
      ExportAuditTrail: () => {
        throw new Refusal('FORBIDDEN');
      },
    });
    const { user } = await renderPage('/audit', api);
    await user.click(await screen.findByRole('button', { name: 'Export…' }));
    await user.click(await screen.findByRole('button', { name: 'Export as JSON' }));
    expect(await screen.findByText(/You may not see this/)).toBeVisible();
  });

  test('is not offered to who may only read', async () => {
    const reader = { ...auditor, permissions: auditor.permissions.filter((name) => name !== 'audit.export') };
    await renderPage('/audit', anApi([anEvent('a')], { Session: () => ({ viewer: reader }) }));
    await table();
    expect(screen.queryByRole('button', { name: 'Export…' })).not.toBeInTheDocument();
  });
});

describe('one event', () => {
  test('shows what changed, and what else belongs to it', async () => {
    const event = anEvent('a', { details: '{"before": {"size": 1}, "after": {"size": 2}, "scope": "workspace"}' });
    const api = anApi([event, anEvent('b', { action: 'imaging.accept' })], {
      AuditEventPage: () => ({ auditEvent: event }),
    });
    await renderPage('/audit/a', api);
    expect(await screen.findByRole('heading', { name: 'Pictures asked for', level: 1 })).toBeVisible();
    expect(screen.getByRole('row', { name: 'size 1 2' })).toBeVisible();
    expect(screen.getByText('workspace')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Lena Okafor' })).toHaveAttribute('href', '/audit?person=lena');
    const related = await screen.findByRole('table', { name: 'About the same record' });
    expect(within(related).getAllByRole('row')).toHaveLength(1);
    expect(api.variablesOf('AuditRelated')).toEqual([
      { filter: { requestId: 'request-of-a' } },
      { filter: { recordType: 'image_request', recordId: 'record-of-a' } },
    ]);
  });

  test('is proven by a file, or says that it is too early', async () => {
    const saved: string[] = [];
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:proof', revokeObjectURL: () => {} }));
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function save(
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    const api = anApi([], {
      AuditEventPage: () => ({ auditEvent: anEvent('a') }),
      AuditProof: () => ({ auditProof: { __typename: 'AuditProofNotReady', message: 'Later' } }),
    });
    const { user } = await renderPage('/audit/a', api);
    await user.click(await screen.findByRole('button', { name: 'Download proof' }));
    expect(await screen.findByText(/The next head is signed in a few minutes/)).toBeVisible();

    api.answer('AuditProof', () => ({
      auditProof: { __typename: 'AuditProofFile', fileName: 'audit-proof-a.json', content: '{}' },
    }));
    await user.click(screen.getByRole('button', { name: 'Download proof' }));
    await waitFor(() => expect(saved).toEqual(['audit-proof-a.json']));
    click.mockRestore();
    vi.unstubAllGlobals();
  });

  test('that does not exist is not found', async () => {
    const api = anApi([], {
      AuditEventPage: () => {
        throw new Refusal('NOT_FOUND');
      },
    });
    await renderPage('/audit/x', api);
    expect(await screen.findByRole('heading', { name: /not/i })).toBeVisible();
  });
});
