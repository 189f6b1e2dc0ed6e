import { type DocumentNode, Kind, print, separateOperations, visit } from 'graphql';
import { startStage, type Stage } from '../test/stage.ts';
import { cpuOf, cpuOfPostgres, type Figure, type Floor, median, repeat, send, startFloor } from './measure.ts';
import { type SeededPerson, seedPeople, seedRequests } from './seed.ts';

const rounds = 15;
const perRound = 1000;
/** Before what counts, so that both are compiled when it does. */
const warmUpRounds = 6;
const atOnce = 4;

// By its address: the app is compiled by other rules than this.
const studioPage = new URL('../../web-influencer/src/features/imaging/studio-page.generated.ts', import.meta.url);
const { StudioPageDocument } = (await import(studioPage.href)) as { StudioPageDocument: DocumentNode };

/** The list as the studio sends it: with the names of types, and here by itself and for a page of 20. */
const { StudioPage: document } = separateOperations(
  visit(StudioPageDocument, {
    IntValue: (node, _key, parent) =>
      parent && 'kind' in parent && parent.kind === Kind.ARGUMENT && parent.name.value === 'first'
        ? { ...node, value: '20' }
        : undefined,
    SelectionSet: {
      leave: ({ selections, ...node }, _key, parent) =>
        parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
          ? {
              ...node,
              selections: selections.filter((one) => one.kind === Kind.FIELD && one.name.value === 'imageRequests'),
            }
          : {
              ...node,
              selections: [...selections, { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
            },
    },
  }),
);

/** What is asked, and the statement of the floor that makes the same rows and the same JSON, but for what only the product knows. */
interface Asked {
  query: string;
  statement: string;
}

/** A page with pictures and moves. The floor knows nothing of who asks, what they may do, and the cursor's form. */
const plain: Asked = {
  query: `query {
    imageRequests(first: 20) {
      nodes {
        id status prompt width height seed steps progress createdAt finishedAt viewerMoves
        person { id displayName }
        images { id position mimeType width height byteSize }
      }
      pageInfo { endCursor hasNextPage }
    }
  }`,
  statement: `select row_to_json(r)::text as json, r."createdAt"::text as "createdAt"
from (
  select r.id, r.status, r.prompt, r.width, r.height, r.seed, r.steps, r.progress, r.created_at as "createdAt", r.finished_at as "finishedAt",
    array[]::text[] as "viewerMoves",
    (select json_build_object('id', a.id, 'displayName', encode(a.name_sealed, 'base64')) from account a where a.id = r.account_id) as person,
    (select coalesce(json_agg(row_to_json(i)), '[]') from (
      select id, position, mime_type as "mimeType", width, height, byte_size as "byteSize"
      from image where request_id = r.id and deleted_at is null order by position) i) as images
  from image_request r where r.account_id = $1 order by r.created_at desc, r.id desc limit 20) r`,
};

/** The studio's own: beside that, the floor signs no links. */
const studio: Asked = {
  query: print(document!),
  statement: `select row_to_json(r)::text as json, r."createdAt"::text as "createdAt"
from (
  select 'ImageRequest' as "__typename", r.id, r.status, r.created_at as "createdAt", null as "retriedById",
    r.finished_at as "finishedAt", r.prompt, r.width, r.height, r.count, r.progress, null as "queuePosition", r.engine,
    null as "expectedSeconds", false as "takingLongerThanUsual", array[]::text[] as "viewerMoves",
    case when r.failure_code is not null then json_build_object('code', r.failure_code, 'message', r.failure_message) end as failure, r.cancelled_by as "cancelledBy",
    (select coalesce(json_agg(row_to_json(i)), '[]') from (
      select 'Image' as "__typename", id, position, width, height, sha256 as "displayUrl", sha256 as "thumbnailUrl"
      from image where request_id = r.id and deleted_at is null order by position) i) as images
  from image_request r where r.account_id = $1 order by r.created_at desc, r.id desc limit 20) r`,
};

interface Round {
  perSecond: number;
  /** CPU milliseconds a request, node and Postgres. */
  cpu: number;
}

async function measured(stage: Stage, person: SeededPerson, asked: Asked): Promise<{ product: Round; floor: Round }> {
  const floor = await startFloor('./floor-list.ts', [stage.databaseUrl, person.accountId, asked.statement]);
  try {
    return await measuredBeside(floor, stage, person, asked);
  } finally {
    await floor.stop();
  }
}

async function measuredBeside(
  floor: Floor,
  stage: Stage,
  { token }: SeededPerson,
  { query }: Asked,
): Promise<{ product: Round; floor: Round }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query });
  const first = await send(`${stage.url}/graphql`, 'POST', headers, body);
  const nodes = (JSON.parse(first.body) as { data: { imageRequests: { nodes: { images: unknown[] }[] } } }).data
    .imageRequests.nodes;
  if (nodes.length !== 20 || nodes.some((node) => node.images.length !== 1))
    throw new Error('the list is not what is to be measured');

  const round = async (url: string, pid: number): Promise<Round> => {
    const before = cpuOf(pid) + cpuOfPostgres(stage.postgres.pid());
    const { seconds } = await repeat(perRound, atOnce, async () => {
      const answer = await send(url, 'POST', headers, body);
      if (answer.status !== 200) throw new Error(answer.body);
    });
    return {
      perSecond: perRound / seconds,
      cpu: ((cpuOf(pid) + cpuOfPostgres(stage.postgres.pid()) - before) * 1000) / perRound,
    };
  };
  const product: Round[] = [];
  const reference: Round[] = [];
  for (let turn = 0; turn < warmUpRounds + rounds; turn += 1) {
    const one = await round(`${stage.url}/graphql`, stage.api.pid());
    const other = await round(floor.url, floor.pid);
    if (turn >= warmUpRounds) {
      product.push(one);
      reference.push(other);
    }
  }
  const middle = (kind: Round[]): Round => ({
    perSecond: median(kind.map((one) => one.perSecond)),
    cpu: median(kind.map((one) => one.cpu)),
  });
  return { product: middle(product), floor: middle(reference) };
}

/** `imageRequests`, 20 a page with nested pictures and moves, at ten thousand and at a million requests. */
export async function list(): Promise<Figure[]> {
  const stage = await startStage({ withWorker: false, durable: false });
  try {
    const people = await seedPeople(stage, 500);
    const [reader] = people;
    if (reader === undefined) throw new Error('nobody was seeded');
    const accountIds = people.map((person) => person.accountId);
    const atRows = async (perPerson: number) => {
      await seedRequests(stage, accountIds, { status: 'COMPLETED', perPerson, withImages: true });
      await stage.sql('vacuum analyze image_request, image');
      return measured(stage, reader, plain);
    };
    // Twice: what is measured first in a process, its compiler has seen less of.
    await atRows(20);
    const small = await measured(stage, reader, plain);
    const large = await atRows(1980);
    const asInStudio = await measured(stage, reader, studio);
    const shown = ({ perSecond, cpu }: Round): string => `${perSecond.toFixed(0)}/s, ${cpu.toFixed(2)} ms CPU`;
    const ratio = large.product.perSecond / large.floor.perSecond;
    const growth = large.product.cpu / small.product.cpu;
    return [
      {
        name: 'list of 20, 1,000,000 requests',
        product: shown(large.product),
        floor: shown(large.floor),
        ratio,
        goal: '≥ 0.65',
        met: ratio >= 0.65,
      },
      {
        name: 'the same at 10,000 requests: CPU, large to small',
        product: shown(small.product),
        floor: shown(small.floor),
        ratio: growth,
        goal: '0.8 to 1.2',
        met: growth >= 0.8 && growth <= 1.2,
      },
      {
        name: 'the page of the studio, 1,000,000 requests',
        product: shown(asInStudio.product),
        floor: shown(asInStudio.floor),
        ratio: asInStudio.product.perSecond / asInStudio.floor.perSecond,
        goal: '–',
        met: null,
      },
    ];
  } finally {
    await stage.stop();
  }
}
