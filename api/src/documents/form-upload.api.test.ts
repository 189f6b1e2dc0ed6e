import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { operator, type TestAccount } from '../../test/actors.ts';
import { anAccount, anInfluencer } from '../../test/builders.ts';
import { letEverybodyUpload, lookThrough } from '../../test/documents.ts';
import { jpeg, pdf } from '../../test/hostile-files.ts';
import { aWorld, type World } from '../../test/world.ts';
import type { DiskStorage } from '../platform/object-storage.disk.ts';
import { readFiles, type DocumentFile } from './document-files.ts';
import { documentKey } from './document.entity.ts';
import { documentMaxBytes, documentOpenUploads, documentUploadsPerHour } from './document.settings.ts';

let world: World;
let lena: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  await letEverybodyUpload(world);
  await world.app.settings.change(operator, documentMaxBytes, {}, 200_000);
  lena = await anInfluencer(world);
});
afterAll(() => world.stop());

const mutation = `mutation ($purpose: DocumentPurpose!, $file: Upload!) {
  uploadDocument(purpose: $purpose, file: $file) { id purpose status fileName byteSize refusal pageUrls originalUrl }
}`;
const operations = (variables: object = { purpose: 'TAX_FORM', file: null }, query = mutation) =>
  JSON.stringify({ query, variables });
const map = '{"0":["variables.file"]}';

type Part = [name: string, content: string | Buffer, head?: string];
const boundary = 'a-boundary';
const head = (name: string, more = ''): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
const file = (name: string, content: string | Buffer, filename = 'scan.pdf'): Part => [
  name,
  content,
  `; filename="${filename}"\r\ncontent-type: application/pdf`,
];
const end = `--${boundary}--\r\n`;
const bodyOf = (parts: Part[], last = end): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([name, content, more]) => [
      Buffer.from(head(name, more)),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(last),
  ]);
const whole = (content: string | Buffer, filename?: string): Part[] => [
  ['operations', operations()],
  ['map', map],
  file('0', content, filename),
];

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  data:
    | { uploadDocument: { id: string; status: string; fileName: string | null; byteSize: number } }
    | null
    | undefined;
  code: string | undefined;
  fields: { path: string; code: string }[];
}

interface Sender {
  req: ClientRequest;
  answer: Promise<Answer>;
}

/** A sender that is told what to send and when. */
async function begin(headers: Record<string, string | number> = {}, as: TestAccount | null = lena): Promise<Sender> {
  const token = as && (await world.as(as).token());
  const req = request(`${world.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    req.on('error', reject);
    req.on('response', (res: IncomingMessage) => {
      buffer(res).then((bytes) => {
        const { data, errors } = JSON.parse(bytes.toString()) as {
          data?: Answer['data'];
          errors?: { extensions: { code: string; fields?: Answer['fields'] } }[];
        };
        const [{ extensions } = { extensions: undefined }] = errors ?? [];
        const fields = (extensions?.fields ?? []).map(({ path, code }) => ({ path, code }));
        resolve({ status: res.statusCode!, headers: res.headers, data, code: extensions?.code, fields });
      }, reject);
    });
  });
  answer.catch(() => undefined);
  return { req, answer };
}

async function send(
  body: Buffer,
  { headers, as = lena }: { headers?: Record<string, string | number>; as?: TestAccount | null } = {},
): Promise<Answer> {
  const { req, answer } = await begin(headers, as);
  req.end(body);
  return answer;
}

async function contentOf(id: string): Promise<Buffer> {
  const { rows } = await world.db.pool.query<DocumentFile>(
    `select id, part, position, byte_size::int as "byteSize" from document_file
     where document_id = $1 and part = 'ORIGINAL' order by position`,
    [id],
  );
  const { rows: found } = await world.db.pool.query<{ key: Buffer }>(
    'select key_sealed as key from document where id = $1',
    [id],
  );
  const key = world.db.keyring.open(documentKey.at(id), found[0]!.key);
  return buffer(readFiles(world.app.storage, key, id, rows));
}

async function filesOnDisk(): Promise<string[]> {
  const root = join((world.app.storage as DiskStorage).stagingFolder, '..');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const unfinished = async (): Promise<number> =>
  (await world.db.pool.query(`select from document where status = 'UPLOADING'`)).rows.length;
const documentsOf = async ({ id }: TestAccount): Promise<number> =>
  (await world.db.pool.query('select from document where account_id = $1', [id])).rows.length;

test('one request hands in a document, which is looked through and shown like any other', async () => {
  const bytes = await jpeg(1000, 700);
  const form = new FormData();
  form.set('operations', operations({ purpose: 'IDENTITY_FRONT', file: null }));
  form.set('map', map);
  form.set('0', new File([new Uint8Array(bytes)], '../Passport of Léna\u202E.jpg'));
  const authorization = `Bearer ${await world.as(lena).token()}`;
  const answer = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  });
  expect(answer.status).toBe(200);
  const { data } = (await answer.json()) as { data: { uploadDocument: { id: string } } };
  expect(data.uploadDocument).toMatchObject({
    purpose: 'IDENTITY_FRONT',
    status: 'CHECKING',
    fileName: 'Passport of Léna.jpg',
    byteSize: bytes.length,
    pageUrls: [],
    originalUrl: null,
  });
  const { id } = data.uploadDocument;
  await lookThrough(world, id);
  const page = await fetch(`${world.url}/documents/${id}/pages/1`, { headers: { authorization } });
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'image/webp']);
  const original = await fetch(`${world.url}/documents/${id}/original`, { headers: { authorization } });
  expect(Buffer.from(await original.arrayBuffer())).toEqual(bytes);
  const { rows: audit } = await world.db.pool.query(
    'select action, actor_id as actor from audit_event where record_id = $1 order by id',
    [id],
  );
  expect(audit.slice(0, 2)).toEqual([
    { action: 'documents.finish', actor: lena.id },
    { action: 'documents.accept', actor: null },
  ]);
});

test('a file that pretends to be another is refused by the same examination', async () => {
  const { data } = await send(bodyOf(whole(Buffer.from('<html><script>x()</script>'))));
  const { id } = data!.uploadDocument;
  await lookThrough(world, id);
  expect(await world.app.documents.find(id)).toMatchObject({ status: 'REFUSED', refusal: 'TYPE_NOT_ACCEPTED' });
});

test('while it arrives and afterwards nothing of it can be read on the disk', async () => {
  const bytes = Buffer.alloc(180_000, 'REPUBLIK PASSPORT ');
  const temporary = async (): Promise<string[]> =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('capacitor'));
  const before = await temporary();
  const known = new Set(await filesOnDisk());
  const { req, answer } = await begin();
  const body = bodyOf(whole(bytes));
  req.write(body.subarray(0, 150_000));
  await vi.waitFor(async () => expect(await unfinished()).toBe(1));
  req.write(body.subarray(150_000, 170_000));
  const readable = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const path of await filesOnDisk()) if ((await readFile(path)).includes('PASSPORT')) found.push(path);
    return found;
  };
  expect(await readable()).toEqual([]);
  req.end(body.subarray(170_000));
  const { data } = await answer;
  expect(await contentOf(data!.uploadDocument.id)).toEqual(bytes);
  expect((await filesOnDisk()).filter((path) => !known.has(path))).toHaveLength(1);
  expect(await readable()).toEqual([]);
  expect(await temporary()).toEqual(before);
});

test('bytes that look like boundaries, lines and parts are bytes, however the network cuts them', async () => {
  const tricky = Buffer.concat([
    Buffer.from(`\r\n--${boundary.slice(0, -1)}\r\n--\r\n${head('1').replace(boundary, 'another')}\0`),
    randomBytes(50_000),
    Buffer.from('\r\n-'),
  ]);
  const body = bodyOf(whole(tricky));
  for (const size of [1, 7, 1_024, 65_536]) {
    const { req, answer } = await begin();
    const all = size === 1 ? bodyOf(whole(tricky.subarray(0, 300))) : body;
    for (let from = 0; from < all.length; from += size) {
      req.write(all.subarray(from, from + size));
      if (size > 1) await setImmediate();
    }
    req.end();
    const { data } = await answer;
    const content = await contentOf(data!.uploadDocument.id);
    expect(content.equals(size === 1 ? tricky.subarray(0, 300) : tricky)).toBe(true);
    expect(data!.uploadDocument.byteSize).toBe(content.length);
  }
});

const list = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [i, [`variables.files.${i}`]])));
const scan = 'a scan';
const refusals: [string, Part[] | Buffer, number, { path: string; code: string }[]][] = [
  ['no part at all', [], 400, [{ path: 'operations', code: 'REQUIRED' }]],
  ['a boundary that never comes', Buffer.from('x'.repeat(100)), 400, [{ path: 'file', code: 'MALFORMED' }]],
  ['operations alone', [['operations', operations()]], 400, [{ path: 'map', code: 'REQUIRED' }]],
  ['the file missing', whole(scan).slice(0, 2), 400, [{ path: 'file', code: 'REQUIRED' }]],
  ['the map missing', [whole(scan)[0]!, file('0', scan)], 400, [{ path: 'file', code: 'MALFORMED' }]],
  ['the file first', whole(scan).toReversed(), 400, [{ path: 'file', code: 'MALFORMED' }]],
  [
    'the map first',
    [['map', map], ['operations', operations()], file('0', scan)],
    400,
    [{ path: 'file', code: 'MALFORMED' }],
  ],
  ['operations twice', [['operations', operations()], ...whole(scan)], 400, [{ path: 'file', code: 'MALFORMED' }]],
  [
    'a field that nobody knows',
    [
      ['operations', operations()],
      ['x', '1'],
      ['map', map],
    ],
    400,
    [{ path: 'file', code: 'MALFORMED' }],
  ],
  [
    'a file without a name of its own',
    [...whole(scan).slice(0, 2), ['0', scan]],
    400,
    [{ path: 'file', code: 'NOT_ALLOWED' }],
  ],
  [
    'a file that the map does not name',
    [...whole(scan).slice(0, 2), file('1', scan)],
    400,
    [{ path: 'file', code: 'MALFORMED' }],
  ],
  ['two files', [...whole(scan), file('1', scan)], 400, [{ path: 'file', code: 'NOT_ALLOWED' }]],
  ['the same file twice', [...whole(scan), file('0', scan)], 400, [{ path: 'file', code: 'NOT_ALLOWED' }]],
  ['a field behind the file', [...whole(scan), ['map', map]], 400, [{ path: 'file', code: 'NOT_ALLOWED' }]],
  [
    'operations that are no JSON',
    [['operations', '{'], ['map', map], file('0', scan)],
    400,
    [{ path: 'operations', code: 'MALFORMED' }],
  ],
  [
    'several operations',
    [['operations', `[${operations()}]`], ['map', map], file('0', scan)],
    400,
    [{ path: 'operations', code: 'NOT_ALLOWED' }],
  ],
  [
    'operations that are too long',
    [
      ['operations', operations({ file: null, more: 'x'.repeat(256_000) })],
      ['map', map],
    ],
    413,
    [{ path: 'operations', code: 'TOO_LARGE' }],
  ],
  ...(
    [
      ['no JSON', '{', 'MALFORMED'],
      ['a list', '[]', 'MALFORMED'],
      ['null', 'null', 'MALFORMED'],
      ['empty', '{}', 'MALFORMED'],
      ['a text', '{"0":"variables.file"}', 'MALFORMED'],
      ['no place', '{"0":[]}', 'MALFORMED'],
      ['a number', '{"0":[7]}', 'MALFORMED'],
      ['nothing in it', '{"0":[""]}', 'MALFORMED'],
      ['a place that is not there', '{"0":["variables.scan"]}', 'MALFORMED'],
      ['a place below nothing', '{"0":["variables.file.inner"]}', 'MALFORMED'],
      ['a place that is taken', '{"0":["variables.purpose"]}', 'MALFORMED'],
      ['the variables', '{"0":["variables"]}', 'MALFORMED'],
      ['the query', '{"0":["query"]}', 'MALFORMED'],
      ['the prototype', '{"0":["variables.__proto__"]}', 'MALFORMED'],
      ['a field of the prototype', '{"0":["variables.__proto__.polluted"]}', 'MALFORMED'],
      ['the constructor', '{"0":["variables.constructor.prototype.polluted"]}', 'MALFORMED'],
      ['the prototype as its name', '{"__proto__":["variables.file"],"1":["variables.file"]}', 'NOT_ALLOWED'],
      ['a null character', '{"0":["variables.file\\u0000"]}', 'MALFORMED'],
      ['two places', '{"0":["variables.file","variables.file"]}', 'NOT_ALLOWED'],
      ['two files', '{"0":["variables.file"],"1":["variables.other"]}', 'NOT_ALLOWED'],
    ] as const
  ).map(([what, text, code]): (typeof refusals)[number] => [
    `a map with ${what}`,
    [['operations', operations()], ['map', text], file('0', scan)],
    400,
    [{ path: 'map', code }],
  ]),
  [
    'the list of files of the specification',
    [['operations', operations({ files: [null, null] })], ['map', list(2)], file('0', scan), file('1', scan)],
    400,
    [{ path: 'map', code: 'NOT_ALLOWED' }],
  ],
  [
    'a map with 10,000 files',
    [['operations', operations()], ['map', list(10_000)], file('0', scan)],
    413,
    [{ path: 'map', code: 'TOO_LARGE' }],
  ],
];

test.each(refusals)('refused, with nothing left of it: %s', async (_, parts, status, fields) => {
  const before = await documentsOf(lena);
  const files = (await filesOnDisk()).length;
  const answer = await send(Buffer.isBuffer(parts) ? parts : bodyOf(parts));
  expect(answer).toMatchObject({ status, code: 'BAD_USER_INPUT', fields });
  expect(await unfinished()).toBe(0);
  // What began to arrive before the form turned out to be none waits for the worker under its note.
  expect((await documentsOf(lena)) - before).toBeLessThanOrEqual(1);
  expect((await filesOnDisk()).length - files).toBe(0);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('the order, the types and the names that the specification leaves open are taken', async () => {
  const shown = async (parts: Part[], headers = {}) => (await send(bodyOf(parts), { headers })).data?.uploadDocument;
  const named = (name: string): Part[] => [
    ['operations', operations()],
    ['map', JSON.stringify({ [name]: ['variables.file'] })],
    file(name, scan),
  ];
  for (const name of ['0', 'file', 'constructor', 'ein Ausweis.pdf'])
    expect(await shown(named(name))).toMatchObject({ byteSize: 6 });
  const strange = (filename: string): Part[] => [...whole(scan).slice(0, 2), ['0', scan, filename]];
  expect(await shown(strange(`; filename*=UTF-8''a%00b%0A.pdf\r\ncontent-type: application/pdf`))).toMatchObject({
    fileName: 'ab.pdf',
  });
  expect(await send(bodyOf(strange('; filename="a\0b.pdf"')))).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  const long = whole(scan, `${'x'.repeat(3_000)}.pdf`);
  expect((await shown(long))!.fileName).toHaveLength(200);
  expect(
    await shown([...whole(scan).slice(0, 2), ['0', scan, '\r\ncontent-type: application/octet-stream']]),
  ).toMatchObject({ fileName: null });
  expect(await shown(whole(scan), { 'content-type': `Multipart/Form-Data; Boundary="${boundary}"` })).toMatchObject({
    byteSize: 6,
  });
  const inList = operations(
    { input: { scans: [null] } },
    'mutation ($input: Scans) { uploadDocument(purpose: TAX_FORM) { id } }',
  );
  // A path into lists and objects is followed; that the operation is none is said by GraphQL.
  const answer = await send(
    bodyOf([['operations', inList], ['map', '{"0":["variables.input.scans.0"]}'], file('0', scan)]),
  );
  expect(answer).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', fields: [] });
});

test('who may not hand in documents is told so before a byte of the file is read', async () => {
  const reviewer = await anAccount(world, 'KYC_REVIEWER');
  const huge = { 'content-length': 150_000 };
  const before = bodyOf(whole(scan).slice(0, 2), '');
  /** Nothing is sent but this; the answer comes all the same. */
  const ask = async (
    sent: Buffer,
    as: TestAccount | null,
    headers: Record<string, string | number>,
  ): Promise<Answer> => {
    const { req, answer } = await begin({ ...huge, ...headers }, as);
    req.flushHeaders();
    if (sent.length > 0) req.write(sent);
    const told = await answer;
    req.destroy();
    return told;
  };
  const none = Buffer.alloc(0);
  expect(await ask(none, null, {})).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect(await ask(none, null, { authorization: 'Bearer forged' })).toMatchObject({
    status: 401,
    code: 'UNAUTHENTICATED',
  });
  expect(await ask(none, lena, { origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect(await ask(none, null, { 'apollo-require-preflight': 'true' })).toMatchObject({ status: 401 });
  expect(await ask(none, null, { authorization: 'Basic bGVuYTpwYXNzd29yZA==' })).toMatchObject({ status: 401 });
  expect(await ask(none, lena, { 'content-length': 2 ** 31 })).toMatchObject({
    status: 413,
    fields: [{ path: 'file', code: 'TOO_LARGE' }],
  });
  expect(await ask(none, lena, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  expect(await ask(none, lena, { 'content-type': 'multipart/form-data' })).toMatchObject({ status: 400 });
  expect(await ask(none, lena, { 'content-type': 'multipart/mixed; boundary=a' })).toMatchObject({ status: 415 });
  const begun = Buffer.concat([before, Buffer.from(head('0', '; filename="a.pdf"'))]);
  expect(await ask(begun, reviewer, {})).toMatchObject({ status: 200, code: 'FORBIDDEN' });
  const other = bodyOf(
    [
      ['operations', operations({ purpose: 'SELFIE', file: null })],
      ['map', map],
    ],
    '',
  );
  expect(await ask(Buffer.concat([other, begun.subarray(before.length)]), lena, {})).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  expect(await documentsOf(reviewer)).toBe(0);
  expect(await unfinished()).toBe(0);
});

test('the limits of operations hold for forms as for JSON', async () => {
  const ask = (query: string) =>
    send(
      bodyOf([['operations', operations({ purpose: 'TAX_FORM', file: null }, query)], ['map', map], file('0', scan)]),
    );
  const one = 'uploadDocument(purpose: $purpose, file: $file) { id }';
  const begins = 'mutation ($purpose: DocumentPurpose!, $file: Upload!)';
  for (const query of [
    `${begins} { a: ${one} b: ${one} }`,
    `${begins} { ${one} ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
    `${begins} { ${one.replace('id', '{ '.repeat(500))}`,
    `{ documents { id } }`.repeat(700),
    'mutation { uploadDocument(purpose: TAX_FORM, file: "a literal") { id } }',
    'subscription { documentChanged { id } }',
  ])
    expect(await ask(query)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  const json = await world.as(lena).run(mutation, { purpose: 'TAX_FORM', file: { promise: 1 } });
  expect(json.errors[0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'file' }] });
  const spent = await ask(`${begins} { ${one} }`);
  expect(Number(spent.headers['ratelimit-remaining'])).toBeLessThan(Number(spent.headers['ratelimit-limit']));
});

test('the largest file is taken, and one byte more is not, announced or not', async () => {
  const most = world.app.settings.read(documentMaxBytes);
  expect((await send(bodyOf(whole(randomBytes(most))))).data!.uploadDocument.byteSize).toBe(most);
  const tooLarge = { status: 413, code: 'BAD_USER_INPUT', fields: [{ path: 'file', code: 'TOO_LARGE' }] };
  expect(await send(bodyOf(whole(randomBytes(most + 1))))).toMatchObject(tooLarge);
  const { req, answer } = await begin({ 'transfer-encoding': 'chunked' });
  req.write(bodyOf(whole(scan).slice(0, 2), head('0', '; filename="a"')));
  req.write(randomBytes(most));
  req.write(randomBytes(1_000));
  expect(await answer).toMatchObject(tooLarge);
  req.destroy();
  expect(await send(bodyOf(whole('')))).toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: 'byteSize', code: 'TOO_SMALL' }],
  });
  expect(await unfinished()).toBe(0);
});

test('one person begins only so many an hour, and has only so many open', async () => {
  const eager = await anInfluencer(world);
  await world.app.settings.change(operator, documentOpenUploads, {}, 2);
  try {
    const body = bodyOf(whole(randomBytes(1_000)));
    const held = await Promise.all(Array.from({ length: 4 }, () => begin({}, eager)));
    for (const { req } of held) req.write(body.subarray(0, 900));
    const told: Answer[] = [];
    for (const { answer } of held) void answer.then((one) => told.push(one));
    await vi.waitFor(() => expect(told).toHaveLength(2));
    for (const { req } of held) req.end(body.subarray(900));
    const answers = await Promise.all(held.map(({ answer }) => answer));
    expect(answers.filter(({ data }) => data)).toHaveLength(2);
    expect(answers.filter(({ code }) => code === 'CONFLICT')).toHaveLength(2);
    await world.app.settings.change(operator, documentUploadsPerHour, {}, 1);
    const busy = await anInfluencer(world);
    expect((await send(body, { as: busy })).data).toBeTruthy();
    const refused = await send(body, { as: busy });
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
    expect(refused.headers['retry-after']).toBeTruthy();
  } finally {
    await letEverybodyUpload(world);
  }
});

test('a file of any size passes through without being kept in memory', { timeout: 60_000 }, async () => {
  await world.app.settings.change(operator, documentMaxBytes, {}, 100_000_000);
  try {
    const { req, answer } = await begin();
    req.write(bodyOf(whole(scan).slice(0, 2), head('0', '; filename="large.pdf"')));
    const piece = randomBytes(1_000_000);
    const hash = createHash('sha256');
    const used = (): number => process.memoryUsage().arrayBuffers;
    const before = used();
    let most = 0;
    for (let i = 0; i < 50; i++) {
      hash.update(piece);
      if (!req.write(piece)) await new Promise((resolve) => req.once('drain', resolve));
      most = Math.max(most, used());
    }
    req.end(`\r\n${end}`);
    const { id, byteSize } = (await answer).data!.uploadDocument;
    expect(byteSize).toBe(50_000_000);
    expect(
      createHash('sha256')
        .update(await contentOf(id))
        .digest('hex'),
    ).toBe(hash.digest('hex'));
    expect(most - before).toBeLessThan(20_000_000);
  } finally {
    await world.app.settings.change(operator, documentMaxBytes, {}, 200_000);
  }
});

test('a form that is cut off, or kept open, leaves nothing', { timeout: 60_000 }, async () => {
  const body = bodyOf(whole(randomBytes(150_000)));
  for (const cut of [50, 400, 2_000, 100_000, body.length - end.length - 1, body.length - 4]) {
    const { req } = await begin({ 'content-length': body.length });
    req.on('error', () => undefined);
    await new Promise<void>((resolve) => req.write(body.subarray(0, cut), () => resolve()));
    const patient = { timeout: 10_000 };
    if (cut > 1_000) await vi.waitFor(async () => expect(await unfinished()).toBe(1), patient);
    req.destroy();
    await vi.waitFor(async () => expect(await unfinished()).toBe(0), patient);
  }
  // Ended in good order, but before the last boundary.
  expect(await send(body.subarray(0, body.length - end.length - 2))).toMatchObject({
    status: 400,
    fields: [{ path: 'file', code: 'MALFORMED' }],
  });
  expect(await unfinished()).toBe(0);
  const worker = await aWorld({ databaseUrl: world.databaseUrl, config: { storage: world.app.config.storage } });
  await worker.app.work();
  try {
    await vi.waitFor(
      async () => {
        const { rows: over } = await world.db.pool.query(
          `select from document d join document_file f on f.document_id = d.id where d.status in ('REMOVED', 'REFUSED')`,
        );
        const { rows: never } = await world.db.pool.query(
          `select from document where status = 'REMOVED' and finished_at is null`,
        );
        const { rows: known } = await world.db.pool.query<{ id: string }>('select id from document_file');
        expect([over.length, never.length]).toEqual([0, 0]);
        const strays = (await filesOnDisk()).filter((path) => !known.some(({ id }) => path.endsWith(id)));
        expect(strays.filter((path) => path.includes('documents') || path.includes('staging'))).toEqual([]);
      },
      { timeout: 40_000, interval: 100 },
    );
  } finally {
    await worker.stop();
  }
});

test('a page of a PDF that came in a form is drawn', async () => {
  const { data } = await send(bodyOf(whole(pdf())));
  await lookThrough(world, data!.uploadDocument.id);
  expect(await world.app.documents.find(data!.uploadDocument.id)).toMatchObject({ status: 'READY', pageCount: 1 });
});
