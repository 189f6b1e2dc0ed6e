import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../platform/http.ts';
import { callbackForm, type CallbackMessage } from './callback-forms.ts';
import { BodyHash } from '../platform/body-hash.ts';
import type { Staging } from '../platform/staging.ts';

export interface ReceivedBody {
  /** Hex. */
  sha256: string;
  /** Throws what is wrong with the content: for senders who have proved who they are. */
  message(): CallbackMessage;
}

export interface BodyLimits {
  /** How many pictures may come. Null: nobody asked for any, and nothing of the body is kept. */
  pictures: number | null;
  /** A body that stays silent for so long is given up. */
  silenceMs: number;
}

/** Takes the body as it comes: hashed, unpacked and on its way to the disk before its last byte is here. */
export async function receiveBody(req: IncomingMessage, staging: Staging, limits: BodyLimits): Promise<ReceivedBody> {
  const form = callbackForm(req.headers, staging, limits.pictures ?? 1);
  const isKept = limits.pictures !== null;
  const tooLarge = (): HttpProblem =>
    new HttpProblem(413, 'TOO_LARGE', `This body may have ${form.largestBody} bytes at most`);
  if (Number(req.headers['content-length'] ?? 0) > form.largestBody) throw tooLarge();

  const hash = isKept && form.sha256 ? null : new BodyHash();
  let received = 0;
  let problem: HttpProblem | undefined;
  let message: CallbackMessage | undefined;
  const note = (error: unknown): void => {
    // Wrong content is told once the signature is checked. What is too large is told at once, to end the sending.
    if (!(error instanceof HttpProblem) || error.status === 413) throw error;
    problem = error;
  };
  const take = (chunk: Buffer): Promise<void> | void => {
    if (problem || !isKept) return;
    try {
      return form.write(chunk)?.catch(note);
    } catch (error) {
      note(error);
    }
  };

  const keepUp = async (): Promise<void> => {
    await hash?.keepUp();
    await staging.keepUp();
  };

  try {
    await eachChunk(req, limits.silenceMs, (chunk) => {
      received += chunk.length;
      if (received > form.largestBody) throw tooLarge();
      hash?.update(chunk);
      const taking = take(chunk);
      if (taking) return taking.then(keepUp);
      if (staging.isBehind() || hash?.isBehind()) return keepUp();
    });
    const end = async (): Promise<void> => {
      if (problem || !isKept) return;
      message = await form.end();
    };
    const [sha256] = await Promise.all([hash?.digest(), end().catch(note)]);

    return {
      sha256: sha256 ?? form.sha256!(),
      message: () => {
        if (problem) throw problem;
        return message!;
      },
    };
  } finally {
    hash?.discard();
  }
}

/**
 * Rejects with what `take` throws, and leaves the connection open, so that a refusal can still be answered. Nothing is being
 * taken any more when it settles.
 */
function eachChunk(
  req: IncomingMessage,
  silenceMs: number,
  take: (chunk: Buffer) => Promise<void> | void,
): Promise<void> {
  const whole = Promise.withResolvers<void>();
  let taking: Promise<void> | void;
  let ended = false;
  const end = (settle: () => void): void => {
    if (ended) return;
    ended = true;
    clearTimeout(silence);
    req.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
    // Reads past what is left, so that the connection can be used again.
    req.resume();
    void Promise.allSettled([taking]).then(settle);
  };
  const fail = (problem: unknown): void => end(() => whole.reject(problem));
  const onEnd = (): void => end(whole.resolve);
  const onCut = (): void => fail(new HttpProblem(400, 'BODY_CUT_OFF', 'The body ended too early'));
  const onSilence = (): void => {
    // While nobody listens, silence is not the sender's.
    if (req.isPaused()) silence.refresh();
    else fail(new HttpProblem(408, 'TOO_SLOW', 'The body stopped arriving'));
  };
  const listen = (): void => {
    if (ended) return;
    silence.refresh();
    req.resume();
  };
  const onData = (chunk: Buffer): void => {
    silence.refresh();
    try {
      taking = take(chunk);
      if (!taking) return;
      req.pause();
      taking.then(listen, fail);
    } catch (error) {
      fail(error);
    }
  };
  // Of its own: the connection has one timeout for all bodies, and the next one may begin before this one is done with.
  const silence = setTimeout(onSilence, silenceMs);
  if (req.destroyed) onCut();
  else req.on('end', onEnd).on('error', onCut).on('close', onCut).on('data', onData);
  return whole.promise;
}
