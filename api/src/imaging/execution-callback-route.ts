import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Counter } from 'prom-client';
import { systemActor } from '../platform/actor.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import { HttpProblem, readBody, sendJson, type Route } from '../platform/http.ts';
import type { Registry } from '../platform/metrics.ts';
import { checkCallbackJson } from './callback.openapi.ts';
import { readStamp, verifyCallback, withinTolerance } from './callback-signature.ts';
import type { Delivery, ImageDeliveryService, Receipt } from './image-delivery.service.ts';

export interface ExecutionCallbackDeps {
  config: Config['callback'];
  db: Db;
  delivery: ImageDeliveryService;
  metrics: Registry;
}

const limit = { bytes: 16_384, milliseconds: 10_000 };

/**
 * POST /callbacks/executions/:executionId: the error workflow of n8n knows only the id of the run that failed, so it signs and
 * addresses that. Takes nothing but failures.
 */
export function executionCallbackRoute({ config, db, delivery, metrics }: ExecutionCallbackDeps): Route {
  const outcomes = new Counter({
    name: 'image_execution_callbacks_total',
    help: 'Failures that n8n reported by the id of its run: what became of them, or the code of the refusal',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  return {
    name: 'execution-callback',
    methods: ['POST'],
    path: /^\/callbacks\/executions\/([\w-]{1,100})$/,
    async handle(req, res, context, match) {
      let outcome = 'ERROR';
      try {
        const executionId = match[1]!;
        const { timestamp, bodySha256, failure } = await receive(req, executionId, config.secrets);
        const requestId = await requestOf(db, executionId);
        const receipt: Receipt = { requestId, timestamp, bodySha256 };
        outcome = await delivery.deliver({ ...systemActor(context), ip: context.ip }, receipt, failure);
        sendJson(res, 200, { outcome });
      } catch (error) {
        if (error instanceof HttpProblem) outcome = error.code;
        throw error;
      } finally {
        outcomes.inc({ outcome });
      }
    },
  };
}

async function receive(req: IncomingMessage, executionId: string, secrets: string[]) {
  const stamp = readStamp(
    req.headers['x-influencegen-timestamp']?.toString(),
    req.headers['x-influencegen-signature']?.toString(),
  );
  if (!stamp) throw new HttpProblem(401, 'SIGNATURE_MISSING', 'A callback carries a timestamp and a signature');
  if (!withinTolerance(stamp.timestamp, new Date()))
    throw new HttpProblem(401, 'TIMESTAMP_OUT_OF_RANGE', 'The timestamp is too far from now');
  const body = await readBody(req, limit);
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const signed = { timestamp: stamp.timestamp, requestId: executionId, bodySha256 };
  if (!verifyCallback(secrets, stamp.signatures, signed))
    throw new HttpProblem(401, 'SIGNATURE_WRONG', 'The signature does not match');
  return { timestamp: stamp.timestamp, bodySha256, failure: failureIn(body) };
}

function failureIn(body: Buffer): Delivery {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpProblem(400, 'MALFORMED_BODY', 'The body is not JSON');
  }
  const message = checkCallbackJson(json);
  if (message.event !== 'failed') throw new HttpProblem(422, 'NOT_A_FAILURE', 'Only failures are told by execution');
  return message;
}

/** Not found as long as the answer that carried the id is still being stored: the sender tries again. */
async function requestOf({ pool }: Db, executionId: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'request_of_execution',
    text: `select id from image_request where execution_id = $1 and engine = 'N8N' order by created_at desc limit 1`,
    values: [executionId],
  });
  if (!rows[0]) throw new HttpProblem(404, 'NOT_FOUND', 'No request was handed to this execution');
  return rows[0].id;
}
