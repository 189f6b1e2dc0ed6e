import { expect, test } from 'vitest';
import { fetchPage } from '../../platform/safe-fetch.ts';
import { channelOnPage, codeOnPage, pageRules } from './profile-page.ts';

const code = 'IG-7K3MP9QX';

test.each([
  ['YOUTUBE', '<meta name="description" content="Cooking. IG-7K3MP9QX. Every week.">'],
  ['YOUTUBE', "<META content='ig-7k3mp9qx' property='og:description'>"],
  ['PINTEREST', '<meta property="og:description" content="Boards &amp; more IG-7K3MP9QX">'],
  ['TWITCH', '<meta property="og:description" content="IG-7K3MP9QX"/>'],
  ['TIKTOK', '<script>{"userInfo":{"user":{"signature":"dance \\"daily\\" IG-7K3MP9QX"}}}</script>'],
] as const)('on %s the code is found in what the owner wrote: %s', (platform, html) => {
  expect(codeOnPage(platform, html, code)?.toUpperCase()).toContain(code);
});

test.each([
  ['YOUTUBE', '<meta name="description" content="Cooking"><div class="comment">IG-7K3MP9QX</div>'],
  ['YOUTUBE', '<meta name="keywords" content="IG-7K3MP9QX">'],
  ['YOUTUBE', '<meta name="description" content="IG-7K3MP9QXZ">'],
  ['YOUTUBE', '<!-- IG-7K3MP9QX --><title>IG-7K3MP9QX</title>'],
  ['TIKTOK', '<script>{"signature":"mine"},{"signature":"IG-7K3MP9QX"}</script>'],
  ['PINTEREST', ''],
  ['PINTEREST', '<meta '.repeat(20_000)],
] as const)('on %s it is not found in what others wrote: %.80s', (platform, html) => {
  expect(codeOnPage(platform, html, code)).toBeNull();
});

test('a page that is made to be looked at for ever is looked through at once', () => {
  const begun = performance.now();
  expect(codeOnPage('YOUTUBE', '<meta'.repeat(600_000), 'IG-ABCDEFGH')).toBeNull();
  expect(codeOnPage('YOUTUBE', '<meta content="'.repeat(200_000), 'IG-ABCDEFGH')).toBeNull();
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test('a channel is told by the address that its page calls its own', () => {
  const id = 'UC0123456789012345678_-A';
  const link = `<link rel="canonical" href="https://www.youtube.com/channel/${id}">`;
  expect(channelOnPage('YOUTUBE', `<meta name="x"><link rel="icon" href="/i">${link}`)).toBe(`channel/${id}`);
  expect(channelOnPage('YOUTUBE', `<p>https://www.youtube.com/channel/${id}</p>`)).toBeNull();
  expect(channelOnPage('YOUTUBE', link.replace('youtube.com/', 'youtube.com.evil.example/'))).toBeNull();
  expect(channelOnPage('TWITCH', link)).toBeNull();
});

test.each([
  ['YOUTUBE', 'consent.youtube.com', true],
  ['YOUTUBE', 'www.youtube.com', true],
  ['PINTEREST', 'de.pinterest.com', true],
  ['YOUTUBE', 'www.tiktok.com', false],
  ['YOUTUBE', 'youtube.com.evil.example', false],
  ['YOUTUBE', 'evilyoutube.com', false],
  ['YOUTUBE', 'sites.google.com', false],
  ['PINTEREST', 'evilpinterest.com', false],
] as const)('for %s a page of %s is looked at: %s', async (platform, host, looked) => {
  const resolve = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]);
  // What is on the list gets as far as its address.
  const why = looked ? 'does not lead to a public address' : 'is not on the list';
  await expect(fetchPage(`https://${host}/@lena`, { ...pageRules(platform), resolve }, 10)).rejects.toThrow(why);
});
