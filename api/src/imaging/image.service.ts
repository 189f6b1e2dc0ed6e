import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, transaction, type Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { demand } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { announceRequest } from './image-request.change.ts';
import { seeOwnImages } from './image-request.policy.ts';
import { Image } from './image.entity.ts';
import { keepDeletedDays } from './image.settings.ts';

const dayMs = 24 * 3600 * 1000;

/** Before this moment deleted means gone: the bytes may have been given up. */
export const goneBefore = (settings: Settings, now: Date): Date =>
  new Date(now.getTime() - settings.read(keepDeletedDays) * dayMs);

export interface ImageServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  now?: () => Date;
}

/** What people do with their own pictures. Both ways are safe to repeat. */
export class ImageService {
  constructor(private readonly parts: ImageServiceParts) {}

  delete(actor: Actor, id: string): Promise<Image> {
    return this.#change(actor, id, 'imaging.deleteImage', (image) => {
      if (image.deletedAt) return false;
      image.deletedAt = this.#now();
      return true;
    });
  }

  /** Undoes `delete` while the bytes are still kept. */
  restore(actor: Actor, id: string): Promise<Image> {
    return this.#change(actor, id, 'imaging.restoreImage', (image) => {
      if (!image.deletedAt) return false;
      if (image.purgedAt || image.deletedAt < goneBefore(this.parts.settings, this.#now())) throw noSuchImage();
      image.deletedAt = null;
      return true;
    });
  }

  async #change(actor: Actor, id: string, action: string, change: (image: Image) => boolean): Promise<Image> {
    const { accountId } = demand(actor, seeOwnImages);
    const { db, events } = this.parts;

    return transaction(db, async (tx) => {
      const image = await lockOwn(tx, accountId, id);
      if (!change(image)) return image;
      await tx.update(Image, { id }, { deletedAt: image.deletedAt });
      await recordAudit(tx, actor, action, { type: 'image', id });
      await announceRequest(tx, events, { id: image.requestId, accountId });
      return image;
    });
  }

  #now(): Date {
    return this.parts.now?.() ?? new Date();
  }
}

async function lockOwn(tx: Transaction, accountId: string, id: string): Promise<Image> {
  const image = isUuid(id)
    ? await tx.findOne(Image, { where: { id, accountId }, lock: { mode: 'pessimistic_write' } })
    : null;
  if (!image) throw noSuchImage();
  return image;
}

const noSuchImage = (): AppError => new AppError('NOT_FOUND', 'No such picture');
