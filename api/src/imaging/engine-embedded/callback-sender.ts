import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { signCallback } from '../callback-signature.ts';
import type { ImageOrder } from '../image-orchestrator.ts';

export interface CallbackBody {
  contentType: string;
  bytes: Buffer;
}

/** What the platform made of a delivery. `late`: nobody waits for this request any more. */
export type CallbackOutcome = 'applied' | 'duplicate' | 'late';

/** The platform understood a delivery and will never take it. */
export class CallbackRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`the callback was refused with ${status} ${code}`);
  }
}

/** The platform could not be reached, or not just now. */
export class CallbackUndelivered extends Error {}

const answer = z.object({ outcome: z.enum(['applied', 'duplicate', 'late']) });
const problem = z.object({ error: z.object({ code: z.string() }) });

export const jsonBody = (value: object): CallbackBody => ({
  contentType: 'application/json',
  bytes: Buffer.from(JSON.stringify(value)),
});

/** Reports to the platform as any outside engine does: over HTTP, signed. */
export class CallbackSender {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** One try. */
  async send(order: ImageOrder, body: CallbackBody, signal: AbortSignal): Promise<CallbackOutcome> {
    const timestamp = Math.floor(Date.now() / 1000);
    const bodySha256 = createHash('sha256').update(body.bytes).digest('hex');
    const response = await fetch(order.callbackUrl, {
      method: 'POST',
      headers: {
        'content-type': body.contentType,
        'x-influencegen-timestamp': String(timestamp),
        'x-influencegen-signature': signCallback(this.#secret, { timestamp, requestId: order.requestId, bodySha256 }),
        traceparent: order.traceparent,
      },
      body: new Uint8Array(body.bytes),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new CallbackUndelivered('the callback address could not be reached', { cause: error });
    });
    const said: unknown = await response.json().catch(() => null);
    if (response.ok) return answer.safeParse(said).data?.outcome ?? 'applied';
    const code = problem.safeParse(said).data?.error.code ?? 'UNKNOWN';
    // Exactly these bytes were taken before: the answer to them was lost, not they.
    if (response.status === 409) return 'duplicate';
    if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429)
      throw new CallbackRefused(response.status, code);
    throw new CallbackUndelivered(`the callback was answered with ${response.status} ${code}`);
  }

  /** Tries again for about half a minute, each time signed anew. */
  async deliver(order: ImageOrder, body: CallbackBody, signal: AbortSignal): Promise<CallbackOutcome> {
    for (let pause = 250; ; pause *= 2) {
      try {
        return await this.send(order, body, signal);
      } catch (error) {
        if (!(error instanceof CallbackUndelivered) || pause > 16_000) throw error;
        await wait(pause * (0.75 + Math.random() / 2), undefined, { signal });
      }
    }
  }
}
