import { randomInt } from 'node:crypto';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { type Db, together, transaction, type Transaction } from '../platform/db.ts';
import { AppError, Refused } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Jobs } from '../platform/jobs.ts';
import { demand } from '../platform/permission.ts';
import type { Settings, SettingScope } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import type { ConsentService } from '../terms/consent.service.ts';
import { cancelJob, dispatchJob } from './image-dispatch.jobs.ts';
import {
  type ImageQuota,
  ImageQuotaExceeded,
  quotaOf,
  quotaPeriodAt,
  quotaPeriodKey,
  reserveQuota,
  settingScopeOf,
} from './image-quota.ts';
import {
  announceRequest,
  applyMove,
  auditedRequest,
  deadlineAfter,
  lockRequest,
  recordHistory,
  picturesOf,
} from './image-request.change.ts';
import { type ImageEngine, ImageRequest } from './image-request.entity.ts';
import type { RequestImagesInput } from './image-request.inputs.ts';
import { ImageRequestStatus, retryableStatuses } from './image-request.lifecycle.ts';
import { askForImages, mayMove, visibleTo } from './image-request.policy.ts';
import { demandAllowed, type ImageParameters, parametersOf, remainingParameters } from './image-request.rules.ts';
import { type Studio, studioFor } from './image-studio.ts';
import { timeoutSeconds } from './image.settings.ts';

export interface ImageRequestServiceParts {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  settings: Settings;
  consents: Pick<ConsentService, 'demandAccepted'>;
  /** Somebody has asked for pictures. */
  onAsked: (tx: Transaction, accountId: string) => Promise<void>;
  /** Which engine new requests are for. */
  engine: ImageEngine;
  now?: () => Date;
}

/** A request to be stored, for whose account and quota. */
interface NewRequest {
  scope: SettingScope & { accountId: string };
  parameters: ImageParameters;
  retryOfId?: string;
  idempotencyKey?: string | null;
}

/** What people do with requests. What engines and time do to them is in image-delivery, image-dispatch and image-watchdog. */
export class ImageRequestService {
  constructor(private readonly parts: ImageRequestServiceParts) {}

  async request(actor: Actor, input: RequestImagesInput): Promise<ImageRequest> {
    const person = demand(actor, askForImages);
    return transaction(this.parts.db, (tx) => this.requestWithin(tx, person, input));
  }

  /** As a part of something larger. */
  async requestWithin(tx: Transaction, actor: Actor, input: RequestImagesInput): Promise<ImageRequest> {
    const { accountId } = demand(actor, askForImages);
    const { settings, consents, engine } = this.parts;
    const [scope] = await together(
      settingScopeOf(tx, accountId),
      consents.demandAccepted(tx, accountId, 'REQUEST_IMAGES'),
    );
    const parameters = parametersOf(input, studioFor(settings, scope, engine), () => randomInt(2 ** 31));
    const { request, isNew } = await this.#store(tx, actor, {
      scope,
      parameters,
      idempotencyKey: input.idempotencyKey ?? null,
    });
    if (isNew) await recordAudit(tx, actor, 'imaging.request', auditedRequest(request), { count: request.count });
    return request;
  }

  /** Repeats a final, unsuccessful request as a new one. Asked twice, it gives the same new one. */
  retry(actor: Actor, id: string): Promise<ImageRequest> {
    return transaction(this.parts.db, (tx) => this.#retry(tx, actor, id));
  }

  /** What retrying a dead letter of `image-dispatch` means: the dead request stays final, a new one takes its place. */
  async revive(actor: SignedInActor, { requestId }: { requestId: string }, tx: Transaction): Promise<void> {
    try {
      await this.#retry(tx, actor, requestId);
    } catch (error) {
      if (error instanceof Refused && error.refusal instanceof ImageQuotaExceeded)
        throw new AppError('CONFLICT', 'The quota of the person who asked is used up; discard this one');
      throw error;
    }
  }

  async cancel(actor: Actor, id: string): Promise<ImageRequest> {
    const { db, events, jobs } = this.parts;
    const owner = visibleTo(actor);

    return transaction(db, async (tx) => {
      const request = movable(actor, owner, await lockRequest(tx, id));
      await applyMove(tx, events, actor, request, 'cancel');
      await jobs.enqueue(tx, cancelJob, { requestId: request.id }, { cause: actor });
      return request;
    });
  }

  async quota(actor: Actor): Promise<ImageQuota> {
    const { accountId } = demand(actor, askForImages);
    const { db, settings } = this.parts;
    return quotaOf(db.source.manager, settings, await settingScopeOf(db.source.manager, accountId), this.#now());
  }

  async studio(actor: Actor): Promise<Studio> {
    const { accountId } = demand(actor, askForImages);
    const { db, settings, engine } = this.parts;
    return studioFor(settings, await settingScopeOf(db.source.manager, accountId), engine);
  }

  async #retry(tx: Transaction, actor: Actor, id: string): Promise<ImageRequest> {
    const owner = visibleTo(actor);
    const old = movable(actor, owner, isUuid(id) ? await tx.findOneBy(ImageRequest, { id }) : null);
    if (!retryableStatuses.includes(old.status))
      throw new AppError('CONFLICT', `Cannot retry: it is ${old.status.toLowerCase()}`);

    // Staff who repeat what went wrong do not ask for something new in somebody's name.
    const isOwner = actor.accountId === old.accountId;
    const [scope, arrived] = await together(
      settingScopeOf(tx, old.accountId),
      picturesOf(tx, old),
      isOwner && this.parts.consents.demandAccepted(tx, old.accountId, 'REQUEST_IMAGES'),
    );
    const { request, isNew } = await this.#store(tx, actor, {
      scope,
      parameters: remainingParameters(old, arrived),
      retryOfId: old.id,
    });
    if (!isNew) return request;
    if (isOwner) demandAllowed(request, studioFor(this.parts.settings, scope, this.parts.engine));
    await recordHistory(tx, old, 'retry', actor.accountId);
    await recordAudit(tx, actor, 'imaging.retry', auditedRequest(old), { repeatedBy: request.id });
    await announceRequest(tx, this.parts.events, old);
    return request;
  }

  /** Row, quota, history, event and job. The one that is there already when the key or the retry was seen before. */
  async #store(tx: Transaction, actor: Actor, wanted: NewRequest): Promise<{ request: ImageRequest; isNew: boolean }> {
    const { events, jobs, settings, engine } = this.parts;
    const { scope, parameters, retryOfId = null, idempotencyKey = null } = wanted;
    const now = this.#now();
    const patience = settings.read(timeoutSeconds, scope);

    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(ImageRequest)
      .values({
        ...parameters,
        accountId: scope.accountId,
        status: ImageRequestStatus.PENDING,
        engine,
        traceparent: actor.traceparent,
        idempotencyKey,
        retryOfId,
        quotaPeriod: quotaPeriodKey(quotaPeriodAt(now)),
        progress: 0,
        dispatchAttempts: 0,
        createdAt: now,
        timeoutSeconds: patience,
        deadlineAt: deadlineAfter(now, patience),
      })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = inserted.raw as { id: string }[];
    if (!row) {
      const first = retryOfId ? { retryOfId } : { accountId: scope.accountId, idempotencyKey: idempotencyKey! };
      return { request: await tx.findOneByOrFail(ImageRequest, first), isNew: false };
    }

    await reserveQuota(tx, settings, scope, now, parameters.count);
    const request = await tx.findOneByOrFail(ImageRequest, { id: row.id });
    await recordHistory(tx, request, 'request', actor.accountId);
    await announceRequest(tx, events, request);
    await this.parts.onAsked(tx, request.accountId);
    await jobs.enqueue(tx, dispatchJob, { requestId: request.id }, { cause: actor });
    return { request, isNew: true };
  }

  #now(): Date {
    return this.parts.now?.() ?? new Date();
  }
}

/** What a person may not see does not exist for them. `owner`: the only account whose requests they see, or null. */
function movable(actor: Actor, owner: string | null, request: ImageRequest | null): ImageRequest {
  if (!request || (owner !== null && request.accountId !== owner)) throw new AppError('NOT_FOUND', 'No such request');
  if (!mayMove(actor, request)) throw new AppError('FORBIDDEN', 'You may not do this');
  return request;
}
