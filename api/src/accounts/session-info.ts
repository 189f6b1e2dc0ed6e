import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'One sign-in on one device.' })
export class SessionInfo {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Such as `Firefox`; null for a program.' })
  browser!: string | null;

  @Field(() => String, { nullable: true, description: 'Such as `Windows`. Null: not known.' })
  system!: string | null;

  @Field(() => String, { nullable: true, description: 'The address that signed in. Null: not known.' })
  ip!: string | null;

  @Field(() => Date)
  createdAt!: Date;

  @Field(() => Date, { description: 'To the minute.' })
  lastUsedAt!: Date;

  @Field(() => Boolean, { description: 'Support looks at the account, as its owner allowed.' })
  bySupport!: boolean;

  @Field(() => Boolean, { description: 'A phone that goes on with joining, and can do nothing else.' })
  forJoining!: boolean;

  @Field(() => Boolean, { description: 'The session that asks.' })
  current!: boolean;
}

export const longestUserAgent = 500;

/** From the most particular to the most general: nearly every browser also claims to be some of the later ones. */
const browsers: [RegExp, string][] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\b(iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const nameIn = (known: [RegExp, string][], userAgent: string): string | null =>
  known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;

/** As much as helps a person to recognise a device of theirs. */
export const deviceOf = (userAgent: string | null): Pick<SessionInfo, 'browser' | 'system'> => ({
  browser: userAgent === null ? null : nameIn(browsers, userAgent),
  system: userAgent === null ? null : nameIn(systems, userAgent),
});
