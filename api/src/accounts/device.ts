/** What a browser or program says about itself, as far as people recognise it. */
export interface Device {
  browser: string | null;
  system: string | null;
}

/** The first that fits: most browsers also claim to be others. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const firstIn = (list: readonly [RegExp, string][], text: string): string | null =>
  list.find(([shape]) => shape.test(text))?.[1] ?? null;

export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? '';
  // A program has a name of its own in front, such as `curl/8.5`.
  const program = /^[A-Za-z][\w.-]{0,30}/.exec(text)?.[0] ?? null;
  return {
    browser: firstIn(browsers, text) ?? (program === 'Mozilla' ? null : program),
    system: firstIn(systems, text),
  };
}

export const deviceName = (userAgent: string | null): string => {
  const { browser, system } = deviceOf(userAgent);
  return [browser, system].filter((part) => part !== null).join(' · ') || '?';
};

/** New versions of a browser do not make a new device. */
export const sameDevice = (one: string | null, other: string | null): boolean => deviceName(one) === deviceName(other);
