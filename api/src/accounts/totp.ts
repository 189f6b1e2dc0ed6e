import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (RFC 6238). */
const shape = { issuer: 'InfluenceGen', algorithm: 'SHA1', digits: 6, period: 30 };
/** Clocks of phones are off by a little: the code before and the code after the current one are accepted too. */
const window = 1;

/** 160 random bits, in base32 as people type it. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code says. */
export const totpAddress = (secret: string, email: string): string =>
  new TOTP({ ...shape, label: email, secret: Secret.fromBase32(secret) }).toString();

/** The 30-second step, counted since 1970, to which a code belongs; null when it is not one of around `now`. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = TOTP.validate({ ...shape, token, secret: Secret.fromBase32(secret), timestamp, window });
  return delta === null ? null : TOTP.counter({ ...shape, timestamp }) + delta;
}

export const codeAt = (secret: string, now: Date): string =>
  TOTP.generate({ ...shape, secret: Secret.fromBase32(secret), timestamp: now.getTime() });
