const dayInMs = 86_400_000;

/** Whole days from the reader's today to a day such as `2026-12-05`; below zero: it is over. */
export function daysLeft(day: string, now: Date): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(day) - today) / dayInMs);
}
