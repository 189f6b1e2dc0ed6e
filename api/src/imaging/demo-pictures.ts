import { emailIndexes } from '../accounts/account.personal.ts';
import { type Actor, systemActor } from '../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, Refused } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Log } from '../platform/log.ts';
import { newTraceparent } from '../platform/traceparent.ts';
import type { ImageFailures } from './image-failure.notice.ts';
import { applyMove } from './image-request.change.ts';
import { ImageAspectRatio, type ImageRequest, ImageStyle } from './image-request.entity.ts';
import type { RequestImagesInput } from './image-request.inputs.ts';
import { askForImages } from './image-request.policy.ts';
import type { ImageRequestService } from './image-request.service.ts';

export interface DemoPicturesParts {
  db: Db;
  log: Log;
  events: EventBus;
  failures: ImageFailures;
  requests: ImageRequestService;
}

interface DemoRequest extends RequestImagesInput {
  /** So that everybody gets the same pictures. */
  seed: number;
  /** Came to nothing. Otherwise the worker draws it, as for anybody. */
  ends?: 'fail' | 'cancel';
}

/** Oldest first. */
const asked: Record<string, readonly DemoRequest[]> = {
  'lena@demo.example': [
    {
      prompt: 'A quiet harbour at dawn, long exposure, soft mist over the water',
      style: ImageStyle.NATURAL,
      aspectRatio: ImageAspectRatio.LANDSCAPE,
      seed: 20_417,
    },
    {
      prompt: 'Ceramics and figs on a sunlit kitchen table',
      style: ImageStyle.EDITORIAL,
      aspectRatio: ImageAspectRatio.PORTRAIT,
      count: 2,
      seed: 7_301,
    },
    {
      prompt: 'Paper planes over a pastel city, for the spring story',
      style: ImageStyle.PASTEL,
      aspectRatio: ImageAspectRatio.STORY,
      count: 4,
      seed: 512,
      ends: 'cancel',
    },
    {
      prompt: 'Night market in the rain, neon on wet stone',
      style: ImageStyle.NEON,
      aspectRatio: ImageAspectRatio.STORY,
      seed: 98_765,
    },
  ],
  'mateo@demo.example': [
    {
      prompt: 'Desert road at noon, seen from far above',
      style: ImageStyle.FILM,
      aspectRatio: ImageAspectRatio.PHOTO,
      seed: 1_964,
      ends: 'fail',
    },
    {
      prompt: 'Andalusian hills as cut paper, warm evening colours',
      style: ImageStyle.ILLUSTRATION,
      aspectRatio: ImageAspectRatio.SQUARE,
      seed: 33_108,
    },
  ],
};

/**
 * What the fictional creators asked the studio for, so that gallery and desk are not empty. All of it in one transaction, and
 * only while none of them has ever asked for anything. Never in production.
 */
export async function seedDemoPictures(parts: DemoPicturesParts): Promise<void> {
  try {
    await transaction(parts.db, (tx) => seed(tx, parts));
  } catch (error) {
    // Staff took from them what they would need: then they have no pictures.
    if (!(error instanceof AppError || error instanceof Refused)) throw error;
    parts.log.info({ err: error }, 'the fictional creators may not ask for pictures');
  }
}

async function seed(tx: Transaction, parts: DemoPicturesParts): Promise<void> {
  const accounts = await accountsIn(tx, parts.db);
  const [earlier] = await rows(tx, 'select from image_request where account_id = any($1) limit 1', [
    [...accounts.values()],
  ]);
  if (earlier) return;
  for (const [email, accountId] of accounts) {
    const person: Actor = {
      ...systemActor({ requestId: 'demo-pictures', traceparent: newTraceparent() }),
      accountId,
      permissions: new Map([[askForImages.name, 'OWN']]),
    };
    for (const { ends, ...input } of asked[email]!) {
      const request = await parts.requests.requestWithin(tx, person, input);
      if (ends !== undefined) await end(tx, parts, person, request, ends);
    }
  }
}

/** The worker finds nothing more to hand over. */
async function end(
  tx: Transaction,
  { events, failures }: DemoPicturesParts,
  person: Actor,
  request: ImageRequest,
  how: 'fail' | 'cancel',
): Promise<void> {
  const engine = systemActor(person);
  await applyMove(tx, events, engine, request, 'accept');
  await applyMove(tx, events, engine, request, 'start', { progress: 40 });
  if (how === 'cancel') return applyMove(tx, events, person, request, 'cancel');
  const failure = { code: 'RENDER_ERROR', message: 'The preview could not be drawn.' };
  await applyMove(tx, events, engine, request, 'fail', { failure });
  await failures.tell(tx, request);
}

/** Of those who are there. Held until the end: two processes may start at once. */
async function accountsIn(tx: Transaction, { keyring }: Db): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const email of Object.keys(asked)) {
    const [account] = await rows<{ id: string }>(
      tx,
      `select id from account where email_index = any($1) and status = 'ACTIVE' for update`,
      [emailIndexes(keyring, email)],
    );
    if (account) found.set(email, account.id);
  }
  return found;
}
