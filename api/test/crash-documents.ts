/**
 * Kills the API or the worker (SIGKILL) at random moments while people hand in documents, which are looked through, and while
 * digests leave by SMTP. Then counts: every upload could go on and is byte by byte what was sent, no document came to two
 * outcomes, nothing on the disk could ever be read, nothing is left of what was cut off, and no digest is lost. A mail may come
 * again only where the kill fell between the mail server's 250 and our note of it: SMTP has no way to tell afterwards.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PgBoss } from 'pg-boss';
import { seedPeople, type SeededPerson } from '../bench/seed.ts';
import { sealDigestItem } from '../src/inbox/sealed-notices.ts';
import { between, conclude, options, pause, random, sha256 } from './crash-tools.ts';
import { freePort } from './free-port.ts';
import { pdf } from './hostile-files.ts';
import { aMailServer } from './mail-server.ts';
import { eventually, startStage } from './stage.ts';

const kills = Math.ceil(Number(options.kills) * 0.4);
const problems = new Set<string>();
let loadIsOn = true;

const mails = await aMailServer({ port: await freePort(), beforeAnswer: () => pause(between(0, 60)) });
const stage = await startStage({
  env: {
    MAIL_DRIVER: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
    MAIL_FROM: 'Studio <studio@studio.example>',
  },
});
await stage.set('documents.uploadsPerHour', 10_000);
const people = await seedPeople(stage, 4);

/** What stands in every document in the clear, and therefore nowhere on the disk. */
const secret = 'REPUBLIK PASSPORT';

interface Paper {
  bytes: Buffer;
  /** By its content it is no document. */
  hostile: boolean;
}

function aPaper(): Paper {
  const words = `${secret} ${randomUUID()} `.repeat(Math.ceil(between(2_000, 50_000)));
  if (random() < 0.1) return { bytes: Buffer.from(words), hostile: true };
  return {
    bytes: pdf({ pages: 2, objects: [`<< /Length ${words.length} >>\nstream\n${words}\nendstream`] }),
    hostile: false,
  };
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Sends as a phone does: not at once. */
function send(
  { token }: SeededPerson,
  method: string,
  path: string,
  { headers = {}, bytes, slowly = 60 }: { headers?: Record<string, string>; bytes?: Buffer; slowly?: number } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = bytes && { 'content-length': String(bytes.length) };
    const req = request(
      `${stage.url}${path}`,
      { method, agent: false, headers: { authorization: `Bearer ${token}`, ...length, ...headers } },
      (res) => buffer(res).then((body) => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }), reject),
    );
    req.on('error', reject);
    const pour = async (): Promise<void> => {
      for (let from = 0; bytes && from < bytes.length && !req.destroyed; from += 65_536) {
        req.write(bytes.subarray(from, from + 65_536));
        await pause(between(0, slowly));
      }
      req.end();
    };
    void pour();
  });
}

/** Again, as long as nobody answers. */
async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer && answer.status < 500) return answer;
    await pause(100);
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const tus = { 'tus-resumable': '1.0.0' };
let sending = 0;
let resumed = 0;

async function overTus(person: SeededPerson, purpose: string, { bytes }: Paper): Promise<string> {
  const created = await insist(() =>
    send(person, 'POST', '/documents/uploads', {
      headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': `purpose ${base64(purpose)}` },
    }),
  );
  const path = created.headers.location;
  if (path === undefined) throw new Error(`upload refused: ${created.status} ${created.body.toString()}`);
  const id = path.split('/').at(-1)!;
  // Long enough for what came to be kept, or as fast as it goes.
  const slowly = random() < 0.5 ? 800 : 60;
  for (let turn = 0; ; turn += 1) {
    const state = await insist(() => send(person, 'HEAD', path, { headers: tus }));
    const offset = Number(state.headers['upload-offset']);
    // What is whole and was refused is no upload any more.
    if (offset === bytes.length || (state.status === 404 && turn > 0)) return id;
    if (state.status !== 200) throw new Error(`an upload cannot go on: ${state.status}`);
    if (offset > 0) resumed += 1;
    sending += 1;
    await send(person, 'PATCH', path, {
      headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      bytes: bytes.subarray(offset),
      slowly,
    }).catch(() => undefined);
    sending -= 1;
  }
}

const mutation =
  'mutation ($purpose: DocumentPurpose!, $file: Upload!) { uploadDocument(purpose: $purpose, file: $file) { id } }';

async function inOneForm(person: SeededPerson, purpose: string, { bytes }: Paper): Promise<string> {
  const part = (name: string, more = ''): string =>
    `--cut\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const operations = JSON.stringify({ query: mutation, variables: { purpose, file: null } });
  const body = Buffer.concat([
    Buffer.from(`${part('operations')}${operations}\r\n${part('map')}{"0":["variables.file"]}\r\n`),
    Buffer.from(part('0', '; filename="scan.pdf"')),
    bytes,
    Buffer.from('\r\n--cut--\r\n'),
  ]);
  const headers = { 'content-type': 'multipart/form-data; boundary=cut' };
  sending += 1;
  const answer = await insist(() => send(person, 'POST', '/graphql', { headers, bytes: body }));
  sending -= 1;
  const { data, errors } = JSON.parse(answer.body.toString()) as {
    data?: { uploadDocument: { id: string } };
    errors?: unknown;
  };
  if (!data) throw new Error(`form refused: ${answer.status} ${JSON.stringify(errors)}`);
  return data.uploadDocument.id;
}

const ended = { ready: 0, refused: 0 };

async function handIn(person: SeededPerson, purpose: string): Promise<void> {
  const paper = aPaper();
  const id = await (random() < 0.25 ? inOneForm : overTus)(person, purpose, paper);
  const status = await eventually(
    `document ${id} comes to an outcome`,
    async () => {
      const [found] = await stage.sql<{ status: string }>(
        `select status from document where id = $1 and status not in ('UPLOADING', 'CHECKING')`,
        [id],
      );
      return found?.status;
    },
    120,
  );
  if (status !== (paper.hostile ? 'REFUSED' : 'READY')) problems.add(`document ${id} is ${status}`);
  if (status === 'REFUSED') ended.refused += 1;
  if (status !== 'READY') return;
  ended.ready += 1;
  const original = await insist(() => send(person, 'GET', `/documents/${id}/original`));
  if (sha256(original.body) !== sha256(paper.bytes)) problems.add(`document ${id} has other bytes than were sent`);
  const pages = await insist(() => send(person, 'GET', `/documents/${id}/pages/2`));
  if (pages.status !== 200) problems.add(`document ${id} lacks a page`);
}

async function creator(person: SeededPerson, purpose: string): Promise<void> {
  while (loadIsOn) await handIn(person, purpose).catch((error: unknown) => problems.add(String(error)));
}

/** What was to be told, in a digest or another. */
const news: string[] = [];
const boss = new PgBoss({
  connectionString: stage.databaseUrl,
  max: 1,
  createSchema: false,
  supervise: false,
  schedule: false,
});
await boss.start();

async function newsroom(): Promise<void> {
  while (loadIsOn) {
    for (const { accountId } of people) {
      const id = randomUUID();
      const word = `news${id.replaceAll('-', '')}`;
      const content = sealDigestItem(stage.keyring, id, { subject: word, text: word, html: `<p>${word}</p>` });
      await stage.sql(
        `with item as (insert into mail_digest_item (id, account_id, notice, content_sealed) values ($1, $2, 'test', $3))
         insert into mail_digest (account_id, rhythm, hour, weekday, due_at) values ($2, 'DAILY', 7, 1, now())
         on conflict (account_id) do update set due_at = now()`,
        [id, accountId, content],
      );
      news.push(word);
    }
    await boss.send('send-digests', { payload: {} }, { singletonKey: randomUUID() });
    await pause(between(500, 1_000));
  }
}

const idOf = (raw: string): string => /^X-Entity-Ref-ID: (\S+)/im.exec(raw)?.[1] ?? 'none';
/** How often each mail may have come again. */
const mayRepeat = new Map<string, number>();

/** The worker is dead: what the server has taken and we have not noted is sent again. */
async function noteRepeats(): Promise<number> {
  const taken = [...new Set(mails.received.map(({ raw }) => idOf(raw)))];
  const open = await stage.sql<{ id: string }>(
    `select id from mail_message where id = any($1) and status in ('QUEUED', 'SENDING', 'RETRYING')`,
    [taken],
  );
  for (const { id } of open) mayRepeat.set(id, (mayRepeat.get(id) ?? 0) + 1);
  return open.length;
}

async function filesOnDisk(): Promise<{ path: string; name: string }[]> {
  const entries = await readdir(stage.storageFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({ path: join(parentPath, name), name }));
}

async function demandNothingReadable(): Promise<void> {
  for (const { path } of await filesOnDisk()) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(secret)) problems.add(`${path} can be read`);
  }
}

/** Waits, not for ever, until somebody is sending; `kept`: until a part of what they send has been kept. */
async function somethingToLose(kept: boolean): Promise<void> {
  await eventually(
    'somebody is sending',
    async () => {
      if (!kept) return sending > 0 || undefined;
      const [part] = await stage.sql(
        `select from document d join document_file f on f.document_id = d.id
         where d.status = 'UPLOADING' and f.byte_size is not null limit 1`,
      );
      return part;
    },
    15,
  ).catch(() => undefined);
}

const load = [
  ...people.flatMap((person) => ['IDENTITY_FRONT', 'TAX_FORM'].map((purpose) => creator(person, purpose))),
  newsroom(),
];

const killed = { api: 0, worker: 0 };
const within = { uploads: 0, examinations: 0, deliveries: 0 };
for (let round = 1; round <= kills; round += 1) {
  await pause(between(300, 1_500));
  for (const [name, one] of Object.entries({ api: stage.api, worker: stage.worker }))
    if (!one.alive()) problems.add(`the ${name} ended unasked: ${one.lastWords()}`);
  const target = random() < 0.5 ? 'api' : 'worker';
  killed[target] += 1;
  if (target === 'api') await somethingToLose(round % 2 === 0);
  const busy = sending > 0;
  await stage[target].kill();
  if (target === 'api' && busy) within.uploads += 1;
  if (target === 'worker') {
    const [examined] = await stage.sql(
      `select from pgboss.job where name = 'document-check' and state = 'active' limit 1`,
    );
    if (examined) within.examinations += 1;
    const [delivered] = await stage.sql(`select from mail_message where status = 'SENDING' limit 1`);
    if (delivered) within.deliveries += 1;
    await noteRepeats();
  }
  await demandNothingReadable();
  await pause(between(0, 300));
  await stage[target].start();
  process.stdout.write(`\rkilled ${round} of ${kills} (${ended.ready + ended.refused} documents, ${news.length} news)`);
}
loadIsOn = false;
await Promise.all(load);
process.stdout.write('\n');

await eventually(
  'nothing is under way',
  async () => {
    const [open] = await stage.sql<{ documents: number; items: number; mails: number }>(
      `select (select count(*)::int from document where status in ('UPLOADING', 'CHECKING')) as documents,
         (select count(*)::int from mail_digest_item) as items,
         (select count(*)::int from mail_message where status in ('QUEUED', 'SENDING', 'RETRYING')) as mails`,
    );
    const left = JSON.stringify(open);
    if (open!.documents + open!.items + open!.mails === 0) return true;
    throw new Error(`still under way: ${left}`);
  },
  300,
).catch((error: unknown) => problems.add(String(error)));

await eventually(
  'every file on the disk belongs to a document',
  async () => {
    const files = await stage.sql<{ id: string; kept: boolean }>(
      `select f.id, d.status = 'READY' and f.byte_size is not null as kept
       from document_file f join document d on d.id = f.document_id`,
    );
    const kept = new Set(files.filter((file) => file.kept).map(({ id }) => id));
    const strays = (await filesOnDisk()).filter(({ name }) => !kept.has(name));
    if (kept.size !== files.length) throw new Error(`${files.length - kept.size} files are noted and not needed`);
    if (strays.length > 0) throw new Error(`left over: ${strays.map(({ path }) => path).join(', ')}`);
    return true;
  },
  90,
).catch((error: unknown) => problems.add(String(error)));
await demandNothingReadable();

for (const { id } of await stage.sql<{ id: string }>(
  `select record_id as id from audit_event where action in ('documents.accept', 'documents.refuse')
   group by record_id having count(*) > 1`,
))
  problems.add(`document ${id} came to two outcomes`);

const received = new Map<string, number>();
const toldIn = new Map<string, Set<string>>();
for (const { raw } of mails.received) {
  const id = idOf(raw);
  received.set(id, (received.get(id) ?? 0) + 1);
  for (const word of raw.replaceAll(/=\r?\n/g, '').match(/news[0-9a-f]{32}/g) ?? [])
    toldIn.set(word, (toldIn.get(word) ?? new Set()).add(id));
}
for (const word of news) {
  const mailIds = toldIn.get(word)?.size ?? 0;
  if (mailIds !== 1) problems.add(`${word} was told in ${mailIds} digests`);
}
let repeats = 0;
for (const [id, times] of received) {
  repeats += times - 1;
  if (times > 1 + (mayRepeat.get(id) ?? 0)) problems.add(`mail ${id} came ${times} times`);
}
for (const [what, times] of Object.entries({ ...within, resumed }))
  if (times === 0 && kills >= 20) problems.add(`nothing was tried: ${what}`);
const [letters] = await stage.sql<{ count: number }>(
  `select count(*)::int as count from pgboss.job where name = 'dead-letters' and state = 'created'`,
);
if (letters!.count > 0) problems.add(`${letters!.count} jobs were given up`);

console.log(
  `seed ${options.seed}: killed the API ${killed.api} times (${within.uploads} amid uploads), the worker ${killed.worker} times ` +
    `(${within.examinations} amid an examination, ${within.deliveries} amid a delivery)`,
);
console.log(
  `${ended.ready} documents ready and ${ended.refused} refused, ${resumed} uploads resumed; ${news.length} news in ${received.size} digests, ` +
    `${repeats} of them sent again because the kill fell between the server’s 250 and our note`,
);
conclude([...problems]);
await boss.stop({ graceful: false });
await stage.stop();
await mails.stop();
