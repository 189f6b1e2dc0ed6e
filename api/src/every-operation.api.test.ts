import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../test/actors.ts';
import { anAdministrator, anInfluencer } from '../test/builders.ts';
import { letEverybodyAsk } from '../test/knock.ts';
import { operationOf, rootFields, variablesFor } from '../test/operations.ts';
import { aWorld, type World } from '../test/world.ts';

let world: World;
const actors = new Map<string, Caller>();
beforeAll(async () => {
  world = await aWorld();
  await letEverybodyAsk(world);
  actors.set('nobody', world.as(null));
  actors.set('an influencer', world.as(await anInfluencer(world)));
  actors.set('staff', world.as(await anAdministrator(world)));
});
afterAll(() => world.stop());

/** Asked for by itself: after one of these the caller is not who they were. */
const endsTheSession = ['signIn', 'signOut', 'signOutEverywhere'];

test.each(['nobody', 'an influencer', 'staff'])(
  'whatever %s sends, nothing breaks',
  { timeout: 120_000 },
  async (who) => {
    const caller = actors.get(who)!;
    const broken: unknown[] = [];
    let asked = 0;
    for (const [kind, field] of rootFields(world.app.schema)) {
      if (endsTheSession.includes(field.name)) continue;
      const query = operationOf(kind, field);
      for (const variables of variablesFor(field)) {
        asked++;
        const { errors } = await caller.run(query, variables);
        if (errors.some(({ extensions }) => !extensions || extensions.code === 'INTERNAL_SERVER_ERROR'))
          broken.push({ field: field.name, variables: JSON.stringify(variables).slice(0, 200), errors });
      }
    }
    expect(broken).toEqual([]);
    expect(asked).toBeGreaterThan(200);
  },
);
