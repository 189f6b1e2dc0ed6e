import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, type Stage, startStage } from '../test/stage.ts';
import { pdf } from '../test/hostile-files.ts';
import { cpuOf, type Figure, type Floor, median, repeat, send, startFloor } from './measure.ts';
import { seedPeople, type SeededPerson } from './seed.ts';

const fileBytes = 20_000_000;
const rounds = 5;
const perRound = 6;
const atOnce = 2;
const warmUploads = 40;
const allUploads = 200;

interface Round {
  /** Megabytes a second. */
  rate: number;
  /** CPU milliseconds of the server process for each megabyte. */
  cpu: number;
}

/** What sealing costs while documents arrive, and whether memory grows with them. */
export async function documents(): Promise<Figure[]> {
  const stage = await startStage({ withWorker: false });
  let started: Floor | undefined;
  try {
    // Beside the product's own files: both write to the same disk.
    const folder = await mkdtemp(join(stage.storageFolder, 'floor-'));
    const floor = await startFloor('./floor-stream.ts', [folder]);
    started = floor;
    await stage.set('documents.uploadsPerHour', 10_000);
    await stage.set('documents.openUploads', 50);
    const [person] = await seedPeople(stage, 1);
    if (person === undefined) throw new Error('nobody was seeded');
    const bytes = randomBytes(fileBytes);

    const round = async (pid: number, upload: () => Promise<unknown>): Promise<Round> => {
      const before = cpuOf(pid);
      const { seconds } = await repeat(perRound, atOnce, async () => void (await upload()));
      const megabytes = (perRound * fileBytes) / 1e6;
      return { rate: megabytes / seconds, cpu: ((cpuOf(pid) - before) * 1000) / megabytes };
    };
    const measured: Record<'floor' | 'product', Round[]> = { floor: [], product: [] };
    for (let turn = 0; turn <= rounds; turn += 1) {
      const bare = await round(floor.pid, () => send(`${floor.url}/x`, 'POST', {}, bytes));
      const sealed = await round(stage.api.pid(), () => upload(stage, person, bytes, 'IDENTITY_FRONT'));
      // The first turn warms both up.
      if (turn === 0) continue;
      measured.floor.push(bare);
      measured.product.push(sealed);
    }
    const rate = (kind: Round[]): number => median(kind.map((one) => one.rate));
    const shown = (kind: Round[]): string =>
      `${rate(kind).toFixed(0)} MB/s, ${median(kind.map((one) => one.cpu)).toFixed(1)} ms CPU/MB`;
    const ratio = rate(measured.product) / rate(measured.floor);
    return [
      {
        name: 'sealed upload of 20 MB',
        product: shown(measured.product),
        floor: shown(measured.floor),
        ratio,
        goal: '≥ 0.5',
        met: ratio >= 0.5,
      },
      await memory(stage, person),
    ];
  } finally {
    await started?.stop();
    await stage.stop();
  }
}

/** Over the resumable protocol, whole. Its id. */
export async function upload(
  stage: Stage,
  { token }: Pick<SeededPerson, 'token'>,
  bytes: Buffer,
  purpose: string,
): Promise<string> {
  const headers = { 'tus-resumable': '1.0.0', authorization: `Bearer ${token}` };
  const created = await send(`${stage.url}/documents/uploads`, 'POST', {
    ...headers,
    'upload-length': String(bytes.length),
    'upload-metadata': `purpose ${Buffer.from(purpose).toString('base64')}`,
  });
  const { location } = created.headers;
  if (location === undefined) throw new Error(`upload: ${created.status} ${created.body}`);
  const sent = await send(
    `${stage.url}${location}`,
    'PATCH',
    { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    bytes,
  );
  if (sent.status !== 204) throw new Error(`bytes: ${sent.status} ${sent.body}`);
  return location.split('/').at(-1)!;
}

/** One after the other, each looked through before the next: what is left afterwards is what grew. */
async function memory(stage: Stage, person: SeededPerson): Promise<Figure> {
  await stage.worker.start();
  const filling = randomBytes(fileBytes - 4_000).toString('latin1');
  const scan = pdf({ objects: [`<< /Length ${filling.length} >>\nstream\n${filling}\nendstream`] });
  const resident = (): number => [stage.api.pid(), stage.worker.pid()].reduce((sum, pid) => sum + residentOf(pid), 0);
  let warm = 0;
  for (let turn = 1; turn <= allUploads; turn += 1) {
    const id = await upload(stage, person, scan, 'BANK_STATEMENT');
    await eventually('a document that was looked through', async () => {
      const [found] = await stage.sql<{ status: string; reason: string | null }>(
        'select status, reason from document where id = $1',
        [id],
      );
      if (found?.status === 'REFUSED') throw new Error(`the document is refused: ${found.reason}`);
      return found?.status === 'READY' ? found : undefined;
    });
    if (turn === warmUploads) warm = resident();
  }
  const end = resident();
  const ratio = end / warm;
  return {
    name: `memory after ${allUploads} uploads of 20 MB`,
    product: `${end.toFixed(0)} MB`,
    floor: `${warm.toFixed(0)} MB after ${warmUploads}`,
    ratio,
    goal: '≤ 1.15',
    met: ratio <= 1.15,
  };
}

/** Megabytes. */
const residentOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
