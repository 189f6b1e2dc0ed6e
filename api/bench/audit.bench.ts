import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type * as TheDb from '../src/platform/db.ts';
import type * as TheAudit from '../src/platform/audit.ts';
import type * as TheAuditJournal from '../src/platform/audit-journal.ts';
import type * as TheAuditKeys from '../src/platform/audit-keys.ts';
import type * as TheActor from '../src/platform/actor.ts';
import type * as ThePermission from '../src/platform/permission.ts';
import type * as TheUuid from '../src/platform/uuid.ts';
import type * as TheAuditSealer from '../src/audit/audit.sealer.ts';
import type * as TheAuditHeads from '../src/audit/audit.heads.ts';
import type * as TheAuditJournals from '../src/audit/audit-journals.ts';
import type * as TheAuditVerify from '../src/audit/audit.verify.ts';
import type * as TheKeyring from '../src/platform/keyring.ts';
import type * as TheLog from '../src/platform/log.ts';
import { startStage, type Stage } from '../test/stage.ts';
import { cpuOf, cpuOfPostgres, type Figure, median, repeat, send } from './measure.ts';
import { seedPeople } from './seed.ts';

/** Built: the sources have what Node does not take out of TypeScript by itself. */
const built = async <Module>(file: string): Promise<Module> =>
  (await import(new URL(`../dist/src/${file}`, import.meta.url).href)) as Module;
const { openDb, closeDb, transaction } = await built<typeof TheDb>('platform/db.js');
const { recordAudit, auditText } = await built<typeof TheAudit>('platform/audit.js');
const { AuditJournal } = await built<typeof TheAuditJournal>('platform/audit-journal.js');
const { AuditKeys } = await built<typeof TheAuditKeys>('platform/audit-keys.js');
const { systemActor } = await built<typeof TheActor>('platform/actor.js');
const { demand, permission } = await built<typeof ThePermission>('platform/permission.js');
const { newTimedUuid } = await built<typeof TheUuid>('platform/uuid.js');
const { AuditSealer } = await built<typeof TheAuditSealer>('audit/audit.sealer.js');
const { AuditHeads } = await built<typeof TheAuditHeads>('audit/audit.heads.js');
const { journalsIn } = await built<typeof TheAuditJournals>('audit/audit-journals.js');
const { verifyAudit } = await built<typeof TheAuditVerify>('audit/audit.verify.js');
const { Keyring } = await built<typeof TheKeyring>('platform/keyring.js');
const { createLog } = await built<typeof TheLog>('platform/log.js');

type Db = Awaited<ReturnType<typeof openDb>>;

const rounds = 5;
const perRound = 1_500;
const atOnce = 6;
const verified = 1_000_000;

/** What the audit trail costs the commands that write it, and how long it takes to look through a million events. */
export async function audit(): Promise<Figure[]> {
  const key = randomBytes(32);
  const stage = await startStage({ withWorker: false, env: { AUDIT_KEYS: `1:${key.toString('base64')}` } });
  const keys = new AuditKeys([{ version: 1, key }]);
  const db = await openDb({
    url: stage.databaseUrl,
    poolSize: atOnce,
    entities: [],
    auditKeys: keys,
    journal: new AuditJournal({
      folder: join(stage.storageFolder, 'bench-journal'),
      keys,
      onFailure: (error) => {
        throw error;
      },
    }),
    keyring: new Keyring([{ version: 1, key: randomBytes(32) }]),
    onConnectionError: () => undefined,
  });
  const sealer = new AuditSealer({ db, keys, log: createLog({ logLevel: 'error' }, 'bench') });
  try {
    return [...(await commands(stage, db, sealer)), ...(await verification(db, keys, sealer))];
  } finally {
    await closeDb(db);
    await stage.stop();
  }
}

interface Round {
  perSecond: number;
  /** CPU milliseconds of this process and Postgres for each command. */
  cpu: number;
}

/** The smallest command there is: one row changed and committed; with and without its audit event, sealing included. */
async function commands(stage: Stage, db: Db, sealer: InstanceType<typeof AuditSealer>): Promise<Figure[]> {
  const people = await seedPeople(stage, 200);
  const actor = { ...systemActor({ requestId: randomUUID(), traceparent: '00-1-2-01' }), ip: '192.0.2.1' };
  const round = async (withAudit: boolean): Promise<Round> => {
    const cpu = (): number => cpuOf(process.pid) + cpuOfPostgres(stage.postgres.pid());
    const before = cpu();
    const { seconds } = await repeat(perRound, atOnce, async (index) => {
      const { accountId } = people[index % people.length]!;
      await transaction(db, async (tx) => {
        await tx.query('update account set last_sign_in_at = now() where id = $1', [accountId]);
        if (withAudit)
          await recordAudit(tx, { ...actor, accountId }, 'bench.change', { type: 'account', id: accountId }, { index });
      });
    });
    if (withAudit) await sealer.seal();
    return { perSecond: perRound / seconds, cpu: ((cpu() - before) * 1000) / perRound };
  };
  const measured = { with: [] as Round[], without: [] as Round[] };
  for (let turn = 0; turn <= rounds; turn += 1) {
    const turns = { with: await round(true), without: await round(false) };
    // The first turn warms both up.
    if (turn === 0) continue;
    measured.with.push(turns.with);
    measured.without.push(turns.without);
  }
  const rate = (kind: Round[]): number => median(kind.map((one) => one.perSecond));
  const cpu = (kind: Round[]): number => median(kind.map((one) => one.cpu));
  const share = cpu(measured.with) - cpu(measured.without);
  const real = await requestCost(stage);
  const check = permissionCost();
  const ratio = rate(measured.with) / rate(measured.without);
  return [
    {
      name: 'smallest commands with their audit event',
      product: `${rate(measured.with).toFixed(0)}/s, ${cpu(measured.with).toFixed(2)} ms CPU`,
      floor: `${rate(measured.without).toFixed(0)}/s, ${cpu(measured.without).toFixed(2)} ms CPU`,
      ratio,
      goal: '≥ 0.5',
      met: ratio >= 0.5,
    },
    {
      name: 'audit event, its share of a requestImages',
      product: `${share.toFixed(2)} ms CPU`,
      floor: `${real.toFixed(2)} ms CPU`,
      ratio: share / real,
      goal: '≤ 0.15',
      met: share / real <= 0.15,
    },
    {
      name: 'permission check, its share of a requestImages',
      product: `${(check * 1000).toFixed(2)} µs`,
      floor: `${real.toFixed(2)} ms CPU`,
      ratio: check / real,
      goal: '≤ 0.01',
      met: check / real <= 0.01,
    },
  ];
}

/** Milliseconds of one question whether somebody with thirty permissions may do something. */
function permissionCost(): number {
  const wanted = permission('bench.wanted', 'Something to ask for');
  const names = [...Array.from({ length: 29 }, (_, n) => `bench.other${n}`), wanted.name];
  const actor = {
    ...systemActor({ requestId: randomUUID(), traceparent: '00-1-2-01' }),
    accountId: randomUUID(),
    permissions: new Map(names.map((name) => [name, 'ALL' as const])),
  };
  const times = 1_000_000;
  const began = performance.now();
  for (let n = 0; n < times; n += 1) demand(actor, wanted);
  return (performance.now() - began) / times;
}

/** CPU milliseconds of a real command, from the request to the answer. */
async function requestCost(stage: Stage): Promise<number> {
  await stage.set('imaging.monthlyQuota', 100_000);
  const token = await signedIn(stage);
  const query =
    'mutation ($input: RequestImagesInput!) { requestImages(input: $input) { ... on ImageRequest { id } } }';
  const ask = async (): Promise<void> => {
    const answer = await send(
      `${stage.url}/graphql`,
      'POST',
      { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      JSON.stringify({ query, variables: { input: { prompt: 'A quiet harbour at dawn' } } }),
    );
    if (answer.status !== 200 || !answer.body.includes('"id"')) throw new Error(answer.body);
  };
  await repeat(200, 4, ask);
  const cpu = (): number => cpuOf(stage.api.pid()) + cpuOfPostgres(stage.postgres.pid());
  const before = cpu();
  await repeat(600, 4, ask);
  return ((cpu() - before) * 1000) / 600;
}

async function signedIn(stage: Stage): Promise<string> {
  const answer = await send(
    `${stage.url}/graphql`,
    'POST',
    { 'content-type': 'application/json' },
    JSON.stringify({
      query:
        'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { accessToken } } }',
      variables: { email: 'lena@demo.example', password: 'studio-demo-1' },
    }),
  );
  const { data } = JSON.parse(answer.body) as { data: { signIn: { accessToken: string } } };
  return data.signIn.accessToken;
}

async function verification(
  db: Db,
  keys: InstanceType<typeof AuditKeys>,
  sealer: InstanceType<typeof AuditSealer>,
): Promise<Figure[]> {
  await record(db, keys, verified);
  const sealing = await timed(() => sealer.seal());
  const heads = new AuditHeads({
    db,
    keys,
    jobs: { enqueue: async () => undefined },
    settings: { read: ({ initial }) => initial },
    now: () => new Date(),
  });
  await heads.sign();
  const looking = await timed(async () => {
    const { events, problems } = await verifyAudit({
      pool: db.pool,
      keys,
      readOutside: async () => null,
      readTail: async () => null,
      journals: journalsIn(db.journal.folder, keys),
    });
    if (events < verified || problems.length > 0)
      throw new Error(`the trail is not what is to be measured: ${events} ${JSON.stringify(problems[0])}`);
  });
  const millions = verified / 1_000_000;
  return [
    {
      name: 'audit events sealed',
      product: `${(verified / sealing).toFixed(0)}/s`,
      floor: '–',
      ratio: verified / sealing / 2_000,
      goal: '≥ 2,000/s',
      met: verified / sealing >= 2_000,
    },
    {
      name: `audit verification, ${verified.toLocaleString('en')} events`,
      product: `${looking.toFixed(1)} s`,
      floor: '–',
      ratio: looking / 60 / millions,
      goal: '< 60 s',
      met: looking < 60 * millions,
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** As `recordAudit` writes them, many in one statement. */
async function record({ pool }: Db, keys: InstanceType<typeof AuditKeys>, count: number): Promise<void> {
  const batch = 5_000;
  const actorId = randomUUID();
  for (let done = 0; done < count; done += batch) {
    const columns: [string[], string[], string[], string[], Buffer[]] = [[], [], [], [], []];
    for (let index = 0; index < batch; index += 1) {
      const at = new Date(Date.now());
      const [id, recordId, details] = [newTimedUuid(at), randomUUID(), { index: done + index }];
      columns[0].push(id);
      columns[1].push(at.toISOString());
      columns[2].push(recordId);
      columns[3].push(JSON.stringify(details));
      columns[4].push(
        keys.mark(
          auditText({
            id,
            at: at.toISOString(),
            action: 'bench.change',
            outcome: 'DONE',
            actorId,
            sessionId: null,
            impersonatorId: null,
            apiKeyId: null,
            recordType: 'thing',
            recordId,
            ip: '192.0.2.1',
            requestId: 'bench-request',
            details,
          }),
        ),
      );
    }
    await pool.query(
      `with event as (
         insert into audit_event (uid, at, action, outcome, actor_id, record_type, record_id, ip, request_id, details, mark)
         select uid, at, 'bench.change', 'DONE', $6, 'thing', record_id, '192.0.2.1', 'bench-request', details, mark
           from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::jsonb[], $5::bytea[]) as e (uid, at, record_id, details, mark)
         returning id)
       insert into audit_pending (event_id) select id from event`,
      [...columns, actorId],
    );
  }
}
