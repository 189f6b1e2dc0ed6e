export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];

/** When there is somebody at the desk. */
export interface BusinessCalendar {
  days: readonly Weekday[];
  /** Hours of the day, 0 to 24, where the desk is. One that does not close after it opens is open all day. */
  opens: number;
  closes: number;
  /** IANA name. */
  timeZone: string;
  /** YYYY-MM-DD. */
  holidays: readonly string[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A calendar that is nearly always closed still comes to an end. */
const mostDays = 3_650;

/** The moment at which so many hours of business have passed since `start`. A closed day counts for nothing. */
export function afterBusinessHours(start: Date, hours: number, calendar: BusinessCalendar): Date {
  const clock = new ZonedClock(calendar.timeZone);
  let left = hours * hourMs;
  let day = clock.dayOf(start);
  for (let count = 0; count < mostDays; count += 1, day += dayMs) {
    if (!isBusinessDay(day, calendar)) continue;
    const { opens, closes } = opening(calendar);
    const begin = Math.max(clock.instantOf(day + opens * hourMs), start.getTime());
    const end = clock.instantOf(day + closes * hourMs);
    if (end <= begin) continue;
    if (end - begin >= left) return new Date(begin + left);
    left -= end - begin;
  }
  return new Date(start.getTime() + hours * hourMs);
}

const opening = ({ opens, closes }: BusinessCalendar): { opens: number; closes: number } =>
  closes > opens ? { opens, closes } : { opens: 0, closes: 24 };

/** `day`: midnight, counted as if it were UTC. */
function isBusinessDay(day: number, { days, holidays }: BusinessCalendar): boolean {
  const date = new Date(day);
  const weekday = weekdays[(date.getUTCDay() + 6) % 7]!;
  return days.includes(weekday) && !holidays.includes(date.toISOString().slice(0, 10));
}

/** What clocks show in a place. A shown time is counted as if it were UTC. */
class ZonedClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  dayOf(instant: Date): number {
    const shown = this.#shownAt(instant.getTime());
    return shown - (((shown % dayMs) + dayMs) % dayMs);
  }

  /** When clocks show this. In the hour that is skipped: as much later; in the one that comes twice: the first. */
  instantOf(shown: number): number {
    const first = shown - this.#offsetAt(shown - dayMs);
    if (this.#shownAt(first) === shown) return first;
    const second = shown - this.#offsetAt(shown + dayMs);
    return this.#shownAt(second) === shown ? second : first;
  }

  #offsetAt(instant: number): number {
    return this.#shownAt(instant) - instant;
  }

  #shownAt(instant: number): number {
    const parts = Object.fromEntries(
      this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = parts as Record<string, number>;
    return Date.UTC(year!, month! - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  }
}
