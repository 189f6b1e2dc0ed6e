import { describe, expect, test } from 'vitest';
import { checkSocialProfile, socialPlatforms, type SocialPlatform } from './social-handle.ts';

const found = (platform: SocialPlatform, text: string) => {
  const checked = checkSocialProfile(platform, text);
  return 'value' in checked ? checked.value : checked.problem;
};
const channel = 'UCabcdefghijklmnopqrstuv';

test.each<[SocialPlatform, string, string[], string, string]>([
  [
    'INSTAGRAM',
    'lena.okafor',
    [
      '@lena.okafor',
      ' lena.okafor ',
      'Lena.Okafor',
      'instagram.com/lena.okafor',
      'https://www.instagram.com/lena.okafor/?igshid=abc&utm_source=qr',
      'http://m.instagram.com/lena.okafor#top',
      '//instagram.com/lena.okafor',
      'https://instagram.com/@lena.okafor',
      'HTTPS://WWW.INSTAGRAM.COM/LENA.OKAFOR/reels/',
    ],
    'lena.okafor',
    'https://www.instagram.com/lena.okafor/',
  ],
  [
    'TIKTOK',
    'lena.okafor',
    ['@lena.okafor', 'LENA.okafor', 'https://www.tiktok.com/@lena.okafor?_t=8x&_r=1', 'm.tiktok.com/@lena.okafor'],
    'lena.okafor',
    'https://www.tiktok.com/@lena.okafor',
  ],
  [
    'YOUTUBE',
    'LenaOkafor',
    ['@LenaOkafor', 'https://youtube.com/@lenaokafor', 'https://m.youtube.com/@LenaOkafor/shorts?si=x'],
    '@lenaokafor',
    'https://www.youtube.com/@lenaokafor',
  ],
  [
    'YOUTUBE',
    channel,
    [`https://www.youtube.com/channel/${channel}`, `youtube.com/channel/${channel}/videos`, channel],
    `channel/${channel}`,
    `https://www.youtube.com/channel/${channel}`,
  ],
  [
    'YOUTUBE',
    'лена_рисует',
    ['@лена_рисует', 'youtube.com/@%D0%BB%D0%B5%D0%BD%D0%B0_%D1%80%D0%B8%D1%81%D1%83%D0%B5%D1%82'],
    '@лена_рисует',
    'https://www.youtube.com/@%D0%BB%D0%B5%D0%BD%D0%B0_%D1%80%D0%B8%D1%81%D1%83%D0%B5%D1%82',
  ],
  [
    'X',
    'Lena_Okafor',
    [
      '@Lena_Okafor',
      'https://twitter.com/Lena_Okafor?s=20',
      'mobile.twitter.com/lena_okafor',
      'x.com/LENA_OKAFOR/media',
    ],
    'lena_okafor',
    'https://x.com/lena_okafor',
  ],
  [
    'TWITCH',
    'lena_live',
    ['lena_live', 'https://m.twitch.tv/Lena_Live/about', 'www.twitch.tv/lena_live'],
    'lena_live',
    'https://www.twitch.tv/lena_live',
  ],
  [
    'LINKEDIN',
    'lena-okafor-1a2b',
    ['lena-okafor-1a2b', 'https://de.linkedin.com/in/Lena-Okafor-1a2b/', 'linkedin.com/in/lena-okafor-1a2b/en?trk=x'],
    'in/lena-okafor-1a2b',
    'https://www.linkedin.com/in/lena-okafor-1a2b',
  ],
  [
    'FACEBOOK',
    'lena.okafor',
    [
      'lena.okafor',
      'https://m.facebook.com/Lena.Okafor?mibextid=x',
      'fb.com/lenaokafor',
      'es-es.facebook.com/lena.okafor/about',
    ],
    'lenaokafor',
    'https://www.facebook.com/lena.okafor',
  ],
  [
    'FACEBOOK',
    '100012345678901',
    [
      'https://www.facebook.com/profile.php?id=100012345678901&sk=about',
      'facebook.com/people/Lena-Okafor/100012345678901/',
      'facebook.com/100012345678901',
    ],
    'id/100012345678901',
    'https://www.facebook.com/profile.php?id=100012345678901',
  ],
  [
    'PINTEREST',
    'lenaokafor',
    [
      '@lenaokafor',
      'https://www.pinterest.de/lenaokafor/',
      'br.pinterest.com/LenaOkafor/_created',
      'pinterest.co.uk/lenaokafor',
    ],
    'lenaokafor',
    'https://www.pinterest.com/lenaokafor/',
  ],
])('%s: every spelling of %s is one profile', (platform, handle, spellings, key, url) => {
  for (const spelling of spellings) {
    const profile = found(platform, spelling);
    expect(profile, spelling).toMatchObject({ platform, key });
    if (typeof profile === 'string') continue;
    expect(profile.handle.toLowerCase().replaceAll('.', '')).toBe(handle.toLowerCase().replaceAll('.', ''));
    // Facebook shows a name with the dots it was typed with.
    expect(profile.url.replace('lenaokafor', 'lena.okafor')).toBe(url.replace('lenaokafor', 'lena.okafor'));
    // What was stored is found again when it is typed.
    expect(found(platform, profile.url)).toMatchObject({ key, url: profile.url });
  }
});

test('capitals count in the id of a channel, and an id is not a name', () => {
  expect(found('YOUTUBE', `youtube.com/channel/${channel.replace('abc', 'ABC')}`)).not.toMatchObject({
    key: `channel/${channel}`,
  });
});

test.each<[SocialPlatform, string]>([
  ['INSTAGRAM', 'https://www.instagram.com/p/C0ffee123/'],
  ['INSTAGRAM', 'https://www.instagram.com/reel/C0ffee123/'],
  ['INSTAGRAM', 'https://www.instagram.com/lena/p/C0ffee123/'],
  ['INSTAGRAM', 'https://www.instagram.com/stories/lena/123/'],
  ['INSTAGRAM', 'https://www.instagram.com/lena/../p/C0ffee123'],
  ['INSTAGRAM', 'https://www.instagram.com/lena%2Fp%2FC0ffee123'],
  ['TIKTOK', 'https://www.tiktok.com/@lena/video/7300000000000000000'],
  ['TIKTOK', 'https://www.tiktok.com/tag/paint'],
  ['YOUTUBE', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'],
  ['YOUTUBE', 'https://youtu.be/dQw4w9WgXcQ'],
  ['YOUTUBE', 'https://www.youtube.com/shorts/dQw4w9WgXcQ'],
  ['X', 'https://x.com/lena/status/1234567890'],
  ['X', 'https://x.com/i/lists/123'],
  ['TWITCH', 'https://www.twitch.tv/videos/123456'],
  ['TWITCH', 'https://clips.twitch.tv/Funny'],
  ['LINKEDIN', 'https://www.linkedin.com/posts/lena_activity-123'],
  ['LINKEDIN', 'https://www.linkedin.com/pulse/title-lena'],
  ['FACEBOOK', 'https://www.facebook.com/lena.okafor/posts/123'],
  ['FACEBOOK', 'https://www.facebook.com/story.php?id=123456&story_fbid=1'],
  ['FACEBOOK', 'https://www.facebook.com/groups/123456'],
  ['PINTEREST', 'https://www.pinterest.com/pin/123456/'],
  ['PINTEREST', 'https://www.pinterest.com/lena/kitchen/'],
])('%s: %s is no profile', (platform, text) => expect(found(platform, text)).toBe('POST_NOT_PROFILE'));

describe('links that lead elsewhere', () => {
  test.each([
    ['https://instagram.com.evil.example/lena', 'WRONG_SITE'],
    ['https://instagrarn.com/lena', 'WRONG_SITE'],
    ['https://evil-instagram.com/lena', 'WRONG_SITE'],
    ['https://notinstagram.com/lena', 'WRONG_SITE'],
    ['https://evil.example/instagram.com/lena', 'WRONG_SITE'],
    ['https://evil.example?instagram.com/lena', 'WRONG_SITE'],
    ['https://evil.example#instagram.com/lena', 'WRONG_SITE'],
    ['instagram.com.evil.example', 'WRONG_SITE'],
    ['https://instagram.com:8443/lena', 'WRONG_SITE'],
    ['https://127.0.0.1/lena', 'WRONG_SITE'],
    ['https://[::1]/lena', 'WRONG_SITE'],
    ['https://xn--nstagram-skb.com/lena', 'LOOKALIKE_LETTERS'],
    ['https://ınstagram.com/lena', 'LOOKALIKE_LETTERS'],
    ['https://instаgram.com/lena', 'LOOKALIKE_LETTERS'],
    ['https://ｉnstagram.com/lena', 'LOOKALIKE_LETTERS'],
    ['https://instagram。com/lena', 'LOOKALIKE_LETTERS'],
    ['https://instagram.com@evil.example/lena', 'LINK_CREDENTIALS'],
    ['https://lena:secret@instagram.com/lena', 'LINK_CREDENTIALS'],
    ['instagram.com@evil.example/lena', 'LINK_CREDENTIALS'],
    ['https://tiktok.com/@lena', 'WRONG_PLATFORM'],
    ['https://vm.tiktok.com/ZM123/', 'WRONG_PLATFORM'],
    ['https://instagr.am/lena', 'SHORT_LINK'],
    ['https://www.instagram.com/', 'PROFILE_MISSING'],
    ['instagram.com', 'PROFILE_MISSING'],
    ['javascript:alert(1)//instagram.com/lena', 'LINK_INVALID'],
    ['ftp://instagram.com/lena', 'LINK_INVALID'],
    ['https:\\\\instagram.com\\lena', 'LINK_INVALID'],
    ['https://instagram.com/%E0%A4%A', 'LINK_INVALID'],
    ['https://instagram.com/le%00na', 'LINK_INVALID'],
    ['https://instagram.com/le%E2%80%AEna', 'LINK_INVALID'],
    ['https://insta\u200bgram.com/lena', 'INVISIBLE_CHARACTERS'],
    ['https://instagram.com/\u202Eanel', 'INVISIBLE_CHARACTERS'],
    ['https://insta\0gram.com/lena', 'CONTROL_CHARACTERS'],
    ['', 'REQUIRED'],
    ['@', 'HANDLE_INVALID'],
    ['lena@gmail.com', 'HANDLE_INVALID'],
    ['.lena', 'HANDLE_INVALID'],
    ['le..na', 'HANDLE_INVALID'],
    ['le na', 'HANDLE_INVALID'],
    ['lena🎨', 'HANDLE_INVALID'],
    ['lenа', 'LOOKALIKE_LETTERS'],
    ['ｌena', 'LOOKALIKE_LETTERS'],
    ['explore', 'HANDLE_INVALID'],
    ['@accounts', 'HANDLE_INVALID'],
    ['x'.repeat(31), 'HANDLE_INVALID'],
    ['x'.repeat(1_000_000), 'TOO_LONG'],
  ])('%j: %s', (text, problem) => expect(found('INSTAGRAM', text)).toBe(problem));
});

test('a handle of another script may not borrow letters', () => {
  expect(found('YOUTUBE', '@lenа')).toBe('LOOKALIKE_LETTERS');
  expect(found('LINKEDIN', 'lenа-okafor')).toBe('LOOKALIKE_LETTERS');
});

test.each(socialPlatforms)('%s: short links of it are refused, not followed', (platform) => {
  expect(found(platform, 'https://bit.ly/3abc')).toBe('WRONG_SITE');
});

test.each(['youtube.com/c/LenaPaints', 'https://www.youtube.com/user/lenapaints/videos'])(
  '%s may be the channel of any handle: its handle is asked for',
  (text) => expect(found('YOUTUBE', text)).toBe('OLD_CHANNEL_LINK'),
);
