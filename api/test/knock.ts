import { mailsPerHour, signInsPerSecond } from '../src/accounts/account.settings.ts';
import { systemActor } from '../src/platform/actor.ts';
import type { World } from './world.ts';

/** For tests that are not about how fast strangers may try: all of them come from one address. */
export async function letEverybodyKnock({ app }: Pick<World, 'app'>): Promise<void> {
  const operator = systemActor({ requestId: 'test', traceparent: '' });
  await app.settings.change(operator, signInsPerSecond, {}, 10_000);
  await app.settings.change(operator, mailsPerHour, {}, 100);
}
