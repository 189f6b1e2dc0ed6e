import { buffer } from 'node:stream/consumers';
import type { ResizeOptions, Sharp } from 'sharp';
import { rows, transaction, type Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { defineJob, type JobHandler } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Settings } from '../platform/setting.ts';
import { lockContent } from '../platform/content-lock.ts';
import { announceRequest } from './image-request.change.ts';
import { maxPicturePixels } from './image.settings.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { derivatives, type Derivative } from './picture-files.ts';
import { sourceLabel, sourceTypeOf } from './source-label.ts';
import { Staging } from '../platform/staging.ts';

/** Makes what is shown of a picture. One job serves all owners of the same bytes. */
export const deriveJob = defineJob<{ sha256: string }>({
  name: 'image-derive',
  retry: { limit: 5, delay: 2, delayMax: 60 },
  expireIn: 60,
  concurrency: 1,
});

export interface DeriveDeps {
  db: Db;
  events: EventBus;
  settings: Settings;
  storage: ObjectStorage;
  log: Log;
}

/** Tall enough for every format that is offered. What is taller still would be more than WebP and AVIF can hold. */
const inside = (width: number): ResizeOptions => ({
  width,
  height: 4 * width,
  fit: 'inside',
  withoutEnlargement: true,
});
const displayWidth = 1600;
const thumbnailWidth = 480;

/**
 * Every picture is decoded and encoded anew: only then is it sure to be a picture and nothing else, without the place and
 * the camera that a file may name. What is made says of itself, as its original does, that a machine made it. Safe to run twice.
 */
export function handleDerive({ db, events, settings, storage, log }: DeriveDeps): JobHandler<{ sha256: string }> {
  return async ({ sha256 }) => {
    const { rows: waiting } = await db.pool.query(
      'select from image where sha256 = $1 and derived_at is null and purged_at is null limit 1',
      [sha256],
    );
    // Equal bytes of somebody had thumbnails already.
    if (waiting.length === 0) return;
    const original = await storage.get(sha256);
    // Purged before its turn came.
    if (!original) return;
    const bytes = await buffer(original.stream);
    const made = await derive(bytes, settings.read(maxPicturePixels), (error) =>
      log.warn({ err: error, sha256 }, 'a picture cannot be decoded, a sign is shown in its place'),
    );
    const staging = new Staging(storage.stagingFolder, Number.POSITIVE_INFINITY);
    try {
      for (const name of derivatives) {
        const file = staging.begin();
        file.write(made[name]);
        await storage.put(`${sha256}/${name}`, await file.finish(), `image/${name.split('.')[1]}`);
      }
    } finally {
      await staging.discard();
    }
    await transaction(db, async (tx) => {
      await lockContent(tx, [sha256]);
      const owners = await rows<{ id: string; accountId: string }>(
        tx,
        `update image set derived_at = coalesce(derived_at, now()) where sha256 = $1 and purged_at is null
         returning request_id as id, account_id as "accountId"`,
        [sha256],
      );
      // A purge came first, and what was just made belongs to nobody.
      if (owners.length === 0) for (const name of derivatives) await storage.remove(`${sha256}/${name}`);
      for (const owner of owners) await announceRequest(tx, events, owner);
    });
  };
}

async function derive(
  bytes: Buffer,
  maxPixels: number,
  onUndecodable: (error: unknown) => void,
): Promise<Record<Derivative, Buffer>> {
  const { default: sharp } = await import('sharp');
  // Jobs share the machine with what people wait for.
  sharp.concurrency(1);
  let shown: Buffer;
  let label = sourceLabel(sourceTypeOf(undefined));
  try {
    const original = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' });
    label = sourceLabel(sourceTypeOf((await original.metadata()).xmp));
    shown = await display(original.autoOrient());
  } catch (error) {
    onUndecodable(error);
    shown = await display(sharp(Buffer.from(cannotBeShown)));
  }
  const thumbnail = sharp(shown).resize(inside(thumbnailWidth));
  return {
    'thumbnail.avif': await thumbnail.clone().avif({ quality: 55, effort: 3 }).withXmp(label).toBuffer(),
    'thumbnail.webp': await thumbnail.clone().webp({ quality: 78 }).withXmp(label).toBuffer(),
    'display.webp': await sharp(shown).webp({ quality: 86 }).withXmp(label).toBuffer(),
  };
}

/** Decoded once for all that is made of it. */
const display = (picture: Sharp): Promise<Buffer> =>
  picture.resize(inside(displayWidth)).png({ compressionLevel: 0 }).toBuffer();

/** A torn picture. The original bytes can still be downloaded. */
const cannotBeShown = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 48 48">
  <rect width="48" height="48" fill="#e7e5e4"/>
  <path d="M14 15h20v18H14z" fill="none" stroke="#78716c" stroke-width="1.5" stroke-linejoin="round"/>
  <path d="m14 29 6-6 4 4 4-5 6 7" fill="none" stroke="#78716c" stroke-width="1.5" stroke-linejoin="round"/>
  <path d="m12 12 24 24" stroke="#e7e5e4" stroke-width="4"/><path d="m12 12 24 24" stroke="#78716c" stroke-width="1.5"/>
</svg>`;
