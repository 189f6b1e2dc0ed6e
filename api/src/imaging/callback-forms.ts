import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { HttpProblem } from '../platform/http.ts';
import { CallbackJsonReader } from './callback-json.ts';
import { checkCallbackJson } from './callback.openapi.ts';
import type { StagedFile } from '../platform/object-storage.ts';
import { release } from '../platform/appended-file.ts';
import type { Staging, StagingFile } from '../platform/staging.ts';

/** What a callback says, whichever way it was written. */
export type CallbackMessage =
  | { event: 'progress'; progress: number }
  | { event: 'failed'; error: { code?: string; message?: string } }
  | {
      event: 'completed';
      /** In hand, or where to fetch them. */
      pictures: (StagedFile | { url: string })[];
      /** False when each picture comes in a callback of its own: the last one completes the request. */
      whole: boolean;
    };

/** One way of writing a callback's body. */
export interface CallbackForm {
  largestBody: number;
  /** Takes the chunk over. */
  write(chunk: Buffer): void | Promise<void>;
  end(): Promise<CallbackMessage>;
  /** When the form has hashed the whole body anyway. After `end`. */
  sha256?: () => string;
}

/** Room for field names, boundaries and JSON beside the pictures. */
const besidePictures = 65_536;

/** `pictures`: how many may come. */
export function callbackForm(headers: IncomingHttpHeaders, staging: Staging, pictures: number): CallbackForm {
  const type = headers['content-type']?.split(';')[0]!.trim().toLowerCase() ?? '';
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body without a content encoding');
  const begin = limited(staging, pictures);
  if (type === 'application/json') return new JsonForm(begin, pictures * staging.maxBytes * 1.5 + besidePictures);
  if (type === 'multipart/form-data')
    return new MultipartForm(headers, begin, pictures * staging.maxBytes + besidePictures);
  if (type.startsWith('image/')) return new PictureForm(staging);
  throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json, multipart/form-data or a picture');
}

function limited(staging: Staging, pictures: number): () => StagingFile {
  let begun = 0;
  return () => {
    if (begun++ === pictures) throw tooManyPictures();
    return staging.begin();
  };
}

export const tooManyPictures = (): HttpProblem =>
  new HttpProblem(422, 'TOO_MANY_PICTURES', 'More pictures than the request still waits for');

const malformed = (message: string): HttpProblem => new HttpProblem(400, 'MALFORMED_BODY', message);

/** The body is the picture. */
class PictureForm implements CallbackForm {
  readonly largestBody: number;
  readonly #file: StagingFile;
  #staged: StagedFile | undefined;

  constructor(staging: Staging) {
    this.largestBody = staging.maxBytes;
    this.#file = staging.begin();
  }

  write(chunk: Buffer): void {
    this.#file.write(chunk);
  }

  async end(): Promise<CallbackMessage> {
    this.#staged = await this.#file.finish();
    return { event: 'completed', pictures: [this.#staged], whole: false };
  }

  sha256(): string {
    if (!this.#staged) throw new Error('the picture is not complete');
    return this.#staged.sha256;
  }
}

class JsonForm implements CallbackForm {
  readonly #files: StagingFile[] = [];
  readonly #reader: CallbackJsonReader;

  constructor(
    begin: () => StagingFile,
    readonly largestBody: number,
  ) {
    this.#reader = new CallbackJsonReader(() => {
      const file = begin();
      this.#files.push(file);
      return file;
    });
  }

  write(chunk: Buffer): void {
    this.#reader.write(chunk);
    release(chunk);
  }

  async end(): Promise<CallbackMessage> {
    const message = checkCallbackJson(this.#reader.end());
    if (message.event !== 'completed') return message;
    const staged = await Promise.all(this.#files.map((file) => file.finish()));
    const pictures = message.images.map((image) => ('url' in image ? image : staged[Number(image.data)]!));
    return { event: 'completed', pictures, whole: true };
  }
}

/** A file part for each picture, and perhaps a field `event`. */
class MultipartForm implements CallbackForm {
  readonly #parser: busboy.Busboy;
  readonly #files: StagingFile[] = [];
  #problem: Error | undefined;

  constructor(
    headers: IncomingHttpHeaders,
    begin: () => StagingFile,
    readonly largestBody: number,
  ) {
    try {
      this.#parser = busboy({ headers, limits: { fields: 16, fieldSize: 1024, headerPairs: 32 } });
    } catch {
      throw malformed('The multipart body has no boundary');
    }
    this.#parser.on('file', (_name, part) => this.#take(part, begin));
    this.#parser.on('field', (name, value) => {
      if (name === 'event' && value !== 'completed')
        this.#problem ??= new HttpProblem(
          400,
          'INVALID_BODY',
          'A multipart body can only say that pictures are completed',
        );
    });
    this.#parser.on('error', () => (this.#problem ??= malformed('The multipart body is malformed')));
  }

  async write(chunk: Buffer): Promise<void> {
    await new Promise<void>((resolve) => this.#parser.write(chunk, () => resolve()));
    this.#check();
  }

  async end(): Promise<CallbackMessage> {
    const closed = once(this.#parser, 'close');
    this.#parser.end();
    await closed.catch(() => {});
    this.#check();
    if (this.#files.length === 0) throw new HttpProblem(400, 'INVALID_BODY', 'The multipart body has no picture');
    const pictures = await Promise.all(this.#files.map((file) => file.finish()));
    return { event: 'completed', pictures, whole: true };
  }

  #take(part: Readable, begin: () => StagingFile): void {
    // The parser reports it once for the whole body.
    part.on('error', () => {});
    try {
      const file = begin();
      this.#files.push(file);
      part.on('data', (bytes: Buffer) => this.#try(() => file.write(bytes)));
    } catch (error) {
      this.#fail(error);
      part.resume();
    }
  }

  #try(work: () => void): void {
    try {
      if (this.#problem === undefined) work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#problem ??= error instanceof Error ? error : new Error(String(error));
  }

  #check(): void {
    if (this.#problem !== undefined) throw this.#problem;
  }
}
