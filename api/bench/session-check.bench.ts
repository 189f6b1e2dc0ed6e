import { startStage, type Stage } from '../test/stage.ts';
import { cpuOf, cpuOfPostgres, type Figure, median, repeat, send } from './measure.ts';
import { seedPeople } from './seed.ts';

const rounds = 5;
const perRound = 2000;
const people = 200;
const atOnce = 4;
const body = JSON.stringify({ query: '{ __typename }' });
const goal = 0.2;

/** CPU milliseconds a request, node and Postgres. */
async function costOf(stage: Stage, tokenOf: (index: number) => string | null): Promise<number> {
  const used = (): number => cpuOf(stage.api.pid()) + cpuOfPostgres(stage.postgres.pid());
  const before = used();
  await repeat(perRound, atOnce, async (index) => {
    const token = tokenOf(index);
    const headers = {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const answer = await send(`${stage.url}/graphql`, 'POST', headers, body);
    if (answer.status !== 200) throw new Error(answer.body);
  });
  return ((used() - before) * 1000) / perRound;
}

/** What it costs to know who asks: the same request with a token and without, in turns. */
export async function sessionCheck(): Promise<Figure[]> {
  const stage = await startStage({ durable: false, withWorker: false });
  try {
    await stage.set('api.strangerCostPerMinute', 100_000_000);
    const known = await seedPeople(stage, people);
    const strangers = await seedPeople(stage, rounds * perRound);
    const rememberedToken = (index: number): string => known[index % people]!.token;
    for (const warmUp of [rememberedToken, () => null]) await costOf(stage, warmUp);

    const costs = { nobody: [] as number[], remembered: [] as number[], fresh: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      costs.nobody.push(await costOf(stage, () => null));
      costs.remembered.push(await costOf(stage, rememberedToken));
      costs.fresh.push(await costOf(stage, (index) => strangers[round * perRound + index]!.token));
    }
    const nobody = median(costs.nobody);
    const figure = (name: string, cost: number, limit: number): Figure => ({
      name,
      product: `${cost.toFixed(3)} ms CPU`,
      floor: `${nobody.toFixed(3)} ms CPU`,
      ratio: cost - nobody,
      goal: `< ${limit} ms more`,
      met: cost - nobody < limit,
    });
    return [
      figure('request of somebody signed in', median(costs.remembered), goal),
      figure('the same, token and session never seen before', median(costs.fresh), 1),
    ];
  } finally {
    await stage.stop();
  }
}
