import { expect, test } from 'vitest';
import { deviceName, sameDevice } from './device.ts';

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0';

test.each([
  [firefox, 'Firefox · Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 'macOS'],
  ['curl/8.5.0', 'curl'],
  ['node', 'node'],
  ['<script>alert(1)</script>', '?'],
  ['', '?'],
  [null, '?'],
])('%s is %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));

test('a new version of a browser is no new device, another browser is', () => {
  expect(sameDevice(firefox, firefox.replaceAll('143', '151'))).toBe(true);
  expect(sameDevice(firefox, 'curl/8.5.0')).toBe(false);
});
