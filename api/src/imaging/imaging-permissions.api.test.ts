import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { anImage, anImageRequest } from '../../test/imaging.ts';
import { aWorld, type World } from '../../test/world.ts';

let world: World;
let people: Record<'owner' | 'other' | 'staff' | 'nobody', TestAccount | null>;
let owner: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  owner = await anInfluencer(world);
  people = { owner, other: await anInfluencer(world), staff: await anAdministrator(world), nobody: null };
});
afterAll(() => world.stop());

type Outcome = 'ok' | 'FORBIDDEN' | 'NOT_FOUND' | 'UNAUTHENTICATED';

const request = async (status: 'PENDING' | 'FAILED' | 'COMPLETED' = 'PENDING') =>
  anImageRequest(world, owner, { status });
const image = async (deletedAgo?: number) =>
  anImage(world, await request('COMPLETED'), deletedAgo ? { deletedAgo } : {});

/** Who may do what with something of the owner's. `ok` for what shows everybody their own. */
const operations: [
  string,
  (id: string) => string,
  () => Promise<{ id: string } | null>,
  [Outcome, Outcome, Outcome],
][] = [
  [
    'requestImages',
    () => 'mutation { requestImages(input: { prompt: "a fox" }) { __typename } }',
    async () => null,
    ['ok', 'ok', 'FORBIDDEN'],
  ],
  [
    'cancelImageRequest',
    (id) => `mutation { cancelImageRequest(id: "${id}") { id } }`,
    () => request(),
    ['ok', 'NOT_FOUND', 'ok'],
  ],
  [
    'retryImageRequest',
    (id) => `mutation { retryImageRequest(id: "${id}") { __typename } }`,
    () => request('FAILED'),
    ['ok', 'NOT_FOUND', 'ok'],
  ],
  [
    'deleteImage',
    (id) => `mutation { deleteImage(id: "${id}") { id } }`,
    () => image(),
    ['ok', 'NOT_FOUND', 'FORBIDDEN'],
  ],
  [
    'restoreImage',
    (id) => `mutation { restoreImage(id: "${id}") { id } }`,
    () => image(1),
    ['ok', 'NOT_FOUND', 'FORBIDDEN'],
  ],
  ['imageRequest', (id) => `{ imageRequest(id: "${id}") { id prompt } }`, () => request(), ['ok', 'NOT_FOUND', 'ok']],
  ['imageRequests', () => '{ imageRequests { nodes { id } } }', async () => null, ['ok', 'ok', 'ok']],
  ['image', (id) => `{ image(id: "${id}") { downloadUrl } }`, () => image(), ['ok', 'NOT_FOUND', 'ok']],
  ['images', () => '{ images { nodes { id } } }', async () => null, ['ok', 'ok', 'FORBIDDEN']],
  ['imageQuota', () => '{ imageQuota { used } }', async () => null, ['ok', 'ok', 'FORBIDDEN']],
  ['studio', () => '{ studio { maxLoras } }', async () => null, ['ok', 'ok', 'FORBIDDEN']],
  ['imagingOverview', () => '{ imagingOverview { pending } }', async () => null, ['FORBIDDEN', 'FORBIDDEN', 'ok']],
];

const table = operations.flatMap(([name, document, subject, [ofOwner, ofOther, ofStaff]]) =>
  (
    [
      ['owner', ofOwner],
      ['other', ofOther],
      ['staff', ofStaff],
      ['nobody', 'UNAUTHENTICATED'],
    ] as const
  ).map(([who, outcome]) => [name, who, outcome, document, subject] as const),
);

test.each(table)('%s by %s: %s', async (_, who, outcome, document, subject) => {
  const id = (await subject())?.id ?? '';
  const { errors } = await world.as(people[who]).run(document(id));
  expect(errors.map((error) => error.extensions.code)).toEqual(outcome === 'ok' ? [] : [outcome]);
});

test('the table is complete', async () => {
  const { schema } = world.app;
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.values(type!.getFields()));
  const imaging = fields.map(({ name }) => name).filter((name) => /image|imaging|studio/i.test(name));
  expect(operations.map(([name]) => name).toSorted()).toEqual(imaging.toSorted());
});
