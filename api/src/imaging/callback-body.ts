import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../platform/http.ts';
import { callbackForm, type CallbackMessage } from './callback-forms.ts';
import type { Staging } from '../platform/staging.ts';

export interface ReceivedBody {
  /** Hex. */
  sha256: string;
  /** Throws what is wrong with the content: for senders who have proved who they are. */
  message(): CallbackMessage;
}

export interface BodyLimits {
  /** How many pictures may come. */
  pictures: number;
  /** A body that stays silent for so long is given up. */
  silenceMs: number;
}

/** Takes the body as it comes: hashed, unpacked and on its way to the disk before its last byte is here. */
export async function receiveBody(req: IncomingMessage, staging: Staging, limits: BodyLimits): Promise<ReceivedBody> {
  const form = callbackForm(req.headers, staging, limits.pictures);
  const tooLarge = (): HttpProblem =>
    new HttpProblem(413, 'TOO_LARGE', `This body may have ${form.largestBody} bytes at most`);
  if (Number(req.headers['content-length'] ?? 0) > form.largestBody) throw tooLarge();

  const hash = form.sha256 ? null : createHash('sha256');
  let received = 0;
  let problem: HttpProblem | undefined;
  let message: CallbackMessage | undefined;
  const attempt = async (work: () => void | Promise<void>): Promise<void> => {
    if (problem) return;
    try {
      await work();
    } catch (error) {
      // Wrong content is told once the signature is checked. What is too large is told at once, to end the sending.
      if (!(error instanceof HttpProblem) || error.status === 413) throw error;
      problem = error;
    }
  };

  await eachChunk(req, limits.silenceMs, async (chunk) => {
    received += chunk.length;
    if (received > form.largestBody) throw tooLarge();
    hash?.update(chunk);
    await attempt(() => form.write(chunk));
    await staging.keepUp();
  });
  await attempt(async () => {
    message = await form.end();
  });

  return {
    sha256: hash?.digest('hex') ?? form.sha256!(),
    message: () => {
      if (problem) throw problem;
      return message!;
    },
  };
}

/** Unlike `for await`, leaves the connection open on the way out, so that a refusal can still be answered. */
async function eachChunk(
  req: IncomingMessage,
  silenceMs: number,
  take: (chunk: Buffer) => Promise<void>,
): Promise<void> {
  const chunks: AsyncIterator<Buffer> = req.iterator({ destroyOnReturn: false });
  const silence = Promise.withResolvers<never>();
  silence.promise.catch(() => {});
  const fallSilent = (): void => silence.reject(new HttpProblem(408, 'TOO_SLOW', 'The body stopped arriving'));
  req.setTimeout(silenceMs, fallSilent);
  try {
    for (;;) {
      const next = await Promise.race([cutOffIsKnown(chunks.next()), silence.promise]);
      if (next.done) return;
      await take(next.value);
    }
  } finally {
    req.off('timeout', fallSilent);
    req.setTimeout(0);
    // Reads past what is left, so that the connection can be used again. Not awaited: a silent body never answers.
    void chunks.return?.().then(() => req.resume());
  }
}

async function cutOffIsKnown<T>(next: Promise<T>): Promise<T> {
  try {
    return await next;
  } catch {
    throw new HttpProblem(400, 'BODY_CUT_OFF', 'The body ended too early');
  }
}
