import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Histogram } from 'prom-client';
import { systemActor } from '../platform/actor.ts';
import type { Config } from '../platform/config.ts';
import { HttpProblem, sendJson, type RequestContext, type Route } from '../platform/http.ts';
import type { Registry } from '../platform/metrics.ts';
import type { Settings } from '../platform/setting.ts';
import { receiveBody } from './callback-body.ts';
import { tooManyPictures, type CallbackMessage } from './callback-forms.ts';
import { readStamp, verifyCallback, withinTolerance } from './callback-signature.ts';
import type {
  Awaiting,
  DeliveredPicture,
  Delivery,
  DeliveryOutcome,
  ImageDeliveryService,
} from './image-delivery.service.ts';
import { maxPictureBytes, maxPicturePixels } from './image.settings.ts';
import { StorageError, type ObjectStorage } from '../platform/object-storage.ts';
import { pictureFacts } from './picture-facts.ts';
import { fetchLink, type LinkRules } from '../platform/safe-fetch.ts';
import { Staging } from '../platform/staging.ts';

export interface CallbackDeps {
  config: Config['callback'];
  settings: Settings;
  storage: ObjectStorage;
  delivery: ImageDeliveryService;
  metrics: Registry;
  now?: () => Date;
  /** Replaced by tests. */
  resolve?: LinkRules['resolve'];
  silenceMs?: number;
}

const retryAfterSeconds = 15;
const silenceMs = 15_000;
const linkMs = 30_000;

/** POST /callbacks/images/:requestId: where engines report progress and deliver pictures. */
export function callbackRoute(deps: CallbackDeps): Route {
  const figures = callbackFigures(deps.metrics);
  return {
    name: 'image-callback',
    methods: ['POST'],
    path: /^\/callbacks\/images\/([^/]+)$/,
    async handle(req, res, context, match) {
      const stopTimer = figures.duration.startTimer();
      const staging = new Staging(deps.storage.stagingFolder, deps.settings.read(maxPictureBytes));
      let outcome: string = 'ERROR';
      try {
        outcome = await receive(deps, req, context, match[1]!, staging);
        sendJson(res, 200, { outcome });
      } catch (error) {
        const problem = error instanceof StorageError ? storageProblem(error, context, res) : error;
        if (problem instanceof HttpProblem) outcome = problem.code;
        throw problem;
      } finally {
        stopTimer();
        figures.count.inc({ outcome });
        // The sender of what was taken does not wait for it.
        await staging.discard();
      }
    },
  };
}

async function receive(
  deps: CallbackDeps,
  req: IncomingMessage,
  context: RequestContext,
  requestId: string,
  staging: Staging,
): Promise<DeliveryOutcome> {
  const stamp = readStamp(headerOf(req, 'x-influencegen-timestamp'), headerOf(req, 'x-influencegen-signature'));
  if (!stamp) throw unsigned('SIGNATURE_MISSING', 'A callback carries a timestamp and a signature');
  if (!withinTolerance(stamp.timestamp, deps.now?.() ?? new Date()))
    throw unsigned('TIMESTAMP_OUT_OF_RANGE', 'The timestamp is too far from now');

  const awaiting = await deps.delivery.awaiting(requestId);
  const limits = { pictures: awaiting?.count ?? null, silenceMs: deps.silenceMs ?? silenceMs };
  const body = await receiveBody(req, staging, limits);
  const receipt = { requestId, timestamp: stamp.timestamp, bodySha256: body.sha256 };
  if (!verifyCallback(deps.config.secrets, stamp.signatures, receipt))
    throw unsigned('SIGNATURE_WRONG', 'The signature does not match');
  if (!awaiting) throw new HttpProblem(404, 'NOT_FOUND', 'There is no such request');
  const delivery = await examine(deps, staging, body.message(), awaiting);
  return deps.delivery.deliver({ ...systemActor(context), ip: context.ip }, receipt, delivery);
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => headers[name]?.toString();

const unsigned = (code: string, message: string): HttpProblem => new HttpProblem(401, code, message);

/** Fetches what is still elsewhere and looks at what the bytes are. For a request that has ended, neither matters. */
async function examine(
  deps: CallbackDeps,
  staging: Staging,
  message: CallbackMessage,
  awaiting: Awaiting,
): Promise<Delivery> {
  if (message.event !== 'completed') return message;
  if (awaiting.missing === 0) return { ...message, pictures: [] };
  if (message.pictures.length > awaiting.missing) throw tooManyPictures();

  const { config, settings } = deps;
  const rules = {
    hosts: config.linkHosts,
    allowLoopback: config.linkAllowLoopback,
    milliseconds: linkMs,
    ...(deps.resolve && { resolve: deps.resolve }),
  };
  const pictures: DeliveredPicture[] = [];
  for (const picture of message.pictures) {
    const file = 'url' in picture ? await fetchLink(picture.url, rules, staging.begin()) : picture;
    pictures.push({ file, ...(await pictureFacts(file, settings.read(maxPicturePixels))) });
  }
  return { ...message, pictures };
}

/** No fault of the sender, and nothing is lost: engines try again. */
function storageProblem(error: StorageError, { log }: RequestContext, res: ServerResponse): HttpProblem {
  log.error({ err: error }, 'a delivered picture could not be stored');
  res.setHeader('retry-after', retryAfterSeconds);
  return new HttpProblem(503, `STORAGE_${error.reason}`, error.message);
}

const callbackFigures = (registry: Registry) => ({
  count: new Counter({
    name: 'image_callbacks_total',
    help: 'Callbacks by what became of them: applied, duplicate, late, or the code of the refusal',
    labelNames: ['outcome'],
    registers: [registry],
  }),
  duration: new Histogram({
    name: 'image_callback_duration_seconds',
    help: 'Time from the headers of a callback to its answer',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [registry],
  }),
});
