import type { Actor } from '../platform/actor.ts';
import { rows, together, transaction, type Db, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { HttpProblem } from '../platform/http.ts';
import type { Jobs } from '../platform/jobs.ts';
import { isUuid } from '../platform/uuid.ts';
import { tooManyPictures } from './callback-forms.ts';
import { engineFailure } from './engine-failure.ts';
import { lockContent } from '../platform/content-lock.ts';
import { deriveJob } from './image-derivatives.ts';
import type { ImageFailures } from './image-failure.notice.ts';
import { applyMove, isOpen, lockRequest, recordHistory, recordProgress } from './image-request.change.ts';
import type { ImageRequest } from './image-request.entity.ts';
import type { ImageRequestStatus } from './image-request.lifecycle.ts';
import type { ObjectStorage, StagedFile } from '../platform/object-storage.ts';
import type { PictureFacts } from './picture-facts.ts';

/** Which delivery it is. The same again is a replay. */
export interface Receipt {
  requestId: string;
  /** Unix seconds, as signed. */
  timestamp: number;
  /** Hex. */
  bodySha256: string;
}

export interface DeliveredPicture extends PictureFacts {
  file: StagedFile;
}

export type Delivery =
  | { event: 'progress'; progress: number }
  | { event: 'failed'; error: { code?: string; message?: string } }
  | { event: 'completed'; pictures: DeliveredPicture[]; whole: boolean };

/** `duplicate`: the same had been applied before. `late`: the request had ended otherwise; recorded, nothing changed. */
export type DeliveryOutcome = 'applied' | 'duplicate' | 'late';

export interface Awaiting {
  /** Pictures asked for. */
  count: number;
  /** Pictures still to come: none once the request has ended. */
  missing: number;
}

export interface ImageDeliveryDeps {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  storage: ObjectStorage;
  failures: ImageFailures;
}

/** What engines tell us about requests, applied once however often it is said. */
export class ImageDeliveryService {
  readonly #db: Db;
  readonly #events: EventBus;
  readonly #jobs: Jobs;
  readonly #storage: ObjectStorage;
  readonly #failures: ImageFailures;

  constructor({ db, events, jobs, storage, failures }: ImageDeliveryDeps) {
    this.#db = db;
    this.#events = events;
    this.#jobs = jobs;
    this.#storage = storage;
    this.#failures = failures;
  }

  /** Null when there is no such request. Without a lock: to know what to expect of a body. */
  async awaiting(requestId: string): Promise<Awaiting | null> {
    if (!isUuid(requestId)) return null;
    const { rows: found } = await this.#db.pool.query<Awaiting & { status: ImageRequestStatus }>({
      name: 'image_awaiting',
      text: `select status, count, count - (select count(*)::int from image where request_id = r.id) as missing
             from image_request r where id = $1`,
      values: [requestId],
    });
    if (!found[0]) return null;
    const { status, count, missing } = found[0];
    return { count, missing: isOpen({ status }) ? missing : 0 };
  }

  async deliver(actor: Actor, receipt: Receipt, delivery: Delivery): Promise<DeliveryOutcome> {
    const pictures = delivery.event === 'completed' ? delivery.pictures : [];
    // Before the transaction: a row never names bytes that are not there, and no connection waits for a disk.
    for (const { file, mimeType } of pictures) await this.#storage.put(file.sha256, file, mimeType);

    try {
      const outcome = await transaction(this.#db, (tx) => this.#settle(tx, actor, receipt, delivery));
      if (outcome !== 'applied') await this.#dropUnowned(pictures);
      return outcome;
    } catch (error) {
      if (error instanceof HttpProblem) await this.#dropUnowned(pictures);
      throw error;
    }
  }

  async #settle(tx: Transaction, actor: Actor, receipt: Receipt, delivery: Delivery): Promise<DeliveryOutcome> {
    const [request, earlier] = await together(lockRequest(tx, receipt.requestId), whatCameBefore(tx, receipt));
    if (!request) throw new HttpProblem(404, 'NOT_FOUND', 'There is no such request');
    if (earlier.replayed) throw new HttpProblem(409, 'REPLAYED', 'This very delivery was processed before');

    const outcome = outcomeOf(delivery, request, earlier.repeated);
    await together(
      recordReceipt(tx, receipt, delivery.event, outcome),
      outcome === 'applied' && this.#apply(tx, actor, request, delivery, earlier),
      outcome === 'late' && delivery.event !== 'progress' && recordHistory(tx, request, 'late', null, delivery.event),
    );
    return outcome;
  }

  async #apply(
    tx: Transaction,
    actor: Actor,
    request: ImageRequest,
    delivery: Delivery,
    earlier: Earlier,
  ): Promise<void> {
    switch (delivery.event) {
      case 'progress':
        return recordProgress(tx, this.#events, actor, request, delivery.progress);
      case 'failed':
        await applyMove(tx, this.#events, actor, request, 'fail', { failure: engineFailure(delivery.error) });
        return this.#failures.tell(tx, request);
      case 'completed': {
        const arrived = earlier.pictures + delivery.pictures.length;
        if (arrived > request.count) throw tooManyPictures();
        const complete = delivery.whole || arrived === request.count;
        await together(
          this.#takeIn(tx, request, earlier, delivery.pictures),
          complete
            ? applyMove(tx, this.#events, actor, request, 'complete', { pictures: arrived })
            : recordProgress(tx, this.#events, actor, request, (100 * arrived) / request.count),
        );
      }
    }
  }

  async #takeIn(tx: Transaction, request: ImageRequest, earlier: Earlier, pictures: DeliveredPicture[]): Promise<void> {
    const images = pictures.map(({ file, mimeType, width, height }, index) => ({
      position: earlier.pictures + index,
      sha256: file.sha256,
      mime_type: mimeType,
      width,
      height,
      byte_size: file.byteSize,
    }));
    const contents = [...new Set(images.map(({ sha256 }) => sha256))];
    const [, inserted] = await together(
      lockContent(tx, contents),
      rows<InsertedImage>(tx, insertImages, [request.id, request.accountId, JSON.stringify(images)]),
      // Also when somebody has thumbnails of it: that is seldom, and the worker finds it out.
      ...contents.map((sha256) => this.#jobs.enqueue(tx, deriveJob, { sha256 }, { singletonKey: sha256 })),
    );
    for (const { sha256, purgeable } of inserted) {
      const { file, mimeType } = pictures.find((picture) => picture.file.sha256 === sha256)!;
      if (purgeable && (await this.#storage.size(sha256)) === null) await this.#storage.put(sha256, file, mimeType);
    }
  }

  /** The request was settled otherwise while its pictures were being stored: what nobody owns is not kept. */
  async #dropUnowned(pictures: DeliveredPicture[]): Promise<void> {
    if (pictures.length === 0) return;
    const sha256s = pictures.map(({ file }) => file.sha256);
    const unowned = `select sha256 from unnest($1::text[]) as content (sha256)
                     where not exists (select from image i where i.sha256 = content.sha256 and i.purged_at is null)`;
    if ((await this.#db.pool.query(unowned, [sha256s])).rows.length === 0) return;
    await transaction(this.#db, async (tx) => {
      await lockContent(tx, sha256s);
      for (const { sha256 } of await rows<{ sha256: string }>(tx, unowned, [sha256s]))
        await this.#storage.remove(sha256);
    });
  }
}

interface InsertedImage {
  sha256: string;
  /** Only deleted pictures had these bytes so far: a purge may have removed them between the storing and the lock. */
  purgeable: boolean;
}

/** Each content is looked up by itself: over all at once, Postgres would go through the whole table instead of its index. */
const insertImages = `
  with delivered as (
    select p.*, known.derived_at, known.purgeable
    from jsonb_to_recordset($3) as
      p (position int, sha256 text, mime_type text, width int, height int, byte_size int)
    cross join lateral (
      select max(derived_at) filter (where deleted_at is null) as derived_at, bool_and(deleted_at is not null) as purgeable
      from image where image.sha256 = p.sha256) known
  ), stored as (
    insert into image (request_id, account_id, position, sha256, mime_type, width, height, byte_size, derived_at)
    select $1, $2, position, sha256, mime_type, width, height, byte_size, derived_at from delivered)
  select sha256, coalesce(purgeable, false) as purgeable from delivered`;

interface Earlier {
  /** The very same delivery. */
  replayed: boolean;
  /** The same content, signed anew. */
  repeated: boolean;
  pictures: number;
}

/** Needs the row lock of the request. */
async function whatCameBefore(tx: Transaction, receipt: Receipt): Promise<Earlier> {
  const [found] = await rows<Earlier>(
    tx,
    // A condition on the digest would make Postgres think little of the index, and go through the table while it is small.
    `select coalesce(bool_or(body_sha256 = $3 and sent_at = to_timestamp($2)), false) as replayed,
            coalesce(bool_or(body_sha256 = $3 and outcome = 'APPLIED'), false) as repeated,
            (select count(*)::int from image where request_id = $1) as pictures
     from image_callback where request_id = $1`,
    [receipt.requestId, receipt.timestamp, Buffer.from(receipt.bodySha256, 'hex')],
  );
  return found!;
}

function outcomeOf(delivery: Delivery, request: ImageRequest, repeated: boolean): DeliveryOutcome {
  // The same progress again is a sign of life again: an engine that stands at 40 % for long is not given up.
  if (repeated && delivery.event !== 'progress') return 'duplicate';
  return isOpen(request) ? 'applied' : 'late';
}

async function recordReceipt(
  tx: Transaction,
  receipt: Receipt,
  event: Delivery['event'],
  outcome: DeliveryOutcome,
): Promise<void> {
  await tx.query(
    `insert into image_callback (request_id, sent_at, body_sha256, event, outcome)
     values ($1, to_timestamp($2), $3, $4, $5)`,
    [receipt.requestId, receipt.timestamp, Buffer.from(receipt.bodySha256, 'hex'), event, outcome.toUpperCase()],
  );
}
