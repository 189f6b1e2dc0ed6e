import { Refusal, type FakeApi } from '@influencegen/shared-schema/test/fake-api';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { anApplication, joining } from '../../test/application.ts';
import { anApi, aPicture, aRequest, listOf, studioWith } from '../../test/builders.ts';
import { renderPage } from '../../test/render-page.tsx';

const newer = aPicture({ id: 'newer', requestId: 'dunes', createdAt: '2026-11-03T00:00:00.000Z' });
const middle = aPicture({ id: 'middle', requestId: 'forest', createdAt: '2026-11-02T00:00:00.000Z' });
const older = aPicture({ id: 'older', requestId: 'harbour', createdAt: '2026-11-01T00:00:00.000Z' });

function withPictures(): FakeApi {
  const api = anApi({ pictures: [newer, middle, older] });
  api.answer('PicturePage', ({ id }) => {
    const picture = [newer, middle, older].find((candidate) => candidate.id === id);
    if (!picture) throw new Refusal('NOT_FOUND');
    const request = aRequest({ id: picture.request.id, status: 'COMPLETED', prompt: picture.request.prompt });
    return { viewer: { __typename: 'Viewer', id: 'lena' }, image: { ...picture, request } };
  });
  return api;
}

const shown = () => screen.getAllByRole('listitem').map((item) => within(item).getByRole('img').getAttribute('alt'));

describe('the gallery', () => {
  test('without pictures leads to the studio', async () => {
    await renderPage('/gallery', anApi());
    expect(await screen.findByRole('heading', { name: 'Nothing developed yet' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Make the first one' })).toHaveAttribute('href', '/studio');
  });

  test('of somebody who is joining says what opens the studio and leads there, and keeps what they have', async () => {
    const api = joining(anApplication('IN_PROGRESS'));
    await renderPage('/gallery', api);
    expect(await screen.findByRole('heading', { name: 'Your pictures come here once you are in' })).toBeInTheDocument();
    const main = within(screen.getByRole('main'));
    expect(main.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/onboarding']);

    api.answer('GalleryPage', () => ({ images: { __typename: 'ImageConnection', ...listOf([newer]) } }));
    await renderPage('/gallery', api);
    expect(await screen.findByRole('img', { name: 'Picture: Prompt of dunes' })).toBeInTheDocument();
  });

  test('reads on, and again after a failure', async () => {
    const api = anApi();
    api.answer('GalleryPage', ({ after }) => ({
      images: {
        __typename: 'ImageConnection',
        ...(after === 'end' ? listOf([older]) : listOf([newer, middle], 'end')),
      },
    }));
    const { user } = await renderPage('/gallery', api);
    const more = await screen.findByRole('button', { name: 'Show more' });
    api.reachable(false);
    await user.click(more);
    expect(await screen.findByRole('alert')).toHaveTextContent('did not load');
    api.reachable(true);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(shown()).toEqual(['Picture: Prompt of dunes', 'Picture: Prompt of forest', 'Picture: Prompt of harbour']),
    );
    expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument();
  });

  test('a picture that arrives while it is open takes its place', async () => {
    const api = anApi({ pictures: [middle] });
    await renderPage('/gallery', api);
    await screen.findByRole('img');
    const fresh = aRequest({ id: 'dunes', status: 'COMPLETED', images: [newer] });
    await act(async () => api.send('LiveRequests', { imageRequestUpdated: fresh }));
    await waitFor(() => expect(shown()).toEqual(['Picture: Prompt of dunes', 'Picture: Prompt of forest']));
  });

  test('a picture deleted in another tab goes', async () => {
    const api = anApi({ pictures: [newer, middle] });
    await renderPage('/gallery', api);
    await screen.findAllByRole('img');
    const without = aRequest({ id: 'dunes', status: 'COMPLETED', images: [] });
    await act(async () => api.send('LiveRequests', { imageRequestUpdated: without }));
    await waitFor(() => expect(shown()).toEqual(['Picture: Prompt of forest']));
  });

  test('a link that has expired is renewed', async () => {
    const api = anApi({ pictures: [newer] });
    api.answer('RenewPicture', () => ({ image: { ...newer, thumbnailUrl: '/media/newer/thumbnail?signature=2' } }));
    await renderPage('/gallery', api);
    const picture = await screen.findByRole('img');
    expect(picture).toHaveAttribute('src', expect.stringContaining('signature=1'));
    fireEvent.error(picture);
    await waitFor(() => expect(screen.getByRole('img')).toHaveAttribute('src', expect.stringContaining('signature=2')));
    fireEvent.error(screen.getByRole('img'));
    expect(await screen.findByRole('img', { name: /Prompt of dunes.*cannot be shown right now/ })).toBeInTheDocument();
    expect(api.variablesOf('RenewPicture')).toHaveLength(1);
  });
});

describe('one picture', () => {
  test('tells how it was made and can be downloaded', async () => {
    await renderPage('/gallery/middle', withPictures());
    expect(await screen.findByText('Prompt of forest')).toBeInTheDocument();
    expect(screen.getByText('4711')).toBeInTheDocument();
    expect(screen.getByText('Film')).toBeInTheDocument();
    expect(screen.getByText('1024 × 1024 · 1.5 MB')).toBeInTheDocument();
    expect(screen.getByText('Preview engine, made without an AI model')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Download' })).toHaveAttribute(
      'href',
      expect.stringContaining('/media/middle/original'),
    );
  });

  test('arrow keys and buttons walk through the gallery, Escape leaves', async () => {
    const { user, address } = await renderPage('/gallery/middle', withPictures());
    const press = (key: string) => act(async () => user.keyboard(key));
    await screen.findByText('Prompt of forest');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Next picture' })).not.toHaveAttribute('aria-disabled'),
    );
    await press('{ArrowRight}');
    await screen.findByText('Prompt of harbour');
    expect(address()).toBe('/gallery/older');
    const next = screen.getByRole('button', { name: 'Next picture' });
    expect(next).toHaveAttribute('aria-disabled', 'true');
    await user.click(next);
    expect(next).toHaveFocus();
    expect(address()).toBe('/gallery/older');
    await user.click(screen.getByRole('button', { name: 'Previous picture' }));
    await screen.findByText('Prompt of forest');
    expect(screen.getByRole('button', { name: 'Previous picture' })).toHaveFocus();
    await press('{ArrowLeft}');
    await screen.findByText('Prompt of dunes');
    await press('{Escape}');
    expect(await screen.findByRole('heading', { name: 'Gallery' })).toHaveFocus();
  });

  test('its settings go back to the studio', async () => {
    const api = withPictures();
    const { user } = await renderPage('/gallery/middle', api);
    await user.click(await screen.findByRole('button', { name: 'Use these settings' }));
    expect(await screen.findByRole('textbox', { name: 'Prompt' })).toHaveValue('Prompt of forest');
    expect(screen.getByRole('radio', { name: 'Film' })).toBeChecked();
    expect(screen.getByRole('spinbutton', { name: 'Seed', hidden: true })).toHaveValue(4711);
    expect(screen.getByText('3 changed')).toBeInTheDocument();
  });

  test('deleting shows the next one, offers undo, and undo brings it back to its place', async () => {
    const api = withPictures();
    api.answer('DeletePicture', ({ id }) => ({ deleteImage: { __typename: 'DeletedImage', id } }));
    api.answer('RestorePicture', () => ({ restoreImage: middle }));
    const { user, address } = await renderPage('/gallery/middle', api);
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Next picture' })).not.toHaveAttribute('aria-disabled'),
    );
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Prompt of harbour')).toBeInTheDocument();
    expect(address()).toBe('/gallery/older');
    expect(api.variablesOf('DeletePicture')).toEqual([{ id: 'middle' }]);

    await user.click(screen.getByRole('link', { name: 'Gallery', current: false }));
    await waitFor(() => expect(shown()).toEqual(['Picture: Prompt of dunes', 'Picture: Prompt of harbour']));
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Picture is back.')).toBeInTheDocument();
    expect(shown()).toEqual(['Picture: Prompt of dunes', 'Picture: Prompt of forest', 'Picture: Prompt of harbour']);
    expect(api.variablesOf('RestorePicture')).toEqual([{ id: 'middle' }]);
  });

  test('deleting by keyboard goes on at the button, for the next picture', async () => {
    const api = withPictures();
    let answer: (deleted: object) => void = () => {};
    api.answer('DeletePicture', () => new Promise((resolve) => (answer = resolve)));
    const { user } = await renderPage('/gallery/middle', api);
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Next picture' })).not.toHaveAttribute('aria-disabled'),
    );
    const button = screen.getByRole('button', { name: 'Delete' });
    button.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'));
    act(() => answer({ deleteImage: { __typename: 'DeletedImage', id: 'middle' } }));
    expect(await screen.findByText('Prompt of harbour')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Delete' })).toHaveFocus());
  });

  test('who undoes a deletion or dismisses its news goes on where they were', async () => {
    const api = withPictures();
    api.answer('DeletePicture', ({ id }) => ({ deleteImage: { __typename: 'DeletedImage', id } }));
    api.answer('RestorePicture', () => ({ restoreImage: newer }));
    const { user } = await renderPage('/gallery/newer', api);
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Next picture' })).not.toHaveAttribute('aria-disabled'),
    );
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await screen.findByText('Prompt of forest');
    const before = screen.getByRole('link', { name: 'Gallery', current: false });
    before.focus();
    // By a script: from there to the bar there are many steps.
    screen.getByRole('button', { name: 'Undo' }).focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Picture is back.')).toBeInTheDocument();
    expect(before).toHaveFocus();

    screen.getByRole('button', { name: 'Dismiss' }).focus();
    act(() => before.remove());
    await user.keyboard('{Enter}');
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  test('a deletion that failed leaves everything as it was and says why', async () => {
    const api = withPictures();
    api.answer('DeletePicture', () => {
      throw new Refusal('CONFLICT');
    });
    const { user, address } = await renderPage('/gallery/middle', api);
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    expect(await screen.findByText(/was not deleted: It was changed in the meantime/)).toBeInTheDocument();
    expect(address()).toBe('/gallery/middle');
  });
});

test('a deleted picture leaves the studio too', async () => {
  const api = withPictures();
  const request = aRequest({ id: 'forest', status: 'COMPLETED', images: [middle] });
  api.answer('StudioPage', () => studioWith([request]));
  api.answer('DeletePicture', ({ id }) => ({ deleteImage: { __typename: 'DeletedImage', id } }));
  const { user } = await renderPage('/studio', api);
  await user.click(await screen.findByRole('link', { name: 'Picture: Prompt of forest' }));
  await user.click(await screen.findByRole('button', { name: 'Delete' }));
  await user.click(await screen.findByRole('link', { name: 'Studio' }));
  expect(await screen.findByText('You deleted what came of it.')).toBeInTheDocument();
});
