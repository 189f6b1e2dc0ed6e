import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { builtInRoles } from '../src/accounts/built-in-roles.ts';
import { signCallback } from '../src/imaging/callback-signature.ts';
import type { RequestImagesInput } from '../src/imaging/image-request.inputs.ts';
import { operator, type TestAccount } from './actors.ts';
import type { World } from './world.ts';

/** Asked for by the person. Without a worker nobody touches it but the test. */
export async function aRequest(
  world: World,
  { id }: TestAccount,
  input: Partial<RequestImagesInput> = {},
): Promise<string> {
  const actor = {
    ...operator,
    accountId: id,
    permissions: new Map(Object.entries(builtInRoles.INFLUENCER.permissions)),
  };
  const request = await world.app.requests.request(actor, { prompt: 'a lighthouse', ...input });
  return request.id;
}

export interface CallbackAnswer {
  status: number;
  outcome?: string;
  code?: string;
}

export interface CallbackBody {
  type: string;
  bytes: Buffer;
}

export const json = (body: unknown): CallbackBody => ({
  type: 'application/json',
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

export const raw = (bytes: Buffer, type = 'image/png'): CallbackBody => ({ type, bytes });

export async function multipart(pictures: Buffer[], fields: Record<string, string> = {}): Promise<CallbackBody> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  pictures.forEach((picture, index) => form.append('picture', new Blob([picture]), `picture-${index}`));
  const encoded = new Response(form);
  return { type: encoded.headers.get('content-type')!, bytes: Buffer.from(await encoded.arrayBuffer()) };
}

export const completed = (...pictures: Buffer[]): CallbackBody =>
  json({ event: 'completed', images: pictures.map((picture) => ({ data: picture.toString('base64') })) });

export interface Sending {
  secret?: string;
  /** Unix seconds. */
  timestamp?: number;
  /** Replace or (undefined) remove what would be sent. */
  headers?: Record<string, string | undefined>;
}

/** An engine outside of the platform, as far as the platform can see. */
export class TestEngine {
  readonly #url: string;
  readonly #secret: string;

  constructor(world: Pick<World, 'url' | 'app'>, url = world.url) {
    this.#url = url;
    this.#secret = world.app.config.callback.secrets[0]!;
  }

  headers(requestId: string, { type, bytes }: CallbackBody, { secret, timestamp, headers }: Sending = {}) {
    const stamp = timestamp ?? Math.floor(Date.now() / 1000);
    const bodySha256 = createHash('sha256').update(bytes).digest('hex');
    const all: Record<string, string | undefined> = {
      'content-type': type,
      'x-influencegen-timestamp': String(stamp),
      'x-influencegen-signature': signCallback(secret ?? this.#secret, { timestamp: stamp, requestId, bodySha256 }),
      ...headers,
    };
    return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  async send(requestId: string, body: CallbackBody, sending: Sending = {}): Promise<CallbackAnswer> {
    const response = await fetch(this.address(requestId), {
      method: 'POST',
      headers: this.headers(requestId, body, sending),
      body: body.bytes,
    });
    return answerOf(response.status, await response.text());
  }

  /** Writes the pieces as they are, with what a client would never do: too little, too much, or nothing at all. */
  sendPieces(
    requestId: string,
    headers: Record<string, string | number>,
    pieces: Buffer[],
    end = true,
  ): Promise<CallbackAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(this.address(requestId), { method: 'POST', headers, agent: false }, (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        res.on('end', () => resolve(answerOf(res.statusCode!, text)));
      });
      sent.on('error', reject);
      for (const piece of pieces) sent.write(piece);
      if (end) sent.end();
      else sent.flushHeaders();
    });
  }

  address(requestId: string): string {
    return `${this.#url}/callbacks/images/${requestId}`;
  }
}

function answerOf(status: number, text: string): CallbackAnswer {
  const { outcome, error } = JSON.parse(text) as { outcome?: string; error?: { code: string } };
  return { status, ...(outcome !== undefined && { outcome }), ...(error && { code: error.code }) };
}
