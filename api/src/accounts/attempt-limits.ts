import type { Actor } from '../platform/actor.ts';
import { networkOf } from '../platform/http-address.ts';
import type { Keyring } from '../platform/keyring.ts';
import { RateLimited } from '../platform/errors.ts';
import { takeOrRefuse, type RateLimiter } from '../platform/rate-limit.ts';
import type { Settings } from '../platform/setting.ts';
import { normalEmail } from './account.personal.ts';
import { mailsPerHour, signInsPerSecond } from './account.settings.ts';
import type { Attempts } from './attempt-lock.ts';
import type { RefusedAttempts } from './refused-attempts.ts';

export interface AttemptLimitsParts {
  limiter: RateLimiter;
  settings: Settings;
  keyring: Keyring;
  refused: RefusedAttempts;
}

/** How fast strangers may knock. Known and unknown addresses are counted alike. */
export class AttemptLimits {
  constructor(private readonly parts: AttemptLimitsParts) {}

  /** Asked before anything that costs a password hash, or tells whether something fits. */
  async knock(actor: Actor): Promise<void> {
    await this.#take(actor, 'sign-in by network address', [networkOf(actor.ip)]);
  }

  /** The same for one account or address that nobody has, from wherever: also the right password is no faster. */
  async knockAt(actor: Actor, whose: Attempts): Promise<void> {
    const keys = whose.map((digest) => digest.toString('base64url'));
    await this.#take(actor, 'sign-in by account', keys);
  }

  async #take(actor: Actor, name: string, keys: readonly string[]): Promise<void> {
    const { limiter, settings, refused } = this.parts;
    const perSecond = settings.read(signInsPerSecond);
    try {
      for (const key of keys) await takeOrRefuse(limiter, { name, burst: perSecond, perSecond }, key);
    } catch (error) {
      if (error instanceof RateLimited) refused.note(actor, 'TOO_FAST');
      throw error;
    }
  }

  /** Asked before a mail is promised. */
  async mailTo(address: string): Promise<void> {
    const { limiter, settings, keyring } = this.parts;
    const burst = settings.read(mailsPerHour);
    // Under each master key at hand: processes that seal with different ones count together.
    for (const whose of keyring.blindIndexes('mails by address', normalEmail(address)))
      await takeOrRefuse(
        limiter,
        { name: 'mails by e-mail address', burst, perSecond: burst / 3600 },
        whose.toString('base64url'),
      );
  }
}
