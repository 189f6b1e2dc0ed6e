const repeat = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');

/** Documents over the toy schema of edge.ts that ask for more than any screen would, or are none. For both transports. */
export const greedyDocuments: [string, string][] = [
  ['aliases', `{ ${repeat(100, (i) => `a${i}: hello`)} }`],
  ['1,000 aliases', `{ ${repeat(1_000, (i) => `a${i}: hello`)} }`],
  ['directives', `{ hello ${repeat(100, () => '@include(if: true)')} }`],
  ['depth', `{ person(id: 1) { ${'boss { '.repeat(20)} id ${'}'.repeat(22)}`],
  ['a depth of 3,000', `{ person(id: 1) { ${'boss { '.repeat(3_000)} id ${'}'.repeat(3_002)}`],
  ['cost by nested lists', '{ people(first: 100) { friends { friends { friends { id } } } } }'],
  [
    'cost by a page in a variable',
    'query ($n: Int!) { page(first: $n) { nodes { friends { friends { friends { id } } } } } }',
  ],
  [
    'cost hidden in fragments',
    `{ people { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...C } } fragment C on Person { friends { friends { id } } }`,
  ],
  [
    'a fragment bomb',
    `{ people { ...F0 } } ${repeat(60, (i) => `fragment F${i} on Person { friends { ...F${i + 1} } boss { ...F${i + 1} } }`)} fragment F60 on Person { id }`,
  ],
  [
    'a fragment bomb that is neither deep nor costly',
    `{ hello ...F0 } ${repeat(60, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Query { hello }`,
  ],
  [
    'a fragment bomb below a field',
    `{ people { ...F0 } } ${repeat(60, (i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Person { id }`,
  ],
  [
    'a fragment bomb in the introspection',
    `{ __schema { types { ...F0 } } } ${repeat(60, (i) => `fragment F${i} on __Type { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on __Type { name }`,
  ],
  [
    'a fragment cycle',
    '{ people { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...A } }',
  ],
  ['tokens', `{ ${'hello '.repeat(10_000)} }`],
  [
    'introspection of introspection',
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
  ],
  ['one guess after another', 'mutation { a: guess(secret: "1") b: guess(secret: "2") }'],
  [
    'guesses in fragments',
    'mutation { ...A ... { b: guess(secret: "2") } } fragment A on Mutation { a: guess(secret: "1") }',
  ],
  ['an alias that every object has', '{ constructor: hello }'],
  ['a null character in a literal', String.raw`{ hello(name: "a\u0000") }`],
  ['half a surrogate pair in a literal', String.raw`{ hello(name: "\uD800") }`],
  ['a subscription that is skipped', 'subscription { ticks @skip(if: true) { n } }'],
  ['a subscription that a variable skips', 'subscription ($n: Boolean!) { ticks @skip(if: $n) { n } }'],
  [
    'a subscription with a skipped fragment',
    'subscription { ...A } fragment A on Subscription { ... @include(if: false) { ticks { n } } }',
  ],
  ['no operation', 'fragment A on Person { id }'],
  ['nothing but a comment', '# hello'],
  ['a syntax error', '{ hello'],
  ['a bomb of brackets', '['.repeat(50_000)],
  ['an unknown field', '{ nothing }'],
];
