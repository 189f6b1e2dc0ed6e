import { describe, expect, test } from 'vitest';
import type { Settings } from '../platform/setting.ts';
import { linkSeconds } from './image.settings.ts';
import { MediaLinks } from './media-links.ts';

const settings: Settings = { read: (wanted) => wanted.initial };
const config = {
  mediaLinkSecret: 'a secret of at least 32 characters',
  publicUrl: 'https://studio.example',
  webOrigins: ['https://studio.example'],
};
const image = { id: '7f1c6f0e-0000-4000-8000-000000000001' };
const viewer = '7f1c6f0e-0000-4000-8000-00000000000a';

const linksAt = (seconds: number, changes: Partial<typeof config> = {}): MediaLinks =>
  new MediaLinks({ config: { ...config, ...changes }, settings, now: () => seconds * 1000 });

function parts(url: string): [string, URLSearchParams] {
  const { pathname, searchParams } = new URL(url, 'https://studio.example');
  return [pathname.split('/')[2]!, searchParams];
}

test('a link opens for the viewer it was made for', () => {
  const [id, query] = parts(linksAt(1000).url(image, 'display', viewer));
  expect(id).toBe(image.id);
  expect(linksAt(1000).open(id, 'display', query)).toMatchObject({ viewerId: viewer });
});

test('a link lives at least as long as the setting says, and a quarter longer at most', () => {
  for (const now of [0, 1, 899, 900, 901, 123_456]) {
    const [id, query] = parts(linksAt(now).url(image, 'display', viewer));
    const { secondsLeft } = linksAt(now).open(id, 'display', query)!;
    expect(secondsLeft).toBeGreaterThanOrEqual(linkSeconds.initial);
    expect(secondsLeft).toBeLessThan(linkSeconds.initial * 1.25);
    expect(linksAt(now + secondsLeft).open(id, 'display', query)).toBeNull();
  }
});

test('the same link is given again within its window, so that browsers find the picture in their cache', () => {
  expect(linksAt(1).url(image, 'display', viewer)).toBe(linksAt(899).url(image, 'display', viewer));
});

test('a link is relative where the apps live beside the pictures, and whole where they do not', () => {
  expect(linksAt(1).url(image, 'original', viewer)).toMatch(/^\/media\//);
  const elsewhere = linksAt(1, { webOrigins: [...config.webOrigins, 'https://app.example'] });
  expect(elsewhere.url(image, 'original', viewer)).toMatch(/^https:\/\/studio\.example\/media\//);
});

describe('a link does not open', () => {
  const [id, query] = parts(linksAt(1000).url(image, 'display', viewer));
  const changed = (name: string, value: string): URLSearchParams => {
    const other = new URLSearchParams(query);
    other.set(name, value);
    return other;
  };
  const signature = query.get('signature')!;

  test.for<[string, Parameters<MediaLinks['open']>]>([
    ['another picture', [viewer, 'display', query]],
    ['another variant', [id, 'original', query]],
    ['another viewer', [id, 'display', changed('viewer', image.id)]],
    ['a later end', [id, 'display', changed('expires', String(Number(query.get('expires')) + 1))]],
    ['an end that is no number', [id, 'display', changed('expires', `${query.get('expires')}.0`)]],
    ['another signature', [id, 'display', changed('signature', `A${signature.slice(1)}`)]],
    ['a shorter signature', [id, 'display', changed('signature', signature.slice(0, 20))]],
    ['no signature', [id, 'display', changed('signature', '')]],
    ['nothing at all', [id, 'display', new URLSearchParams()]],
  ])('with %s', ([, args]) => {
    expect(linksAt(1000).open(id, 'display', query)).not.toBeNull();
    expect(linksAt(1000).open(...args)).toBeNull();
  });

  test('made with another secret', () => {
    const other = linksAt(1000, { mediaLinkSecret: 'another secret of at least 32 chars' });
    expect(other.open(id, 'display', query)).toBeNull();
  });
});
