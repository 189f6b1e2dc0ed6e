import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

const secretKey = 'sk_test_nothing';
const webhookSecret = 'whsec_a_secret_that_signs_webhooks_in_tests';
const signer = new Stripe(secretKey);

export interface Asked {
  method: string;
  path: string;
  idempotencyKey: string | undefined;
  /** Of the body, or of the address where nothing is posted. */
  form: URLSearchParams;
}

/** Stands in for the provider: each test says what the part of its API that it uses answers. */
export abstract class StripeServer {
  readonly asked: Asked[] = [];
  /** Answers that are refused before one is given. */
  down = 0;
  readonly #server = createServer((req, res) => void this.#serve(req, res));

  protected abstract answer(asked: Asked): Promise<[status: number, body: object]>;

  /** What a workspace has to know about it. */
  async listen() {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const apiUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { provider: 'stripe' as const, stripe: { secretKey, apiUrl }, webhookSecret };
  }

  stop(): void {
    this.#server.close();
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(req.url!, 'http://stripe');
    const asked = {
      method: req.method!,
      path,
      idempotencyKey: req.headers['idempotency-key']?.toString(),
      form: req.method === 'GET' ? searchParams : new URLSearchParams(await text(req)),
    };
    this.asked.push(asked);
    const isDown = this.down > 0;
    if (isDown) this.down--;
    const [status, body] = isDown ? [503, { error: { type: 'api_error', message: 'down' } }] : await this.answer(asked);
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  }
}

export interface Signing {
  secret?: string;
  /** In seconds from now. */
  signedAt?: number;
  /** Instead of a signature; `none`: no header at all. */
  header?: string;
}

/** News of the provider, signed as its own library signs. */
export async function postNews(
  address: string,
  payload: string,
  { secret = webhookSecret, signedAt = 0, header = '' }: Signing = {},
): Promise<{ status: number; outcome: string | undefined }> {
  const timestamp = Math.floor(Date.now() / 1000) + signedAt;
  const signature = header || signer.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature !== 'none' && { 'stripe-signature': signature }) },
    body: payload,
  });
  const body = (await answer.json()) as { outcome?: string; error?: { code: string } };
  return { status: answer.status, outcome: body.outcome ?? body.error?.code };
}
