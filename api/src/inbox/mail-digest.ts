import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum DigestRhythm {
  OFF = 'OFF',
  DAILY = 'DAILY',
  WEEKLY = 'WEEKLY',
}
registerEnumType(DigestRhythm, {
  name: 'DigestRhythm',
  description: 'How often what can wait comes as one mail; OFF: every mail by itself, at once.',
  valuesConfig: {
    OFF: { description: 'Every mail by itself, at once.' },
    DAILY: { description: 'Every day at the hour that was chosen.' },
    WEEKLY: { description: 'On the weekday and at the hour that were chosen.' },
  },
});

@ObjectType({ description: 'Whether the viewer gets mails that can wait gathered in one, and when.' })
export class MailDigest {
  @Field(() => DigestRhythm, { description: 'OFF until somebody chooses.' })
  rhythm!: DigestRhythm;

  @Field(() => Int, { description: 'Hour of the day in the time zone of the viewer, 0 to 23.' })
  hour!: number;

  @Field(() => Int, { description: 'For WEEKLY: day of the week, Monday is 1.' })
  weekday!: number;

  @Field(() => String, { description: 'The time zone of the viewer.' })
  timeZone!: string;

  @Field(() => Date, { nullable: true, description: 'When the next one leaves. Null: nothing waits.' })
  dueAt!: Date | null;
}

@InputType({ description: 'When mails that can wait are wanted.' })
export class MailDigestInput {
  @Field(() => DigestRhythm, { description: 'How often.' })
  rhythm!: DigestRhythm;

  @Field(() => Int, { description: '0 to 23, in the time zone of the person.' })
  hour!: number;

  @Field(() => Int, { description: '1 is Monday, 7 is Sunday; counts for WEEKLY only.' })
  weekday!: number;
}

/** When digests come. */
export type DigestTimes = Pick<MailDigest, 'rhythm' | 'hour' | 'weekday' | 'timeZone'>;

/** Of whoever never chose. */
export const untouchedDigest = { rhythm: DigestRhythm.OFF, hour: 8, weekday: 1 } as const;

/** The first moment after `after` at which a digest leaves; at once for who wants none (any more). */
export function nextDigest(after: Date, { rhythm, hour, weekday, timeZone }: DigestTimes): Date {
  if (rhythm === DigestRhythm.OFF) return after;
  const today = Math.floor(wallClock(after, timeZone) / day);
  for (let ahead = 0; ; ahead++) {
    const moment = momentAt((today + ahead) * day + hour * 3_600_000, timeZone);
    if (moment > after && (rhythm === DigestRhythm.DAILY || weekdayOf(today + ahead) === weekday)) return moment;
  }
}

const day = 86_400_000;
/** The first of January 1970 was a Thursday. */
const weekdayOf = (days: number): number => ((days + 3) % 7) + 1;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const clock = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...numeric, second: 'numeric' });
  clocks.set(timeZone, clock);
  return clock;
}

/** What clocks show there, as if it were UTC. */
function wallClock(at: Date, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(at);
  const shown = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)!.value);
  return Date.UTC(shown('year'), shown('month') - 1, shown('day'), shown('hour'), shown('minute'), shown('second'));
}

/** An hour that is left out when clocks go forward is the one after; of one that comes twice, one of both. */
function momentAt(shown: number, timeZone: string): Date {
  const offset = (at: number): number => wallClock(new Date(at), timeZone) - at;
  const guess = shown - offset(shown);
  const moment = shown - offset(guess);
  return new Date(wallClock(new Date(moment), timeZone) === shown ? moment : Math.max(guess, moment));
}
