import { CredentialsContext, type Credentials } from '@influencegen/shared-schema/client/credentials';
import { createContext, useContext, useRef, useState } from 'react';
import { DetailedError, type HttpRequest, type HttpStack, Upload } from 'tus-js-client';
import { fingerprintOf, ResumableUrls } from './resumable-urls.ts';

/** Replaced by tests. Undefined: the browser's own. */
export const HttpStackContext = createContext<HttpStack | undefined>(undefined);

export const uploadProblems = ['TOO_LARGE', 'EMPTY', 'CONFLICT', 'RATE_LIMITED', 'FORBIDDEN', 'FAILED'] as const;
export type UploadProblem = (typeof uploadProblems)[number];

export type UploadState =
  | { step: 'idle' }
  /** `share` is 0 to 1; `waiting`: the line is gone, it goes on by itself. */
  | { step: 'sending'; fileName: string; share: number; waiting: boolean }
  | { step: 'failed'; fileName: string; problem: UploadProblem };

/** Small enough that a slow line gets through each before the server loses patience. */
const chunkSize = 2_097_152;
const retryDelays = [0, 500, 1_500, 4_000, 8_000];
const beforeTryingAgain = 5_000;

interface UploadTarget {
  purpose: string;
  requestId: string | undefined;
  onDone: () => void;
}

export function useUpload({ purpose, requestId, onDone }: UploadTarget): {
  state: UploadState;
  send: (file: File) => void;
  cancel: () => void;
} {
  const credentials = useContext(CredentialsContext);
  const httpStack = useContext(HttpStackContext);
  const [state, setState] = useState<UploadState>({ step: 'idle' });
  const running = useRef<RunningUpload>(null);

  const send = (file: File): void => {
    running.current?.stop();
    running.current = new RunningUpload(file, {
      purpose,
      requestId,
      credentials,
      httpStack,
      onChange: setState,
      onDone: () => {
        running.current = null;
        setState({ step: 'idle' });
        onDone();
      },
    });
    void running.current.start();
  };
  const cancel = (): void => {
    running.current?.stop();
    running.current = null;
    setState({ step: 'idle' });
  };
  return { state, send, cancel };
}

interface RunningUploadParts {
  purpose: string;
  requestId: string | undefined;
  credentials: Credentials;
  httpStack: HttpStack | undefined;
  onChange: (state: UploadState) => void;
  onDone: () => void;
}

/** One file on its way. Goes on by itself after every kind of trouble with the line. */
class RunningUpload {
  readonly #file: File;
  readonly #parts: RunningUploadParts;
  readonly #upload: Upload;
  #token: string | null = null;
  /** Whose file it is: it outlives the page, but is never sent as another person's. */
  #owner: string | null = null;
  #share = 0;
  #stopped = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(file: File, parts: RunningUploadParts) {
    this.#file = file;
    this.#parts = parts;
    const { purpose, requestId, credentials, httpStack, onDone } = parts;
    this.#upload = new Upload(file, {
      endpoint: `${credentials.apiUrl}/documents/uploads`,
      metadata: { purpose, filename: file.name, ...(requestId !== undefined && { request: requestId }) },
      chunkSize,
      retryDelays,
      fingerprint: () => fingerprintOf(`${purpose} ${requestId ?? ''}`, file),
      urlStorage: new ResumableUrls(sessionStorage),
      removeFingerprintOnSuccess: true,
      ...(httpStack && { httpStack }),
      onBeforeRequest: (request) => this.#authorise(request),
      onShouldRetry: (error) => this.#isWorthRetrying(error),
      onProgress: (sent, total) => {
        this.#share = total === 0 ? 0 : sent / total;
        this.#show(false);
      },
      onSuccess: () => {
        this.#end();
        if (!this.#stopped) onDone();
      },
      onError: (error) => this.#fail(error),
    });
  }

  async start(): Promise<void> {
    this.#show(false);
    const [previous] = await this.#upload.findPreviousUploads();
    if (this.#stopped) return;
    window.addEventListener('offline', this.#pause);
    window.addEventListener('online', this.#goOn);
    if (previous) this.#upload.resumeFromPreviousUpload(previous);
    this.#upload.start();
  }

  /** The server forgets what was sent. */
  stop(): void {
    this.#stopped = true;
    this.#end();
    // What cannot be told now is removed by itself after a minute.
    this.#upload.abort(true).catch(() => undefined);
  }

  async #authorise(request: HttpRequest): Promise<void> {
    const { credentials } = this.#parts;
    this.#token = await credentials.token();
    this.#owner ??= credentials.owner();
    if (credentials.owner() !== this.#owner) {
      this.#stopped = true;
      this.#end();
      void this.#upload.abort();
      throw new Error('somebody else is signed in than whose file it is');
    }
    if (this.#token !== null) request.setHeader('authorization', `Bearer ${this.#token}`);
  }

  #isWorthRetrying(error: DetailedError): boolean {
    if (this.#stopped) return false;
    const status = error.originalResponse?.getStatus() ?? 0;
    if (status === 401 && this.#token !== null) this.#parts.credentials.distrust(this.#token);
    else if (status === 0) this.#show(true);
    // Somebody else goes on with it, or the server has not noticed yet that the former line is gone.
    return status === 0 || status === 401 || status >= 500 || (status === 409 && this.#upload.url !== null);
  }

  #fail(error: Error): void {
    const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
    if (this.#stopped) return;
    if (status === 0 || status >= 500) {
      this.#wait();
      return;
    }
    this.#end();
    this.#parts.onChange({ step: 'failed', fileName: this.#file.name, problem: problemOf(status, this.#file) });
  }

  #wait(): void {
    this.#show(true);
    clearTimeout(this.#again);
    this.#again = setTimeout(this.#goOn, beforeTryingAgain);
  }

  /** What is on its way gets no answer any more, and may never be told so. */
  readonly #pause = (): void => {
    void this.#upload.abort();
    this.#wait();
  };

  readonly #goOn = (): void => {
    if (this.#again === undefined) return;
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#upload.start();
  };

  #show(waiting: boolean): void {
    if (!this.#stopped)
      this.#parts.onChange({ step: 'sending', fileName: this.#file.name, share: this.#share, waiting });
  }

  #end(): void {
    clearTimeout(this.#again);
    window.removeEventListener('offline', this.#pause);
    window.removeEventListener('online', this.#goOn);
  }
}

function problemOf(status: number, file: File): UploadProblem {
  if (file.size === 0) return 'EMPTY';
  const known: Record<number, UploadProblem> = {
    403: 'FORBIDDEN',
    409: 'CONFLICT',
    413: 'TOO_LARGE',
    429: 'RATE_LIMITED',
  };
  return known[status] ?? 'FAILED';
}
