import { operator } from './actors.ts';
import { mailsPerHour, signInsPerSecond } from '../src/accounts/account.settings.ts';
import { personCostPerMinute, strangerCostPerMinute } from '../src/platform/graphql-admission.ts';
import type { World } from './world.ts';

/** For tests that are not about how fast strangers may try: all of them come from one address. */
export async function letEverybodyKnock({ app }: Pick<World, 'app'>): Promise<void> {
  await app.settings.change(operator, signInsPerSecond, {}, 10_000);
  await app.settings.change(operator, mailsPerHour, {}, 100);
}

/** For tests that ask everything there is: more than anybody may in a minute. */
export async function letEverybodyAsk(world: Pick<World, 'app'>): Promise<void> {
  await letEverybodyKnock(world);
  for (const limit of [personCostPerMinute, strangerCostPerMinute])
    await world.app.settings.change(operator, limit, {}, 100_000_000);
}
