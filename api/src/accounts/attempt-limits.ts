import type { Actor } from '../platform/actor.ts';
import { networkOf } from '../platform/http-address.ts';
import type { Keyring } from '../platform/keyring.ts';
import { takeOrRefuse, type RateLimiter } from '../platform/rate-limit.ts';
import type { Settings } from '../platform/setting.ts';
import { mailsPerHour, signInsPerSecond } from './account.settings.ts';

export interface AttemptLimitsParts {
  limiter: RateLimiter;
  settings: Settings;
  keyring: Keyring;
}

/** How fast strangers may knock. Known and unknown addresses are counted alike. */
export class AttemptLimits {
  constructor(private readonly parts: AttemptLimitsParts) {}

  /** Asked before anything that costs a password hash, or tells whether something fits. */
  async knock({ ip }: Actor): Promise<void> {
    const { limiter, settings } = this.parts;
    const perSecond = settings.read(signInsPerSecond);
    await takeOrRefuse(limiter, { name: 'sign-in by network address', burst: perSecond, perSecond }, networkOf(ip));
  }

  /** Asked before a mail is promised. */
  async mailTo(address: string): Promise<void> {
    const { limiter, settings, keyring } = this.parts;
    const burst = settings.read(mailsPerHour);
    const whose = keyring.blindIndex('mails by address', address).toString('base64url');
    await takeOrRefuse(limiter, { name: 'mails by e-mail address', burst, perSecond: burst / 3600 }, whose);
  }
}
