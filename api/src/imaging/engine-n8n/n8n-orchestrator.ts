import { createHash } from 'node:crypto';
import { z } from 'zod';
import { signCallback } from '../callback-signature.ts';
import { DispatchError, type ImageOrchestrator, type ImageOrder } from '../image-orchestrator.ts';

export interface N8nConnection {
  /** Of one of the workflows in api/n8n: …/webhook/influencegen-comfyui */
  webhookUrl: string;
  webhookToken: string;
  signingSecret: string;
  timeoutMs?: number;
}

const acceptance = z.object({
  accepted: z.literal(true),
  executionId: z.union([z.string().min(1).max(100), z.number().int().transform(String)]),
});
const longestAnswer = 64 * 1024;

/** Hands orders to a workflow of the operator's own n8n. */
export class N8nOrchestrator implements ImageOrchestrator {
  readonly engine = 'N8N';
  readonly #connection: N8nConnection;

  constructor(connection: N8nConnection) {
    this.#connection = connection;
  }

  async submit(order: ImageOrder, signal: AbortSignal): Promise<{ executionId: string }> {
    const { webhookUrl, timeoutMs = 15_000 } = this.#connection;
    const body = JSON.stringify(order);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await fetch(webhookUrl, {
        method: 'POST',
        headers: this.#headers(order, body),
        body,
        // A redirect would carry the order and its token to an address nobody chose.
        redirect: 'manual',
        signal: patience,
      });
      const answer = await readShort(response);
      if (!response.ok) throw refusalOf(response.status);
      return { executionId: executionOf(answer) };
    } catch (error) {
      if (error instanceof DispatchError) throw error;
      signal.throwIfAborted();
      throw new DispatchError(
        patience.aborted ? `n8n did not answer within ${timeoutMs} ms` : `n8n could not be reached${reasonOf(error)}`,
        false,
      );
    }
  }

  #headers(order: ImageOrder, body: string): Record<string, string> {
    const { webhookToken, signingSecret } = this.#connection;
    const timestamp = Math.floor(Date.now() / 1000);
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    return {
      'content-type': 'application/json',
      'x-influencegen-token': webhookToken,
      'x-influencegen-timestamp': String(timestamp),
      'x-influencegen-signature': signCallback(signingSecret, { timestamp, requestId: order.requestId, bodySha256 }),
      traceparent: order.traceparent,
    };
  }

  /**
   * Nothing to send: n8n stops a run only for the holder of an administrator's key, which the platform has no business to
   * hold. The workflow learns it from the answer `late` to its next progress report and then stops the AI service.
   */
  async cancel(): Promise<void> {}
}

/** n8n answers 404 until it has registered its webhooks, seconds after it says that it is ready; that passes. */
const passing = new Set([404, 408, 409, 425, 429]);

function refusalOf(status: number): DispatchError {
  if (status >= 300 && status < 400) return new DispatchError(`n8n answered with a redirect (${status})`, true);
  if (status === 401 || status === 403)
    return new DispatchError(`n8n refused the credential or the signature (${status})`, true);
  return new DispatchError(`n8n answered ${status}`, status < 500 && !passing.has(status));
}

/** Without its id the run is lost to us, and a second one would be paid for as well. */
function executionOf(answer: string): string {
  try {
    return acceptance.parse(JSON.parse(answer)).executionId;
  } catch {
    throw new DispatchError(
      'n8n answered without an execution id: is this the webhook of an InfluenceGen workflow?',
      true,
    );
  }
}

async function readShort(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > longestAnswer) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The code of a socket error, never its message: that may name the address with whatever stands in it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}
