import type { Checked } from './checked.ts';

/** Nobody has lived longer than 122 years. */
const longestLife = 125;

/** `2026-02-30` is none. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

const yearsLater = (day: string, years: number): string =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;

/**
 * `text` and `today`: YYYY-MM-DD, today where the person lives. Who was born on the 29th of February is a year older on the 1st
 * of March of an ordinary year, as the comparison of texts has it.
 */
export function checkBirthDate(
  text: string,
  { today, minimumAge }: { today: string; minimumAge: number },
): Checked<string> {
  if (text.length > 100) return { problem: 'DATE_INVALID' };
  const day = text.trim();
  if (day === '') return { problem: 'REQUIRED' };
  if (!isDay(day)) return { problem: 'DATE_INVALID' };
  if (day > today) return { problem: 'DATE_IN_FUTURE' };
  if (yearsLater(day, longestLife) < today) return { problem: 'DATE_TOO_LONG_AGO' };
  return yearsLater(day, minimumAge) > today ? { problem: 'TOO_YOUNG' } : { value: day };
}
