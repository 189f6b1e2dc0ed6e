import { argon2Sync, randomBytes } from 'node:crypto';
import { startStage, type Stage } from '../test/stage.ts';
import { type Figure, type Floor, median, repeat, send, startFloor } from './measure.ts';
import { seedPeople } from './seed.ts';

const rounds = 5;
const perRound = 150;
const atOnce = 4;
const guesses = 400;
const password = 'seven red bicycles';
const goal = 0.7;
/** Parts of the time that one answer takes. What is below it, a stranger cannot tell from noise in thousands of tries. */
const mostDifference = 0.03;

const headers = { 'content-type': 'application/json' };
const bodyOf = (email: string, given: string): string =>
  JSON.stringify({
    query: 'mutation ($email: String!, $given: String!) { signIn(email: $email, password: $given) { __typename } }',
    variables: { email, given },
  });

/** As the product stores it, so that nothing is hashed anew at the sign-in. */
function hashOf(message: string): string {
  const nonce = randomBytes(16);
  const hash = argon2Sync('argon2id', { message, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 });
  const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=19456,t=2,p=1$${text(nonce)}$${text(hash)}`;
}

async function tryToSignIn(stage: Stage, email: string, given: string): Promise<string> {
  return (await send(`${stage.url}/graphql`, 'POST', headers, bodyOf(email, given))).body;
}

/** How much of what the password hash leaves room for comes through, and whether time tells who has an account. */
export async function signIn(): Promise<Figure[]> {
  const stage = await startStage({ durable: false, withWorker: false });
  let started: Floor | undefined;
  try {
    const floor = await startFloor('./floor-sign-in.ts', []);
    started = floor;
    await stage.set('accounts.signInsPerSecond', 10_000);
    await stage.set('api.strangerCostPerMinute', 100_000_000);
    const people = await seedPeople(stage, (rounds + 1) * perRound + guesses);
    await stage.sql('update account set password_hash = $1', [hashOf(password)]);
    const emails = people.map(({ accountId }) => `bench-${accountId}@demo.example`);

    const product: number[] = [];
    const reference: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const signedIn = await repeat(perRound, atOnce, async (index) => {
        const answer = await tryToSignIn(stage, emails[round * perRound + index]!, password);
        if (!answer.includes('"SignIn"')) throw new Error(answer);
      });
      const hashed = await repeat(perRound, atOnce, async () => {
        if ((await send(floor.url, 'POST')).status !== 200) throw new Error('the floor is broken');
      });
      // The first one warms up.
      if (round === 0) continue;
      product.push(perRound / signedIn.seconds);
      reference.push(perRound / hashed.seconds);
    }
    const ratio = median(product) / median(reference);
    return [
      {
        name: 'sign-ins',
        product: `${median(product).toFixed(0)}/s`,
        floor: `${median(reference).toFixed(0)}/s`,
        ratio,
        goal: `≥ ${goal}`,
        met: ratio >= goal,
      },
      await difference(stage, emails.slice((rounds + 1) * perRound)),
    ];
  } finally {
    await started?.stop();
    await stage.stop();
  }
}

/** One after the other, in turns, so that whatever else the machine does falls on both. */
async function difference(stage: Stage, known: string[]): Promise<Figure> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (const [index, email] of known.entries())
    for (const kind of index % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      const { each } = await repeat(1, 1, async () => {
        const answer = await tryToSignIn(stage, kind === 'known' ? email : `nobody-${index}@demo.example`, 'a guess');
        if (!answer.includes('UNAUTHENTICATED')) throw new Error(answer);
      });
      times[kind].push(...each);
    }
  const [here, there] = [median(times.known), median(times.unknown)];
  // Of each pair, so that what slows the machine down for a while does not count.
  const apart = median(times.known.map((time, index) => time - times.unknown[index]!)) / there;
  return {
    name: 'wrong password, known address; unknown address',
    product: `${here.toFixed(1)} ms`,
    floor: `${there.toFixed(1)} ms`,
    ratio: 1 + apart,
    goal: `1 ± ${mostDifference}`,
    met: Math.abs(apart) <= mostDifference,
  };
}
