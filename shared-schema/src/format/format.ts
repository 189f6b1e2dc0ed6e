import { fractionDigits } from '../contract/money.ts';

/** Formats for one language and time zone; both apps get theirs from `useFormat`. Formatters are slow to build and kept. */
export function createFormat(language: string, timeZone?: string) {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const dayAndMonth = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone });
  const hour = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium', timeZone });
  const relative = {
    long: new Intl.RelativeTimeFormat(language, { numeric: 'auto' }),
    // French has only a sign and a number there: "-3 h". German minutes are metres there: "vor 3 m".
    narrow: new Intl.RelativeTimeFormat(language, {
      numeric: 'auto',
      style: /^(fr|de)/.test(language) ? 'short' : 'narrow',
    }),
  };
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const choice = new Intl.ListFormat(language, { type: 'disjunction' });
  const currencies = new Map<string, Intl.NumberFormat>();
  const units = new Map<string, Intl.NumberFormat>();
  const inUnit = (value: number, unit: string, unitDisplay: 'short' | 'long' | 'narrow' = 'short'): string => {
    const key = `${unit} ${unitDisplay}`;
    const format =
      units.get(key) ?? new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
    units.set(key, format);
    return format.format(value);
  };

  return {
    number: (value: number): string => number.format(value),
    /** At most one digit after the point. */
    decimal: (value: number): string => oneDigit.format(value),
    /** Of cents, or whatever the smallest unit is: "€1,500", "€1,500.50". */
    money: (minor: number, currency: string): string => {
      const format =
        currencies.get(currency) ??
        new Intl.NumberFormat(language, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
      currencies.set(currency, format);
      return format.format(minor / 10 ** fractionDigits(currency));
    },
    /** Of 0 to 100. */
    percent: (value: number): string => percent.format(value / 100),
    date: (iso: string): string => date.format(new Date(iso)),
    /** Of a day that is no moment, such as a birthday: the same in every time zone. */
    day: (iso: string): string => day.format(new Date(iso)),
    /** The same in short, or from one day to another: "21 Nov 2026", "21 Nov – 3 Dec 2026". */
    days: (from: string, to: string = from): string => days.formatRange(new Date(from), new Date(to)),
    dateTime: (iso: string): string => dateTime.format(new Date(iso)),
    dayAndMonth: (iso: string): string => dayAndMonth.format(new Date(iso)),
    /** To the minute. */
    time: (iso: string): string => time.format(new Date(iso)),
    /** To the second. */
    clock: (iso: string): string => clock.format(new Date(iso)),
    /** Of the day: "8:00 AM". */
    hour: (of: number): string => hour.format(Date.UTC(1970, 0, 1, of)),
    /** Monday is 1. */
    weekday: (day: number): string => weekday.format(Date.UTC(1970, 0, 4 + day)),
    list: (parts: readonly string[]): string => list.format(parts),
    /** "JPEG, PNG, or PDF". */
    oneOf: (parts: readonly string[]): string => choice.format(parts),
    /** "3 minutes ago", "in 2 days"; narrow: "3m ago". */
    relativeTime: (iso: string, now: Date = new Date(), style: 'long' | 'narrow' = 'long'): string => {
      const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
      const [unit, size] = relativeUnits.find(([, least]) => Math.abs(seconds) >= least) ?? ['second', 1];
      return relative[style].format(Math.round(seconds / size), unit);
    },
    /** In whole words: "24 hours", "1 day". */
    inWords: (value: number, unit: 'minute' | 'hour' | 'day' | 'month' | 'year'): string => inUnit(value, unit, 'long'),
    /** "8 sec", "1 min 20 sec", "2 hr 5 min": the two largest units; narrow: "1m 20s". */
    duration: (seconds: number, style: 'short' | 'narrow' = 'short'): string => {
      const whole = Math.max(0, Math.round(seconds));
      const parts: [number, string][] = [
        [Math.floor(whole / 86_400), 'day'],
        [Math.floor((whole % 86_400) / 3600), 'hour'],
        [Math.floor((whole % 3600) / 60), 'minute'],
        [whole % 60, 'second'],
      ];
      const first = parts.findIndex(([value]) => value > 0);
      if (first < 0) return inUnit(0, 'second', style);
      return parts
        .slice(first, first + 2)
        .filter(([value]) => value > 0)
        .map(([value, unit]) => inUnit(value, unit, style))
        .join(' ');
    },
    milliseconds: (value: number): string => inUnit(value, 'millisecond'),
    fileSize: (bytes: number): string => {
      const power = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
      return inUnit(bytes / 1000 ** power, ['byte', 'kilobyte', 'megabyte', 'gigabyte'][power] ?? 'byte');
    },
  };
}

export type Format = ReturnType<typeof createFormat>;

const relativeUnits: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
