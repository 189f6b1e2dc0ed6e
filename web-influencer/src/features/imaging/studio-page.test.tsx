import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import type { FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { Refusal } from '@influencegen/shared-schema/test/fake-api';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { anApi, aPicture, aQuota, aRequest, studioWith } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const prompt = () => screen.findByRole('textbox', { name: 'Prompt' });
const generate = () => screen.getByRole('button', { name: /^Generate/ });
const card = () => screen.getByRole('article');
const asked = (api: FakeApi) => api.variablesOf('RequestImages').map(({ input }) => input as Record<string, unknown>);
const send = (api: FakeApi, request: object) =>
  act(async () => api.send('LiveRequests', { imageRequestUpdated: request }));

describe('asking', () => {
  test('an empty prompt is named by the field and nothing is sent', async () => {
    const api = anApi();
    const { user } = await renderPage('/studio', api);
    await prompt();
    await user.click(generate());
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Prompt' })).toHaveFocus());
    expect(await prompt()).toHaveAccessibleDescription(/Please fill this in/);
    expect(asked(api)).toEqual([]);
  });

  test('what is left of the room for a prompt is told near its end, and what is too much', async () => {
    const { user } = await renderPage('/studio', anApi());
    await user.click(await prompt());
    await user.paste('x'.repeat(1999));
    expect(await screen.findByText('1 character left')).toBeInTheDocument();
    await user.paste('xxx');
    expect(await screen.findByText('2 characters too many')).toBeInTheDocument();
  });

  test('everything chosen is asked for, by Ctrl and Enter too', async () => {
    const api = anApi();
    api.answer('RequestImages', () => ({ requestImages: aRequest({ id: 'new', status: 'PENDING' }) }));
    const { user } = await renderPage('/studio', api);
    await user.click(await screen.findByRole('radio', { name: /Story/ }));
    await user.click(screen.getByRole('radio', { name: 'Neon' }));
    await user.click(screen.getByRole('radio', { name: 'High' }));
    await user.click(screen.getByRole('radio', { name: '3' }));
    await user.click(screen.getByText('Advanced'));
    await user.type(screen.getByLabelText('Keep out of the picture'), 'text');
    await user.type(screen.getByRole('spinbutton', { name: 'Seed' }), '99');
    await user.clear(screen.getByRole('spinbutton', { name: 'Steps' }));
    await user.type(screen.getByRole('spinbutton', { name: 'Steps' }), '31');
    await user.click(screen.getByRole('checkbox', { name: /Soft daylight/ }));
    const weight = screen.getByRole('spinbutton', { name: 'Weight of Soft daylight' });
    await user.clear(weight);
    await user.type(weight, '1.2');
    await user.type(await prompt(), 'Dunes');
    await user.keyboard('{Control>}{Enter}{/Control}');

    await waitFor(() => expect(asked(api)).toHaveLength(1));
    expect(asked(api)[0]).toEqual({
      prompt: 'Dunes',
      negativePrompt: 'text',
      aspectRatio: 'STORY',
      style: 'NEON',
      resolution: 'HIGH',
      count: 3,
      seed: 99,
      steps: 31,
      cfgScale: 3.5,
      loras: [{ model: 'soft-daylight', weight: 1.2 }],
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    expect(screen.getByRole('checkbox', { name: /Street film/ })).toBeDisabled();
    expect(await prompt()).toHaveValue('Dunes');
  });

  test('a key that is held asks once', async () => {
    const api = anApi();
    api.answer('RequestImages', () => ({ requestImages: aRequest({ id: 'new', status: 'PENDING' }) }));
    const { user } = await renderPage('/studio', api);
    await user.type(await prompt(), 'Dunes');
    fireEvent.keyDown(await prompt(), { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(asked(api)).toHaveLength(1));
    await waitFor(() => expect(card()).toBeInTheDocument());
    fireEvent.keyDown(await prompt(), { key: 'Enter', ctrlKey: true, repeat: true });
    // What a browser would make of it: one press after the other.
    expect(fireEvent.keyDown(generate(), { key: 'Enter', repeat: true })).toBe(false);
    expect(fireEvent.keyDown(await prompt(), { key: 'Enter', repeat: true })).toBe(true);
    expect(asked(api)).toHaveLength(1);
  });

  test('a value out of range is named before asking; what only the server knows, after, and both open their field', async () => {
    const api = anApi();
    api.answer('RequestImages', () => {
      throw new Refusal('BAD_USER_INPUT', [{ path: 'steps', code: 'TOO_LARGE', bound: 30, message: 'at most 30' }]);
    });
    const { user } = await renderPage('/studio', api);
    await user.type(await prompt(), 'Dunes');
    await user.click(screen.getByText('Advanced'));
    const steps = screen.getByRole('spinbutton', { name: 'Steps' });
    await user.clear(steps);
    await user.type(steps, '51');
    await user.click(generate());
    expect(steps).toHaveAccessibleDescription(/^Not more than 50\./);
    expect(asked(api)).toEqual([]);

    await user.clear(steps);
    await user.type(steps, '40');
    expect(steps).toBeValid();
    await user.click(screen.getByText('Advanced'));
    await user.click(generate());
    expect(await screen.findByText('Not more than 30.')).toBeInTheDocument();
    expect(screen.getByRole('spinbutton', { name: 'Steps' })).toHaveAccessibleDescription(/^Not more than 30\./);
    expect(screen.getByRole('group', { name: '' })).toHaveAttribute('open');
  });

  test('the quota is told before asking; a refusal explains itself, counts nothing and keeps the prompt', async () => {
    const api = anApi({ remaining: 2 });
    const { user } = await renderPage('/studio', api);
    expect(await screen.findByText('2 of 200 left this month')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: '4' }));
    expect(screen.getByText('This asks for 4, and 2 of 200 are left this month')).toBeInTheDocument();

    api.answer('RequestImages', () => ({
      requestImages: { __typename: 'ImageQuotaExceeded', message: 'No', quota: aQuota(1) },
    }));
    await user.type(await prompt(), 'Dunes');
    await user.click(generate());
    const refusal = await screen.findByRole('alert');
    expect(refusal).toHaveTextContent(
      '1 of 200 pictures is left this month' +
        'Nothing was counted, and your prompt is still here. ' +
        'Ask for fewer pictures, or wait until December 1, when the count starts again.',
    );
    expect(refusal.closest('[role="status"]')).toBeNull();
    expect(screen.queryByText(/This asks for 4/)).not.toBeInTheDocument();
    expect(await prompt()).toHaveValue('Dunes');
    expect(generate()).not.toHaveAttribute('aria-disabled');

    await user.click(screen.getByRole('radio', { name: '3' }));
    expect(refusal).not.toBeInTheDocument();
    expect(screen.getByText('This asks for 3, and 1 of 200 are left this month')).toBeInTheDocument();
  });

  test('a refusal goes when pictures are given back', async () => {
    const running = aRequest({ id: 'running', status: 'PROCESSING' });
    const api = anApi({ remaining: 0, requests: [running] });
    api.answer('RequestImages', () => ({
      requestImages: { __typename: 'ImageQuotaExceeded', message: 'No', quota: aQuota(0) },
    }));
    const { user } = await renderPage('/studio', api);
    await user.type(await prompt(), 'Dunes');
    await user.click(generate());
    expect(await screen.findByRole('alert')).toHaveTextContent('used up');

    api.answer('StudioQuota', () => ({ imageQuota: aQuota(1) }));
    await send(api, { ...running, status: 'FAILED' });
    expect(await screen.findByText('1 of 200 left this month')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  test('a lost answer is told; the same ask sent again keeps its key, another one gets its own', async () => {
    const api = anApi();
    const { user } = await renderPage('/studio', api);
    await user.type(await prompt(), 'Dunes');
    api.reachable(false);
    await user.click(generate());
    expect(await screen.findByText(/server cannot be reached.*Your prompt is still here/)).toBeInTheDocument();
    await user.click(generate());
    await waitFor(() => expect(asked(api)).toHaveLength(2));
    api.reachable(true);
    api.answer('RequestImages', () => ({ requestImages: aRequest({ id: 'new', status: 'PENDING' }) }));
    await user.click(generate());
    await screen.findByRole('article');
    await user.click(generate());
    await waitFor(() => expect(asked(api)).toHaveLength(4));
    const [first, second, third, fourth] = asked(api).map(({ idempotencyKey }) => idempotencyKey);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    expect(api.variablesOf('StudioPage')).toHaveLength(1);
  });

  test('while one is on its way it has its place, and the next can be asked for', async () => {
    const api = anApi({ requests: [aRequest({ id: 'old', status: 'COMPLETED' })] });
    let answer: (request: object) => void = () => {};
    api.answer('RequestImages', () => new Promise((resolve) => (answer = resolve)));
    const { user } = await renderPage('/studio', api);
    await user.type(await prompt(), 'Dunes');
    await user.click(generate());
    expect(await screen.findByRole('status', { name: 'Sending' })).toBeInTheDocument();
    expect(generate()).not.toHaveAttribute('aria-disabled');
    act(() => answer({ requestImages: aRequest({ id: 'new', status: 'PENDING', queuePosition: 1 }) }));
    expect(await screen.findByText('Next in line')).toBeInTheDocument();
    expect(screen.queryByRole('status', { name: 'Sending' })).not.toBeInTheDocument();
  });

  test('a draft outlives the page, as far as the studio still offers it', async () => {
    const { user } = await renderPage('/studio', anApi());
    await user.type(await prompt(), 'Do not lose me');
    await user.click(screen.getByRole('radio', { name: 'High' }));
    await user.click(screen.getByRole('radio', { name: 'Film' }));
    cleanup();
    await renderPage('/studio', anApi({ studio: { resolutions: ['DRAFT', 'STANDARD'] } }));
    expect(await prompt()).toHaveValue('Do not lose me');
    expect(screen.getByRole('radio', { name: 'Film' })).toBeChecked();
    expect(screen.getByRole('radio', { name: 'Standard' })).toBeChecked();
  });

  test('an example starts a prompt', async () => {
    const { user } = await renderPage('/studio', anApi());
    await user.click(await screen.findByRole('button', { name: /Dunes at dusk/ }));
    expect(await prompt()).toHaveValue('Dunes at dusk, a single line of footprints, soft warm haze');
    expect(await prompt()).toHaveFocus();
  });
});

describe('a request in every state', () => {
  const shown: [ImageRequestStatus, Record<string, unknown>, RegExp, 'Cancel' | 'Try again' | undefined][] = [
    ['PENDING', {}, /Waiting.*On its way to the engine/, 'Cancel'],
    [
      'QUEUED',
      { queuePosition: 3, expectedSeconds: 80 },
      /Waiting.*Number 3 in line.*about 1 min 20 sec.* to go/,
      'Cancel',
    ],
    ['PROCESSING', { progress: 40, expectedSeconds: 5 }, /Developing.*40%.*about 5 sec/, 'Cancel'],
    ['PROCESSING', { takingLongerThanUsual: true }, /Taking longer than usual/, 'Cancel'],
    ['COMPLETED', {}, /Ready.*1 picture/, undefined],
    [
      'CANCELLED',
      { cancelledBy: 'CREATOR' },
      /CancelledPrompt of itYou cancelled this. Nothing was charged/,
      'Try again',
    ],
    [
      'CANCELLED',
      { cancelledBy: 'AGENCY' },
      /Our team cancelled this. Nothing was charged.*ask the agency/,
      'Try again',
    ],
    ['CANCELLED', {}, /This was cancelled. Nothing was charged/, 'Try again'],
    [
      'CANCELLED',
      { cancelledBy: 'AGENCY', images: [aPicture({ id: 'p', requestId: 'it' })] },
      /Our team cancelled this. What was ready by then is kept/,
      'Try again',
    ],
    ['TIMED_OUT', {}, /Timed out.*did not answer in time. Nothing was charged/, 'Try again'],
    [
      'TIMED_OUT',
      { images: [aPicture({ id: 'p', requestId: 'it' })] },
      /What was ready by then is kept; the rest was not charged/,
      'Try again',
    ],
    [
      'FAILED',
      { failure: { __typename: 'ImageFailure', code: 'DISPATCH_GAVE_UP', message: 'x' } },
      /could not be reached.*Nothing was charged/,
      'Try again',
    ],
    [
      'FAILED',
      { failure: { __typename: 'ImageFailure', code: 'AI_ERROR', message: 'Too dark.' } },
      /Nothing was charged.*In detail: Too dark/,
      'Try again',
    ],
    [
      'FAILED',
      { failure: { __typename: 'ImageFailure', code: 'NEW_CODE', message: 'x' } },
      /could not be made. Nothing was charged/,
      'Try again',
    ],
    [
      'FAILED',
      {
        failure: { __typename: 'ImageFailure', code: 'AI_ERROR', message: 'x' },
        images: [aPicture({ id: 'p', requestId: 'it' })],
      },
      /could not make this picture. What was ready by then is kept/,
      'Try again',
    ],
    ['FAILED', { retriedById: 'other', viewerMoves: [] }, /Asked for again/, undefined],
  ];

  test.each(shown)('%s %o', async (status, given, words, move) => {
    await renderPage('/studio?request=it', anApi({ requests: [aRequest({ id: 'it', status, ...given })] }));
    expect(await screen.findByRole('article')).toHaveTextContent(words);
    const buttons = within(card())
      .queryAllByRole('button')
      .map(({ textContent }) => textContent);
    expect(buttons).toEqual(move ? [move] : []);
  });

  test('progress is told to screen readers', async () => {
    await renderPage('/studio', anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING', progress: 40 })] }));
    expect(await screen.findByRole('progressbar', { name: 'Progress of Prompt of it' })).toHaveAttribute(
      'aria-valuenow',
      '40',
    );
  });

  test('cancelling', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING' })] });
    api.answer('CancelMyRequest', () => ({
      cancelImageRequest: aRequest({ id: 'it', status: 'CANCELLED', cancelledBy: 'CREATOR' }),
    }));
    const { user } = await renderPage('/studio', api);
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText(/You cancelled this/)).toBeInTheDocument();
    expect(api.variablesOf('CancelMyRequest')).toEqual([{ id: 'it' }]);
    expect(await screen.findByRole('button', { name: 'Try again' })).toHaveFocus();
  });

  test('of several, the card of the next gets the focus that cancelling one leaves behind', async () => {
    const api = anApi({
      requests: [aRequest({ id: 'next', status: 'QUEUED' }), aRequest({ id: 'it', status: 'PROCESSING' })],
    });
    let answer: (cancelled: object) => void = () => {};
    api.answer('CancelMyRequest', () => new Promise((resolve) => (answer = resolve)));
    const { user } = await renderPage('/studio', api);
    const cancel = await screen.findByRole('button', { name: 'Cancel' });
    cancel.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(cancel).toHaveAttribute('aria-disabled', 'true'));
    act(() => answer({ cancelImageRequest: aRequest({ id: 'it', status: 'CANCELLED' }) }));
    await waitFor(() => expect(card()).toHaveTextContent('Prompt of next'));
    await waitFor(() => expect(card()).toHaveFocus());
  });

  test('a card that is replaced takes no focus that was elsewhere', async () => {
    const api = anApi({
      requests: [aRequest({ id: 'next', status: 'QUEUED' }), aRequest({ id: 'it', status: 'PROCESSING' })],
    });
    const { user } = await renderPage('/studio', api);
    (await screen.findByRole('button', { name: 'Cancel' })).focus();
    await user.click(document.body);
    await send(api, aRequest({ id: 'it', status: 'COMPLETED' }));
    await waitFor(() => expect(card()).toHaveTextContent('Prompt of next'));
    expect(document.body).toHaveFocus();
  });

  test('a cancellation that came too late says why', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING' })] });
    api.answer('CancelMyRequest', () => {
      throw new Refusal('CONFLICT');
    });
    const { user } = await renderPage('/studio', api);
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/changed in the meantime/);
  });

  test('trying again asks anew and follows the new request', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'FAILED' })] });
    api.answer('RetryMyRequest', () => ({
      retryImageRequest: aRequest({ id: 'again', status: 'PENDING', retryOfId: 'it', queuePosition: 2 }),
    }));
    const { user, address } = await renderPage('/studio?request=it', api);
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Number 2 in line')).toBeInTheDocument();
    expect(address()).toBe('/studio');
  });

  test('the card of what is asked again gets the focus; what was refused leaves it where it was', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'FAILED' })] });
    let answer: (asked: object) => void = () => {};
    api.answer('RetryMyRequest', () => new Promise((resolve) => (answer = resolve)));
    const { user } = await renderPage('/studio', api);
    const again = await screen.findByRole('button', { name: 'Try again' });
    const press = async (): Promise<void> => {
      await user.keyboard('{Enter}');
      await waitFor(() => expect(again).toHaveAttribute('aria-disabled', 'true'));
    };
    again.focus();
    await press();
    act(() => answer({ retryImageRequest: { __typename: 'ImageQuotaExceeded', message: 'No', quota: aQuota(0) } }));
    await waitFor(() => expect(again).toHaveFocus());

    await press();
    act(() => answer({ retryImageRequest: aRequest({ id: 'again', status: 'PENDING', retryOfId: 'it' }) }));
    await waitFor(() => expect(card()).toHaveTextContent('Prompt of again'));
    await waitFor(() => expect(card()).toHaveFocus());
  });

  test('trying again what the studio no longer offers says what to do instead', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'FAILED' })] });
    api.answer('RetryMyRequest', () => {
      throw new Refusal('BAD_USER_INPUT', [{ path: 'style', code: 'NOT_ALLOWED', message: 'No' }]);
    });
    const { user } = await renderPage('/studio?request=it', api);
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/no longer offers .* Nothing was counted\./);
  });

  test('trying again can be refused by the quota', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'FAILED' })] });
    api.answer('RetryMyRequest', () => ({
      retryImageRequest: { __typename: 'ImageQuotaExceeded', message: 'No', quota: aQuota(0) },
    }));
    const { user } = await renderPage('/studio', api);
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^Your pictures for this month are used up.*Nothing was counted.*On December 1 .*ask the agency/,
    );
  });
});

describe('live', () => {
  const old = aRequest({ id: 'old', status: 'COMPLETED' });
  const onStage = () => within(screen.getByRole('region', { name: 'Studio' })).getAllByRole('img', { hidden: true });

  test('what another tab asks for appears, moves, and takes the stage only when it can be seen', async () => {
    const api = anApi({ requests: [old] });
    await renderPage('/studio', api);
    await screen.findByText('1 picture');

    await send(api, aRequest({ id: 'new', status: 'QUEUED', queuePosition: 1 }));
    expect(await screen.findByText('Next in line')).toBeInTheDocument();
    await send(api, aRequest({ id: 'new', status: 'PROCESSING', progress: 55 }));
    expect(await screen.findByText('55%', { selector: 'p *' })).toBeInTheDocument();
    expect(onStage()[0]).toHaveAccessibleName('Picture: Prompt of old');

    const underived = aPicture({ id: 'p', requestId: 'new', displayUrl: null, thumbnailUrl: null });
    const done = aRequest({ id: 'new', status: 'COMPLETED', images: [underived] });
    await send(api, done);
    expect(onStage()[0]).toHaveAccessibleName('Picture: Prompt of old');
    await send(api, { ...done, images: [aPicture({ id: 'p', requestId: 'new' })] });
    await waitFor(() => expect(onStage()[0]).toHaveAccessibleName('Picture: Prompt of new'));
  });

  test('what went unsuccessful gives its pictures back to the quota on screen', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING' })], remaining: 11 });
    await renderPage('/studio', api);
    await screen.findByText('11 of 200 left this month');
    api.answer('StudioQuota', () => ({ imageQuota: aQuota(12) }));
    await send(api, aRequest({ id: 'it', status: 'FAILED' }));
    expect(await screen.findByText('12 of 200 left this month')).toBeInTheDocument();
    expect(card()).toHaveTextContent(/Failed/);
  });

  test('after a reconnect the page reads again what it may have missed', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING' })] });
    const { connection } = await renderPage('/studio', api);
    await screen.findByText('Developing');
    act(() => connection.become('reconnecting'));
    api.answer('StudioPage', () => studioWith([aRequest({ id: 'it', status: 'COMPLETED' })]));
    act(() => connection.become('online'));
    expect(await screen.findByText('Ready')).toBeInTheDocument();
  });

  test('nobody is signed out by a reading after a reconnect that fails, and what was typed stays', async () => {
    const api = anApi();
    const { connection, user, address } = await renderPage('/studio', api);
    await user.type(await screen.findByRole('textbox', { name: 'Prompt' }), 'a cup on wet stone');
    const asked = api.variablesOf('StudioSession').length;
    for (const operation of ['StudioSession', 'StudioImpersonation', 'StudioPage'])
      api.answer(operation, () => {
        throw new Refusal('INTERNAL_SERVER_ERROR', undefined, { data: { viewer: null } });
      });
    // The second time, the first has been answered.
    for (const time of [1, 2]) {
      act(() => connection.become('reconnecting'));
      await act(async () => connection.become('online'));
      await waitFor(() => expect(api.variablesOf('StudioSession')).toHaveLength(asked + time));
    }
    expect(address()).toBe('/studio');
    expect(screen.getByRole('textbox', { name: 'Prompt' })).toHaveValue('a cup on wet stone');
  });

  test('what became of a request that the page saw running is said once', async () => {
    const api = anApi({
      requests: [
        aRequest({ id: 'c', status: 'PROCESSING' }),
        aRequest({ id: 'b', status: 'QUEUED' }),
        aRequest({ id: 'a', status: 'QUEUED' }),
        old,
        aRequest({ id: 'lost', status: 'FAILED' }),
      ],
    });
    const { connection } = await renderPage('/studio', api);
    await screen.findByText('Developing');
    const regions = screen.getAllByRole('status');
    const said = (words: string) => screen.findByText(words, { selector: '[role="status"] > *' });
    const nothingSaid = (): void => expect(regions.map(({ textContent }) => textContent).join('')).toBe('');
    nothingSaid();

    const pictures = (requestId: string) => [
      aPicture({ id: `${requestId}1`, requestId }),
      aPicture({ id: `${requestId}2`, requestId }),
    ];
    const underived = aPicture({ id: 'c1', requestId: 'c', displayUrl: null, thumbnailUrl: null });
    await send(api, aRequest({ id: 'c', status: 'COMPLETED', images: [underived] }));
    await waitFor(() => expect(card()).toHaveTextContent('Prompt of a'));
    nothingSaid();
    const done = aRequest({ id: 'c', status: 'COMPLETED', images: pictures('c') });
    await send(api, done);
    const first = await said('2 pictures are ready.');
    const region = first.parentElement;
    expect(regions).toContain(region);
    await send(api, { ...done, retriedById: 'other' });
    expect(await said('2 pictures are ready.')).toBe(first);

    await send(api, aRequest({ id: 'b', status: 'COMPLETED', images: pictures('b') }));
    await waitFor(async () => expect(await said('2 pictures are ready.')).not.toBe(first));

    await send(api, aRequest({ id: 'a', status: 'FAILED' }));
    await said('This picture could not be made. Nothing was charged. Try again.');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();

    await send(api, aRequest({ id: 'new', status: 'PENDING' }));
    await waitFor(() => expect(card()).toHaveTextContent('Prompt of new'));
    api.answer('StudioPage', () => studioWith([aRequest({ id: 'new', status: 'COMPLETED' })]));
    act(() => connection.flows());
    expect((await said('1 picture is ready.')).parentElement).toBe(region);
  });

  test('of what the agency cancelled it is said, of what one cancelled oneself it is not', async () => {
    const api = anApi({
      requests: [aRequest({ id: 'b', status: 'PROCESSING' }), aRequest({ id: 'a', status: 'PROCESSING' })],
    });
    await renderPage('/studio', api);
    await screen.findByText('Developing');
    const regions = screen.getAllByRole('status');
    const said = () => regions.map(({ textContent }) => textContent).join('');

    await send(api, aRequest({ id: 'a', status: 'CANCELLED', cancelledBy: 'CREATOR' }));
    await waitFor(() => expect(card()).toHaveTextContent('Prompt of b'));
    expect(said()).toBe('');
    await send(api, aRequest({ id: 'b', status: 'CANCELLED', cancelledBy: 'AGENCY' }));
    await waitFor(() => expect(said()).toMatch(/^Our team cancelled this\. Nothing was charged\./));
  });

  test('a reading that fails after a reconnect takes nothing away', async () => {
    const api = anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING' })] });
    const { connection } = await renderPage('/studio', api);
    await screen.findByText('Developing');
    api.reachable(false);
    act(() => connection.flows());
    await waitFor(() => expect(api.variablesOf('StudioPage')).toHaveLength(2));
    expect(screen.getByText('Developing')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  test('a break that lasts is told, one that heals at once is not', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const { connection } = await renderPage('/studio', anApi());
      const words = 'Live updates are interrupted. Reconnecting…';
      act(() => connection.become('reconnecting'));
      await act(async () => vi.advanceTimersByTime(1000));
      expect(screen.queryByText(words)).not.toBeInTheDocument();
      await act(async () => vi.advanceTimersByTime(1000));
      expect(screen.getByText(words)).toBeInTheDocument();
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a page that cannot be read says so and can be read again', async () => {
  const api = anApi({ requests: [aRequest({ id: 'it', status: 'COMPLETED' })] });
  api.answer('StudioPage', () => {
    throw new Refusal('INTERNAL_SERVER_ERROR');
  });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { user } = await renderPage('/studio', api);
  expect(await screen.findByRole('alert')).toHaveTextContent(/went wrong on our side/);
  const again = () => screen.getByRole('button', { name: 'Try again' });

  const answer = Promise.withResolvers<object>();
  api.answer('StudioPage', () => answer.promise);
  await user.click(again());
  expect(again()).toHaveAttribute('aria-disabled', 'true');
  answer.reject(new Refusal('INTERNAL_SERVER_ERROR'));
  await waitFor(() => expect(again()).not.toHaveAttribute('aria-disabled'));
  expect(again(), 'which can be pressed once more').toHaveFocus();

  api.answer('StudioPage', () => studioWith([aRequest({ id: 'it', status: 'COMPLETED' })]));
  await user.keyboard('{Enter}');
  expect(await screen.findByText('Ready')).toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
});

test('the studio speaks Spanish', async () => {
  await renderPage('/studio', anApi({ requests: [aRequest({ id: 'it', status: 'PROCESSING' })] }), 'es');
  expect(await screen.findByText('Revelando')).toBeInTheDocument();
  expect(screen.getByText('Te quedan 12 de 200 este mes')).toBeInTheDocument();
  expect(document.documentElement).toHaveAttribute('lang', 'es');
  expect(document.title).toBe('Estudio · InfluenceGen');
});
