export const agePresets = ['15m', '1h', '24h', '7d'] as const;
export type AgePreset = (typeof agePresets)[number];

const presetMinutes: Record<AgePreset, number> = { '15m': 15, '1h': 60, '24h': 1440, '7d': 10_080 };

/** A preset or a range of days, never both. */
export interface Period {
  age: AgePreset | null;
  /** First and last day, `YYYY-MM-DD` in the reader's time zone. */
  from: string | null;
  to: string | null;
}

export const anyTime: Period = { age: null, from: null, to: null };

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** Words that mean nothing are left out, so that an old or mistyped address still shows a list. */
export function readPeriod(params: URLSearchParams): Period {
  const age = agePresets.find((preset) => preset === params.get('age')) ?? null;
  const day = (name: string): string | null => {
    const text = params.get(name);
    return age === null && isDay(text) ? text : null;
  };
  return { age, from: day('from'), to: day('to') };
}

/** By the names under which `readPeriod` finds them again. */
export const periodWords = ({ age, from, to }: Period) => ({ age, from: age ? null : from, to: age ? null : to });

const minuteMs = 60_000;

/**
 * Age presets are counted from the full minute: a list that is drawn anew while it waits for its first rows looks at the
 * clock again, and must ask the same query, or it would wait for ever.
 */
export function boundsOf({ age, from, to }: Period, now: Date): { after?: string; before?: string } {
  const bounds: { after?: string; before?: string } = {};
  if (age)
    bounds.after = new Date((Math.floor(now.getTime() / minuteMs) - presetMinutes[age]) * minuteMs).toISOString();
  if (from) bounds.after = startOfDay(from).toISOString();
  if (to) bounds.before = dayAfter(to).toISOString();
  return bounds;
}

/** Local midnight: a day of the reader, not of UTC. */
const startOfDay = (day: string): Date => new Date(`${day}T00:00:00`);

function dayAfter(day: string): Date {
  const midnight = startOfDay(day);
  midnight.setDate(midnight.getDate() + 1);
  return midnight;
}
