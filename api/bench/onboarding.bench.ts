import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { emailIndex } from '../src/accounts/account.personal.ts';
import { openMail } from '../src/inbox/sealed-notices.ts';
import { aClamd } from '../test/clamd.ts';
import { eventually, startStage, type Stage } from '../test/stage.ts';
import { upload } from './documents.bench.ts';
import { cpuOf, type Figure, type Floor, median, quantile, repeat, send, startFloor } from './measure.ts';
import { seedAccounts, seedPeople } from './seed.ts';

const cases = 100_000;
const batch = 5_000;
const rounds = 5;
const perRound = 300;
/** Before what counts, so that all are compiled when it does. */
const warmUpRounds = 2;
const atOnce = 4;

const query = `query ($filter: CaseFilter) {
  reviewCases(filter: $filter, first: 50) {
    nodes {
      id number status openedAt dueAt overdue highRisk renewal decision decidedAt viewerMoves
      creator { id displayName } assignee { id displayName } reviewer { id displayName }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;

/** The same rows, but for what only the product knows: names, which lie sealed, what is late, and what the viewer may do. */
const statement = `select row_to_json(r)::text as json, r."dueAt"::text as "createdAt"
from (
  select c.id, c.number::text, c.status, c.opened_at as "openedAt", c.due_at as "dueAt", c.high_risk as "highRisk", c.renewal,
    c.decision, c.decided_at as "decidedAt", array[]::text[] as "viewerMoves",
    (select json_build_object('id', a.id, 'displayName', encode(a.name_sealed, 'base64')) from account a where a.id = c.account_id) as creator,
    (select json_build_object('id', a.id, 'displayName', encode(a.name_sealed, 'base64')) from account a where a.id = c.assignee_id) as assignee,
    (select json_build_object('id', a.id, 'displayName', encode(a.name_sealed, 'base64')) from account a where a.id = c.claimed_by) as reviewer
  from review_case c where c.status in ('WAITING', 'CLAIMED', 'PROPOSED') and c.account_id <> $1
  order by c.due_at, c.id limit 50) r`;

async function seedCases(stage: Stage): Promise<void> {
  for (let done = 0; done < cases; done += batch) {
    const accountIds = await seedAccounts(stage, batch);
    await stage.sql(
      `with begun as (
         insert into onboarding_application (account_id, created_at)
         select account_id, now() - random() * interval '30 days' from unnest($1::uuid[]) as a (account_id)
         returning account_id, created_at)
       insert into review_case (account_id, status, opened_at, due_at, high_risk, decision, decided_at)
       select account_id, status, created_at, created_at + interval '1 day', random() < 0.05,
         case when status = 'DECIDED' then 'APPROVED' end, case when status = 'DECIDED' then created_at end
       from (select *, case when random() < 0.5 then 'WAITING' else 'DECIDED' end as status from begun) b`,
      [accountIds],
    );
  }
  await stage.sql('vacuum analyze review_case, account, onboarding_application');
}

const register = `mutation ($input: RegisterInput!) { register(input: $input) { __typename } }`;
const registrationRounds = 5;
const perRegistrationRound = 40;

const password = 'seven red bicycles';

/** Somebody new, who is mailed how to go on. Their address. */
async function registerOne({ url }: Stage): Promise<string> {
  const email = `${randomUUID()}@demo.example`;
  const input = { email, displayName: 'Bench', password };
  const { body } = await send(
    `${url}/graphql`,
    'POST',
    json,
    JSON.stringify({ query: register, variables: { input } }),
  );
  if (!body.includes('MailPromised')) throw new Error(body);
  return email;
}
const json = { 'content-type': 'application/json' };

/** People who register, four at a time; the floor only computes the hash of their passwords. */
async function registrations(stage: Stage): Promise<Figure> {
  const floor = await startFloor('./floor-sign-in.ts', []);
  const hashOne = async (): Promise<void> => void (await send(floor.url, 'POST'));
  const perSecond = { product: [] as number[], floor: [] as number[] };
  try {
    for (let round = 0; round <= registrationRounds; round += 1) {
      const product = await repeat(perRegistrationRound, atOnce, async () => void (await registerOne(stage)));
      const reference = await repeat(perRegistrationRound, atOnce, hashOne);
      if (round === 0) continue;
      perSecond.product.push(perRegistrationRound / product.seconds);
      perSecond.floor.push(perRegistrationRound / reference.seconds);
    }
  } finally {
    await floor.stop();
  }
  const [product, reference] = [median(perSecond.product), median(perSecond.floor)];
  return {
    name: 'registrations',
    product: `${product.toFixed(1)}/s`,
    floor: `${reference.toFixed(1)}/s`,
    ratio: product / reference,
    goal: '≥ 0.6',
    met: product / reference >= 0.6,
  };
}

const verify = `mutation ($token: String!, $password: String!) {
  verifyEmail(token: $token, password: $password) { ... on SignIn { accessToken } }
}`;
const purposes = ['IDENTITY_FRONT', 'IDENTITY_BACK', 'PROOF_OF_ADDRESS'];
const joiningRounds = 3;
const perJoiningRound = 12;
/** Longer than anything takes that is not stuck. */
const mostSeconds = 180;
/** What a busy hour is expected to bring. */
const expectedPerHour = 150;

/**
 * Whole registrations: registered, confirmed by the mail's link, three photos handed in, each opened, sealed, asked the virus scanner
 * about and drawn anew. The floor computes the Argon2id of choosing and of giving the password, and streams the same bytes to disk.
 */
async function joinings(stage: Stage): Promise<Figure> {
  const hashing = await startFloor('./floor-sign-in.ts', []);
  try {
    const streaming = await startFloor('./floor-stream.ts', [await mkdtemp(join(stage.storageFolder, 'floor-'))]);
    try {
      await stage.worker.start();
      return await joiningsBeside(hashing, streaming, stage);
    } finally {
      // What follows is measured without them.
      await stage.worker.kill();
      await streaming.stop();
    }
  } finally {
    await hashing.stop();
  }
}

async function joiningsBeside(hashing: Floor, streaming: Floor, stage: Stage): Promise<Figure> {
  const photo = await aPhoto();
  const joinOne = async (): Promise<void> => {
    const token = await confirmed(stage, await registerOne(stage));
    const documents: string[] = [];
    for (const purpose of purposes) documents.push(await upload(stage, { token }, anotherOf(photo), purpose));
    await eventually(
      'three documents that were looked through',
      async () => {
        const found = await stage.sql<{ status: string }>('select status from document where id = any($1)', [
          documents,
        ]);
        const wrong = found.find(({ status }) => !['CHECKING', 'READY'].includes(status));
        if (wrong) throw new Error(`a document is ${wrong.status}`);
        return found.every(({ status }) => status === 'READY') || undefined;
      },
      mostSeconds,
    );
  };
  const bareOne = async (): Promise<void> => {
    for (let hashes = 0; hashes < 2; hashes += 1) await send(hashing.url, 'POST');
    for (const purpose of purposes) await send(`${streaming.url}/${purpose}`, 'POST', {}, photo);
  };
  const round = async (pids: number[], one: () => Promise<void>): Promise<{ rate: number; cpu: number }> => {
    const used = (): number => pids.reduce((sum, pid) => sum + cpuOf(pid), 0);
    const before = used();
    const { seconds } = await repeat(perJoiningRound, atOnce, one);
    return { rate: perJoiningRound / seconds, cpu: (used() - before) / perJoiningRound };
  };
  const measured: Record<'product' | 'floor', { rate: number; cpu: number }[]> = { product: [], floor: [] };
  for (let turn = 0; turn <= joiningRounds; turn += 1) {
    const product = await round([stage.api.pid(), stage.worker.pid()], joinOne);
    const floor = await round([hashing.pid, streaming.pid], bareOne);
    // The first warms all of them up.
    if (turn === 0) continue;
    measured.product.push(product);
    measured.floor.push(floor);
  }
  const rateOf = (kind: 'product' | 'floor'): number => median(measured[kind].map(({ rate }) => rate));
  const shown = (kind: 'product' | 'floor'): string =>
    `${rateOf(kind).toFixed(1)}/s, ${(median(measured[kind].map(({ cpu }) => cpu)) * 1000).toFixed(0)} ms CPU`;
  const times = (rateOf('product') * 3600) / expectedPerHour;
  return {
    name: `registrations with three documents of ${(photo.length / 1e6).toFixed(1)} MB`,
    product: `${shown('product')}, ${times.toFixed(0)} × ${expectedPerHour} an hour`,
    floor: shown('floor'),
    ratio: rateOf('product') / rateOf('floor'),
    goal: `≥ 10 × ${expectedPerHour} an hour`,
    met: times >= 10,
  };
}

/** Signed in by the link that was mailed. The access token. */
async function confirmed(stage: Stage, email: string): Promise<string> {
  const token = await eventually(
    'the mail with the link',
    async () => {
      const [mail] = await stage.sql<{ id: string; content: Buffer }>(
        `select m.id, content_sealed as content from mail_message m join account a on a.id = account_id where a.email_index = $1`,
        [emailIndex(stage.keyring, email)],
      );
      return mail && /#([^"]+)"/.exec(openMail(stage.keyring, mail.id, mail.content).html)?.[1];
    },
    mostSeconds,
  );
  const query = JSON.stringify({ query: verify, variables: { token, password } });
  const { body } = await send(`${stage.url}/graphql`, 'POST', json, query);
  const signedIn = /"accessToken":"([^"]+)"/.exec(body)?.[1];
  if (signedIn === undefined) throw new Error(body);
  return signedIn;
}

/** As a phone takes it: a JPEG that hardly compresses. */
const aPhoto = (): Promise<Buffer> =>
  sharp({
    create: {
      width: 2000,
      height: 1500,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  })
    .jpeg({ quality: 80 })
    .toBuffer();

/** Looks the same and has other bytes: a comment says which. */
const anotherOf = (photo: Buffer): Buffer =>
  Buffer.concat([photo.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 38]), Buffer.from(randomUUID()), photo.subarray(2)]);

/** A page of the queue of reviewers, 50 rows with the names of their creators, while half of 100,000 cases wait. */
export async function onboarding(): Promise<Figure[]> {
  const clamd = await aClamd();
  const stage = await startStage({
    withWorker: false,
    durable: false,
    env: { CLAMD_ADDRESS: `127.0.0.1:${clamd.port}` },
  });
  try {
    await stage.set('accounts.signInsPerSecond', 10_000);
    await stage.set('api.strangerCostPerMinute', 100_000_000);
    const joined = await joinings(stage);
    const [reviewer] = await seedPeople(stage, 1);
    if (reviewer === undefined) throw new Error('nobody was seeded');
    await stage.sql(`update account_role set role_key = 'KYC_REVIEWER' where account_id = $1`, [reviewer.accountId]);
    const registered = await registrations(stage);
    await seedCases(stage);
    const floor = await startFloor('./floor-list.ts', [stage.databaseUrl, reviewer.accountId, statement]);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${reviewer.token}` };
    const api = `${stage.url}/graphql`;
    const asked = [
      { url: api, filter: {}, each: [] as number[] },
      { url: floor.url, filter: {}, each: [] as number[] },
      { url: api, filter: { highRisk: true }, each: [] as number[] },
    ];
    try {
      // Turn by turn, so that a busy moment of the machine is one for all of them.
      for (let round = 0; round < warmUpRounds + rounds; round += 1)
        for (const { url, filter, each } of asked) {
          const body = JSON.stringify({ query, variables: { filter } });
          const measured = await repeat(perRound, atOnce, async () => {
            const answer = await send(url, 'POST', headers, body);
            if (answer.status !== 200 || !answer.body.includes('"nodes":[{')) throw new Error(answer.body);
          });
          if (round >= warmUpRounds) each.push(...measured.each);
        }
    } finally {
      await floor.stop();
    }
    const [product = 0, reference = 0, risky = 0] = asked.map(({ each }) => quantile(each, 0.95));
    const shown = (milliseconds: number): string => `p95 ${milliseconds.toFixed(1)} ms`;
    return [
      registered,
      joined,
      {
        name: 'page of 50 of the review queue, 100,000 cases',
        product: shown(product),
        floor: shown(reference),
        ratio: product / reference,
        goal: '≤ 3',
        met: product / reference <= 3,
      },
      {
        name: 'the same, only those of high risk',
        product: shown(risky),
        floor: shown(reference),
        ratio: risky / reference,
        goal: '≤ 3',
        met: risky / reference <= 3,
      },
    ];
  } finally {
    await stage.stop();
    await clamd.stop();
  }
}
