import { getIntrospectionQuery } from 'graphql';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { anEdge, type Edge } from '../../test/edge.ts';
import { greedyDocuments } from '../../test/greedy-documents.ts';
import { graphqlLimits } from './graphql-limits.ts';

let edge: Edge;
let closed: Edge;
beforeAll(async () => {
  edge = await anEdge();
  closed = await anEdge({ introspection: false });
});
afterAll(() => Promise.all([edge.stop(), closed.stop()]));

interface Answer {
  status: number;
  headers: Headers;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: string[]; extensions: { code: string; fields?: object[]; requestId?: string } }[];
}

async function post(body: unknown, options: { to?: Edge; headers?: Record<string, string> } = {}): Promise<Answer> {
  const response = await fetch(`${(options.to ?? edge).url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const json = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, ...json };
}
const codes = ({ errors }: Answer): string[] => [...new Set(errors?.map(({ extensions }) => extensions.code))];

const departuresOf = async (headers: Record<string, string>): Promise<string[]> => {
  const results = await auditServer({
    url: `${edge.url}/graphql`,
    fetchFn: (url: string, init?: RequestInit) => {
      const request = new Request(url, init);
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      return fetch(request);
    },
  });
  expect(results).toHaveLength(61);
  return results.filter(({ status }) => status !== 'ok').map(({ id }) => id);
};

test('GraphQL over HTTP is spoken as the specification says', async () => {
  expect(await departuresOf({ authorization: 'Bearer token' })).toEqual([]);
});

test('of that, a stranger may not ask by GET without a header that other sites cannot send', async () => {
  expect((await departuresOf({})).sort()).toEqual(['5A70', '6A70', 'D6D5']);
});

test('who asks for JSON by name gets 200 for what GraphQL refuses, and 400 for what is no request', async () => {
  const status = async (body: unknown, accept: string) => (await post(body, { headers: { accept } })).status;
  for (const body of [
    { query: '{' },
    { query: '{ nothing }' },
    { query: 'query A { hello } query B { hello }' },
    ...['new', 'known'].map(() => ({ query: 'query ($n: Int!) { hello(when: $n) }', variables: { n: 'x' } })),
  ])
    expect(
      await Promise.all(
        ['application/json', 'application/json, text/plain, */*', '*/*', 'application/graphql-response+json'].map(
          (accept) => status(body, accept),
        ),
      ),
    ).toEqual([200, 200, 400, 400]);
  for (const body of [{}, [], { query: 1 }, { query: '{ hello }', variables: 'x' }, '{'])
    expect(await status(body, 'application/json')).toBe(400);
});

test.each(greedyDocuments)('refused with one code, at once: %s', async (_, query) => {
  const startedAt = performance.now();
  const answer = await post({ query, variables: { n: 10 } });
  expect(answer.status).toBe(400);
  expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.data).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(edge.guesses).toEqual([]);
});

test('what screens ask for is served: the introspection of tools, a page of lists, one guess', async () => {
  expect((await post({ query: getIntrospectionQuery() })).data).toHaveProperty('__schema.types');
  expect((await post({ query: '{ page(first: 100) { nodes { id boss { id } friends { id } } } }' })).status).toBe(200);
  const guess = await post({
    query: 'mutation { guess(secret: "1") ...A } fragment A on Mutation { guess(secret: "1") }',
  });
  expect(guess.data).toEqual({ guess: true });
  edge.guesses.length = 0;
});

test('the depth and the cost allowed are the ones that the limits name', async () => {
  const nested = (levels: number) => `{ person(id: 1) { ${'boss { '.repeat(levels - 2)} id ${'}'.repeat(levels)}`;
  expect((await post({ query: nested(graphqlLimits.depth) })).status).toBe(200);
  expect((await post({ query: nested(graphqlLimits.depth + 1) })).status).toBe(400);
  expect((await post({ query: `{ people(first: ${graphqlLimits.cost}) { id } }` })).status).toBe(200);
  expect((await post({ query: `{ people(first: ${graphqlLimits.cost + 1}) { id } }` })).status).toBe(400);
});

test('without introspection nothing tells the names of the schema', async () => {
  expect(codes(await post({ query: getIntrospectionQuery() }, { to: closed }))).toEqual(['BAD_USER_INPUT']);
  const guessed = await post({ query: '{ helo search(input: { txt: "a" }) }' }, { to: closed });
  expect(JSON.stringify(guessed.errors)).not.toMatch(/Did you mean/);
  expect(JSON.stringify((await post({ query: '{ helo }' })).errors)).toMatch(/Did you mean/);
});

const SEARCH = 'query ($input: SearchInput!) { search(input: $input) }';

test.each<[string, Record<string, unknown>, string[]]>([
  ['a field missing', { input: {} }, ['text']],
  ['everything missing', {}, ['input']],
  ['null', { input: null }, ['input']],
  ['a wrong type', { input: { text: { secret: 'hunter2' } } }, ['text']],
  ['an unknown field', { input: { text: 'a', more: 'hunter2' } }, ['input']],
  ['two wrong fields', { input: { text: 1, limit: 'hunter2' } }, ['text', 'limit']],
  ['a huge number', { input: { text: 'a', limit: 1e300 } }, ['limit']],
  ['a number beyond 32 bits', { input: { text: 'a', limit: 2 ** 31 } }, ['limit']],
  ['an unknown word', { input: { text: 'a', kind: 'hunter2' } }, ['kind']],
  ['a null character', { input: { text: 'hunter2\0' } }, ['text']],
  ['half a surrogate pair', { input: { text: '\ud800' } }, ['text']],
  ['a null character in a list', { input: { text: 'a', tags: ['b', '\0'] } }, ['tags.1']],
  ['an object in a list', { input: { text: 'a', tags: ['b', { hunter2: 1 }] } }, ['tags.1']],
])('variables are refused by field and never repeated: %s', async (_, variables, paths) => {
  const answer = await post({ query: SEARCH, variables });
  expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.status).toBe(400);
  expect(answer.errors?.[0]?.extensions.fields?.map((field) => (field as { path: string }).path)).toEqual(paths);
  expect(JSON.stringify(answer.errors)).not.toContain('hunter2');
});

test('literals of a document are not repeated either', async () => {
  for (const query of [
    'mutation { guess(secret: hunter2) }',
    'mutation { guess(secret: ["hunter2"]) }',
    'mutation { guess(secret: {a: "hunter2"}) }',
    '{ people(first: "hunter2") { id } }',
    '{ search(input: { text: "a", kind: "hunter2" }) }',
    'mutation { guess(secret: ) "hunter2" }',
  ]) {
    const answer = await post({ query });
    expect(codes(answer), query).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(answer.errors), query).not.toContain('hunter2');
  }
});

const naughty: [string, string][] = [
  ['empty', ''],
  ['spaces', ' \t\r\n\u00a0\u2003\ufeff'],
  ['sql', `'; drop table account; -- " \\ $1 %s`],
  ['html', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['emoji', '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['right to left', '\u202eabc\u202c العربية'],
  ['zalgo', 'Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮'],
  ['not a character', '\uffff\ufffe'],
  ['control characters', '\u0001\u001b[31m\u007f\u0085'],
  ['prototype', '__proto__'],
  ['a template', '${7*7}{{7*7}}#{7*7}'],
  ['a path', '../../../../etc/passwd'],
  ['a number', '1e309'],
  ['100 kB', 'x'.repeat(100_000)],
];

test.each(naughty)('a strange text comes back as it went in: %s', async (_, text) => {
  const answer = await post({ query: SEARCH, variables: { input: { text } } });
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ search: JSON.stringify({ text }) });
});

const malformed: [string, string | Uint8Array, Record<string, string>, number][] = [
  ['no JSON', '{"query":', {}, 400],
  ['an empty body', '', {}, 400],
  ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), {}, 400],
  ['a batch', '[{"query":"{hello}"},{"query":"{hello}"}]', {}, 400],
  ['an empty batch', '[]', {}, 400],
  ['a number', '1', {}, 400],
  ['null', 'null', {}, 400],
  ['no query', '{}', {}, 400],
  ['a query that is no text', '{"query":{"kind":"Document"}}', {}, 400],
  ['variables that are a list', '{"query":"{hello}","variables":[1]}', {}, 400],
  ['variables that are text', '{"query":"{hello}","variables":"{}"}', {}, 400],
  ['an operation name that is a number', '{"query":"{hello}","operationName":1}', {}, 400],
  ['an operation that is not there', '{"query":"{hello}","operationName":"X"}', {}, 400],
  ['an operation without a name', '{"query":"query A {hello}","operationName":""}', {}, 400],
  ['a subscription', '{"query":"subscription {ticks {n}}"}', {}, 400],
  ['a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"bogus"}}}', {}, 200],
  ['a bomb of lists', `{"query":"{hello}","variables":{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`, {}, 400],
  ['too many bytes', JSON.stringify({ query: `# ${'x'.repeat(300_000)}` }), {}, 413],
  ['a form', 'query={hello}', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['text', '{"query":"{hello}"}', { 'content-type': 'text/plain' }, 415],
  ['another alphabet', '{"query":"{hello}"}', { 'content-type': 'application/json; charset=utf-16' }, 415],
  ['a compressed body', 'x', { 'content-encoding': 'gzip' }, 415],
];

test.each(malformed)('a request that is none is refused in JSON: %s', async (_, body, headers, status) => {
  const answer = await post(body, { headers });
  expect(answer.status).toBe(status);
  expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
});

test('whoever would not read the answer is told so before anything is done', async () => {
  const before = edge.guesses.length;
  const answer = await post(
    { query: 'mutation { guess(secret: "x") }' },
    { headers: { accept: 'text/html, image/*' } },
  );
  expect([answer.status, codes(answer)]).toEqual([406, ['BAD_USER_INPUT']]);
  expect(edge.guesses).toHaveLength(before);
});

test('a GET may only ask, and only with a header that other sites cannot send', async () => {
  const get = (query: string, headers: Record<string, string>) =>
    fetch(`${edge.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
  expect((await get('{hello}', {})).status).toBe(400);
  expect(await (await get('{hello}', { 'x-influencegen-app': 'admin' })).json()).toEqual({
    data: { hello: 'Hello world' },
  });
  const change = await get('mutation { touch }', { 'x-influencegen-app': 'admin' });
  expect([change.status, change.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a page of a foreign origin is refused, ours and that of the same host are not', async () => {
  const from = (origin: string) => post({ query: '{ hello }' }, { headers: { origin } });
  expect((await from('https://app.example')).status).toBe(200);
  expect((await from(edge.url)).status).toBe(200);
  for (const origin of ['https://evil.example', 'null', 'https://app.example.evil.example']) {
    const answer = await from(origin);
    expect([answer.status, answer.errors?.[0]?.extensions]).toEqual([403, { code: 'FORBIDDEN' }]);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('what broke is masked, logged and found again by the request id; what was decided is told', async () => {
  const answer = await post({ query: '{ broken }' }, { headers: { 'x-request-id': 'request-of-the-test' } });
  expect(answer.status).toBe(200);
  expect(answer.errors).toEqual([
    {
      message: 'Something went wrong on our side',
      locations: [{ line: 1, column: 3 }],
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-of-the-test' },
    },
  ]);
  expect(edge.lines).toContainEqual(
    expect.objectContaining({ level: 'error', msg: 'resolver failed', requestId: 'request-of-the-test' }),
  );

  const refused = await post({ query: '{ refused }' });
  expect(refused.errors?.[0]).toMatchObject({
    message: 'No',
    path: ['refused'],
    extensions: { code: 'BAD_USER_INPUT', fields: [{ path: 'x', code: 'REQUIRED' }] },
  });
});

/** Byte for byte, but for what differs with every request. */
async function sent(body: string, headers: Record<string, string>): Promise<object> {
  const response = await fetch(`${edge.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'always-the-same', ...headers },
    body,
  });
  const { date: _, ...others } = Object.fromEntries(response.headers);
  return { status: response.status, headers: others, body: await response.text() };
}

const again: [string, object, Record<string, string>?][] = [
  ['a query', { query: '{ a1: hello }' }],
  ['a mutation', { query: 'mutation { a2: touch }' }],
  [
    'letters of every size',
    { query: 'query ($n: String!) { a3: hello(name: $n) }', variables: { n: 'zoë — 你好 👩‍👩‍👧' } },
  ],
  ['a refusal', { query: '{ a4: refused }' }],
  ['a failure of a nullable field', { query: '{ a5: hello(name: "x") refused }' }],
  ['a failure that leaves nothing', { query: '{ a6: broken }' }],
  ['variables that do not fit', { query: 'query ($input: SearchInput!) { a7: search(input: $input) }', variables: {} }],
  ['a null character', { query: 'query ($n: String) { a8: hello(name: $n) }', variables: { n: '\0' } }],
  ['nothing but nulls', { query: '{ a9: hello }', variables: null, operationName: null, extensions: null }],
  ['one of two operations', { query: 'query A { a10: hello } query B { b: hello }', operationName: 'B' }],
  ['none of two operations', { query: 'query A { a11: hello } query B { b: hello }' }],
  ['an operation that is not there', { query: 'query A { a12: hello }', operationName: 'B' }],
  ['an operation without a name', { query: '{ a13: hello }', operationName: '' }],
  ['a subscription', { query: 'subscription { a14: brokenTicks { n } }' }],
  ['a document that is not valid', { query: '{ a15: nothing }' }],
  ['a document that does not parse', { query: '{ a16: hello' }],
  ['extensions of a client', { query: '{ a17: hello }', extensions: { clientLibrary: { name: 'x' } } }],
  ['a persisted query', { query: '{ a18: hello }', extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
  ['more than was asked for', { query: '{ a19: hello }', more: true }],
  ['variables in a list', { query: '{ a20: hello }', variables: [] }],
  ['an operation name in a list', { query: '{ a21: hello }', operationName: ['A'] }],
  ['extensions in text', { query: '{ a22: hello }', extensions: '{}' }],
  ...[
    '*/*',
    '',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json, application/json',
    'application/json; charset=utf-8, application/graphql-response+json',
    'application/*;q=0.5',
    'text/html',
    'image/png, */*;q=0',
  ].map((accept, index): [string, object, Record<string, string>] => [
    `accepted: ${accept}`,
    { query: `{ b${index}: hello c: refused }` },
    { accept },
  ]),
  ['another spelling of the type', { query: '{ a23: hello }' }, { 'content-type': 'Application/JSON;charset="UTF-8"' }],
  ['a page of ours', { query: '{ a24: hello }' }, { origin: 'https://app.example', 'x-influencegen-app': 'admin' }],
  ['a foreign page', { query: '{ a25: hello }' }, { origin: 'https://evil.example' }],
];

test.each(again)('a document that is known is answered as one that is new: %s', async (_, body, headers = {}) => {
  const text = JSON.stringify(body);
  const first = await sent(text, headers);
  await post({ query: (body as { query: string }).query });
  expect(await sent(text, headers)).toEqual(first);
});

test('known documents take up so much room and no more', async () => {
  const texts = Array.from({ length: 30 }, (_, i) => `{ hello } # ${i} ${'x'.repeat(20_000)}`);
  for (const query of texts) expect((await post({ query })).status).toBe(200);
  await post({ query: `{ hello } # ${'x'.repeat(200_000)}` });
  const kept = texts.filter((query) => edge.engine.documents.get(query));
  expect(kept).toEqual(texts.slice(-12));
});

test('Apollo has its say once for each document', async () => {
  const asked = vi.spyOn(edge.engine.documents, 'set');
  for (let time = 0; time < 3; time++) await post({ query: '{ once: hello }' });
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
});

test('who asks cannot be found out: the same answer for a known document as for a new one', async () => {
  const query = '{ lost: hello }';
  await post({ query });
  edge.lose(new Error('password=hunter2 leaked by the database'));
  const known = await post({ query });
  const unknown = await post({ query: '{ lost2: hello }' });
  edge.lose(null);
  for (const answer of [known, unknown]) {
    expect([answer.status, codes(answer)]).toEqual([500, ['INTERNAL_SERVER_ERROR']]);
    expect(JSON.stringify(answer.errors)).not.toContain('hunter2');
  }
});

test.each<[string, Record<string, unknown>, object]>([
  ['a default of a non-null variable', {}, { page: { more: false }, hello: 'Hello default', search: '{"text":"a"}' }],
  [
    'a value instead',
    { name: 'x', first: 3, input: { text: 'b' } },
    { page: { more: false }, hello: 'Hello x', search: '{"text":"b"}' },
  ],
])('%s', async (_, variables, data) => {
  const query = `query ($first: Int! = 20, $name: String! = "default", $input: SearchInput! = { text: "a" }) {
    page(first: $first) { more } hello(name: $name) search(input: $input)
  }`;
  expect(await post({ query, variables })).toMatchObject({ status: 200, data });
});

test('null is not the default', async () => {
  const answer = await post({ query: 'query ($f: Int! = 20) { page(first: $f) { more } }', variables: { f: null } });
  expect(answer.errors?.[0]?.extensions.fields).toEqual([{ path: 'f', code: 'REQUIRED', message: 'Is required' }]);
});

test('@skip and @include mean the same compiled as interpreted', async () => {
  const query = `query ($yes: Boolean!, $no: Boolean!) {
    a: hello @include(if: $no)
    b: hello @skip(if: $no)
    ...F @include(if: $yes)
    ...G @skip(if: $yes)
    person(id: 1) { ...P @skip(if: $yes) ... on Person @include(if: $yes) { name } }
  }
  fragment F on Query { c: hello person(id: 1) { boss { id } } }
  fragment G on Query { d: hello }
  fragment P on Person { id }`;
  const yes = await post({ query, variables: { yes: true, no: false } });
  expect(yes.data).toEqual({ b: 'Hello world', c: 'Hello world', person: { name: 'Person 1', boss: null } });
  const no = await post({ query, variables: { yes: false, no: true } });
  expect(no.data).toEqual({ a: 'Hello world', d: 'Hello world', person: { id: '1' } });
});
