import { setImmediate as nextTurn, setTimeout as rest } from 'node:timers/promises';
import type { Actor } from '../platform/actor.ts';
import type { Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { Log } from '../platform/log.ts';
import { imageRequestChannel, type ImageRequestChanged } from './image-request.change.ts';
import { visibleTo } from './image-request.policy.ts';
import { QueueWatch } from './image-request.queue-watch.ts';
import type { ImageRequestReads } from './image-request.reads.ts';
import type { Wanted } from './image-request.rows.ts';
import { RequestSubscription } from './image-request.subscription.ts';

export interface ImageRequestLiveParts {
  db: Db;
  events: EventBus;
  reads: ImageRequestReads;
  log: Log;
}

/** Who hears of a change. `mover`: only its place in line changed, which the desk does not need to hear for everybody. */
interface Change extends ImageRequestChanged {
  mover: boolean;
}

const everybody = 'everybody';
const ofAccount = (accountId: string): string => `account ${accountId}`;
const ofRequest = (requestId: string): string => `request ${requestId}`;

const audiencesOf = ({ requestId, accountId, mover }: Change): string[] => [
  ofAccount(accountId),
  ofRequest(requestId),
  ...(mover ? [] : [everybody]),
];

/** Rows of one statement. */
const largestBatch = 500;
const restAfterFailureMs = 1000;

/**
 * One for each process: hears of every change, loads what changed once for all who select the same, and hands the same row
 * to each of them. Changes that arrive during a load make the next batch, so nothing waits for a timer.
 */
export class ImageRequestLive {
  readonly #audiences = new Map<string, Set<RequestSubscription>>();
  readonly #changes = new Map<string, Change>();
  readonly #queue: QueueWatch;
  readonly #stopListening: (() => void)[];
  #delivering = false;
  #closed = false;

  constructor(private readonly parts: ImageRequestLiveParts) {
    const { db, log, events, reads } = parts;
    this.#queue = new QueueWatch({
      db,
      log,
      pace: reads.pace,
      announce: (change, mover) => this.#take({ ...change, mover }),
      isAnybodyThere: () => this.#audiences.size > 0,
      now: reads.now,
    });
    this.#stopListening = [
      events.subscribe<ImageRequestChanged>(imageRequestChannel, (changed) => {
        this.#take({ ...changed, mover: false });
        this.#queue.moved();
      }),
      // Who listened connects anew and reads again; others in the line may have moved meanwhile.
      events.onGap(() => this.#queue.moved()),
    ];
  }

  /** `wanted`: the selected paths below the request. Throws NOT_FOUND for an `id` that this person may not see. */
  async subscribe(actor: Actor, wanted: Wanted, id: string | null = null): Promise<RequestSubscription> {
    const owner = visibleTo(actor);
    if (id !== null) await this.parts.reads.request(actor, new Set(['id']), id);
    const audience = id !== null ? ofRequest(id) : owner === null ? everybody : ofAccount(owner);

    const subscription = new RequestSubscription(audience, wanted, () => this.#forget(subscription));
    const members = this.#audiences.get(audience) ?? new Set();
    this.#audiences.set(audience, members.add(subscription));
    if (this.#closed) subscription.end();
    return subscription;
  }

  /** How many listen here. */
  get subscriptions(): number {
    return [...this.#audiences.values()].reduce((sum, members) => sum + members.size, 0);
  }

  /** Ends every subscription. */
  close(): void {
    this.#closed = true;
    for (const stop of this.#stopListening) stop();
    this.#queue.stop();
    for (const subscription of [...this.#audiences.values()].flatMap((members) => [...members])) subscription.end();
  }

  #forget(subscription: RequestSubscription): void {
    const members = this.#audiences.get(subscription.audience);
    members?.delete(subscription);
    if (members?.size === 0) this.#audiences.delete(subscription.audience);
  }

  #take(change: Change): void {
    if (!audiencesOf(change).some((audience) => this.#audiences.has(audience))) return;
    const waiting = this.#changes.get(change.requestId);
    this.#changes.set(change.requestId, { ...change, mover: change.mover && (waiting?.mover ?? true) });
    if (!this.#delivering) void this.#deliver();
  }

  async #deliver(): Promise<void> {
    this.#delivering = true;
    while (this.#changes.size > 0 && !this.#closed) {
      // What came in the same packet is taken in one go.
      await nextTurn();
      const batch = [...this.#changes.values()].slice(0, largestBatch);
      for (const { requestId } of batch) this.#changes.delete(requestId);
      try {
        await this.#handOut(batch);
      } catch (error) {
        this.parts.log.warn({ err: error }, 'changed image requests could not be read; trying again');
        for (const change of batch)
          if (!this.#changes.has(change.requestId)) this.#changes.set(change.requestId, change);
        await rest(restAfterFailureMs, undefined, { ref: false });
      }
    }
    this.#delivering = false;
  }

  async #handOut(batch: Change[]): Promise<void> {
    for (const [wanted, readers] of this.#readersOf(batch)) {
      const rows = await this.parts.reads.requestRows([...readers.keys()], wanted);
      for (const row of rows) {
        this.#queue.told(row);
        for (const subscription of readers.get(row.id) ?? []) subscription.offer(row);
      }
    }
  }

  /** By what is selected, then by request: who is to get it. */
  #readersOf(batch: Change[]): Map<Wanted, Map<string, RequestSubscription[]>> {
    const bySelection = new Map<Wanted, Map<string, RequestSubscription[]>>();
    for (const change of batch)
      for (const audience of audiencesOf(change))
        for (const subscription of this.#audiences.get(audience) ?? []) {
          const readers = bySelection.get(subscription.wanted) ?? new Map<string, RequestSubscription[]>();
          bySelection.set(subscription.wanted, readers);
          readers.set(change.requestId, [...(readers.get(change.requestId) ?? []), subscription]);
        }
    return bySelection;
  }
}
