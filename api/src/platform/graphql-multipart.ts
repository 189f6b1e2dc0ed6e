import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import Upload from 'graphql-upload/Upload.mjs';
import { AppError, type FieldProblem } from './errors.ts';
import { graphqlLimits } from './graphql-limits.ts';

/** What a resolver gets for an argument of the type `Upload`: the file while it arrives. */
export interface UploadedFile {
  /** As the sender calls it. Null: not at all. */
  filename: string | null;
  /** Its bytes, to be read once. They end when the whole request has turned out to be well-formed, and throw otherwise. */
  createReadStream(): AsyncIterable<Buffer>;
}

/** Why a form is refused. The answer has this status, whatever else was found out. */
export class FormProblem extends AppError {
  constructor(
    readonly status: number,
    part: 'operations' | 'map' | 'file',
    code: FieldProblem['code'],
    message: string,
  ) {
    super('BAD_USER_INPUT', message, [{ path: part, code, message }]);
  }
}

export interface FormLimits {
  operationsBytes: number;
  /** Until the file begins. */
  headMilliseconds: number;
  /** Between two pieces of the file. */
  silenceMilliseconds: number;
  fileBytes: number;
}

/** Room for the map, the boundaries, and the heads of the parts. */
const besideBytes = 32_768;
const mapCharacters = 4_096;
const step = /^(?:(?!__)[A-Za-z_]\w*|0|[1-9]\d{0,3})$/;

export const isForm = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' && /^multipart\/form-data(?:;|$)/i.test(headers['content-type']?.trim() ?? '');

/**
 * A request as in the GraphQL multipart request specification, version 2, with one file, which comes last. The operation is known
 * before the file begins: what refuses it does so before a byte of the file is read. Nothing is put aside, neither in memory
 * nor on a disk: whoever reads slowly makes the sender wait.
 */
export class GraphqlForm {
  /** Null: nothing was wrong until now. */
  problem: FormProblem | null = null;
  readonly #req: IncomingMessage;
  readonly #limits: FormLimits;
  readonly #parser: busboy.Busboy;
  readonly #begun = Promise.withResolvers<Record<string, unknown>>();
  readonly #whole = Promise.withResolvers<void>();
  readonly #upload = new Upload();
  #timer: NodeJS.Timeout;
  #operations: Record<string, unknown> | null = null;
  /** What the map calls the part with the file. */
  #name: string | null = null;
  #file: Readable | null = null;
  #wake: () => void = () => undefined;

  constructor(req: IncomingMessage, limits: FormLimits) {
    const { operationsBytes, fileBytes, headMilliseconds } = limits;
    if (req.headers['content-encoding'] !== undefined)
      throw new FormProblem(415, 'operations', 'NOT_ALLOWED', 'The body must not be compressed');
    if (Number(req.headers['content-length'] ?? 0) > largestBody(limits)) throw tooLarge(fileBytes);
    this.#req = req;
    this.#limits = limits;
    try {
      this.#parser = busboy({
        headers: req.headers,
        defParamCharset: 'utf8',
        // One part more than there are, to be told of it. A field or a file that has reached its limit is beyond it.
        limits: {
          parts: 4,
          fields: 2,
          files: 1,
          fieldSize: operationsBytes + 1,
          fileSize: fileBytes + 1,
          headerPairs: 16,
        },
      });
    } catch {
      throw malformed('operations', 'The multipart body has no boundary');
    }
    this.#parser
      .on('field', (name, value, { valueTruncated }) => this.#try(() => this.#takeField(name, value, valueTruncated)))
      .on('file', (name, file, { filename }) => this.#try(() => this.#takeFile(name, file, filename ?? null)))
      .on('error', () => this.#fail(malformed('file', 'The multipart body is malformed, or ends too early')));
    for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const)
      this.#parser.on(limit, () =>
        this.#fail(new FormProblem(400, 'file', 'NOT_ALLOWED', 'A request has operations, map and one file')),
      );
    this.#timer = this.#endIn(headMilliseconds);
    for (const { promise } of [this.#begun, this.#whole]) promise.catch(() => undefined);
    void this.#pump();
  }

  /** The operation, with the upload where the map says. Throws when there is none. */
  operation(): Promise<Record<string, unknown>> {
    return this.#begun.promise;
  }

  /** Lets go of whatever was not read. */
  close(): void {
    this.#fail(malformed('file', 'Nobody waits for this file'));
    this.#req.resume();
  }

  async #pump(): Promise<void> {
    let size = 0;
    try {
      // Otherwise leaving the loop would cut the line before the answer.
      for await (const chunk of this.#req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        if (this.problem) return;
        size += chunk.length;
        if (size > largestBody(this.#limits)) throw tooLarge(this.#limits.fileBytes);
        if (this.#file) this.#timer.refresh();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          this.#parser.write(chunk, () => resolve());
        });
      }
      if (this.problem) return;
      const closed = once(this.#parser, 'close');
      this.#parser.end();
      await closed;
      this.#demandWhole();
      clearTimeout(this.#timer);
      this.#whole.resolve();
    } catch (error) {
      this.#fail(problemOf(error));
    }
  }

  #demandWhole(): void {
    const missing = !this.#operations ? 'operations' : this.#name === null ? 'map' : !this.#file ? 'file' : null;
    if (missing) throw new FormProblem(400, missing, 'REQUIRED', `The part ${this.#name ?? missing} is missing`);
  }

  #takeField(name: string | undefined, value: string, truncated: boolean): void {
    if (name === 'operations' && !this.#operations) {
      if (truncated) throw new FormProblem(413, name, 'TOO_LARGE', 'The part operations is too large');
      const operations = jsonOf(name, value);
      if (!isRecord(operations))
        throw new FormProblem(400, name, 'NOT_ALLOWED', 'One operation is sent at a time, as a JSON object');
      this.#operations = operations;
    } else if (name === 'map' && this.#operations && this.#name === null) {
      if (truncated || value.length > mapCharacters)
        throw new FormProblem(413, name, 'TOO_LARGE', 'The part map is too large');
      this.#name = placeUpload(this.#operations, jsonOf(name, value), this.#upload);
      this.#begun.resolve(this.#operations);
    } else throw malformed('file', 'The parts are operations, map and the file, in this order');
  }

  #takeFile(name: string | undefined, file: Readable, filename: string | null): void {
    // What is wrong with it, the parser says.
    file.on('error', () => undefined);
    if (this.problem) return void file.resume();
    if (!this.#operations || this.#name === null)
      throw malformed('file', 'The parts are operations, map and the file, in this order');
    if (name !== this.#name) throw malformed('file', 'The map does not name this file');
    this.#file = file;
    file.once('limit', () => this.#fail(tooLarge(this.#limits.fileBytes)));
    this.#upload.resolve(new LiveFile(filename, this.#bytesOf(file)));
    clearTimeout(this.#timer);
    this.#timer = this.#endIn(this.#limits.silenceMilliseconds);
  }

  async *#bytesOf(file: Readable): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* file as AsyncIterable<Buffer>;
    } catch (error) {
      // In words of ours, where there are some.
      await this.#whole.promise;
      throw error;
    }
    await this.#whole.promise;
  }

  #endIn(milliseconds: number): NodeJS.Timeout {
    return setTimeout(
      () => this.#fail(new FormProblem(408, 'file', 'REQUIRED', 'The body took too long to arrive')),
      milliseconds,
    );
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(problemOf(error));
    }
  }

  /** The first problem counts. */
  #fail(problem: FormProblem): void {
    if (this.problem) return;
    this.problem = problem;
    clearTimeout(this.#timer);
    this.#begun.reject(problem);
    this.#whole.reject(problem);
    this.#upload.reject(problem);
    this.#file?.destroy(problem);
    this.#parser.destroy();
    this.#wake();
  }
}

/** Shows nothing of itself among the variables, which are searched for what cannot be stored: who stores the name cleans it. */
class LiveFile implements UploadedFile {
  readonly #filename: string | null;
  readonly #bytes: AsyncIterable<Buffer>;

  constructor(filename: string | null, bytes: AsyncIterable<Buffer>) {
    this.#filename = filename;
    this.#bytes = bytes;
  }

  get filename(): string | null {
    return this.#filename;
  }

  createReadStream(): AsyncIterable<Buffer> {
    return this.#bytes;
  }
}

const largestBody = ({ operationsBytes, fileBytes }: FormLimits): number => operationsBytes + fileBytes + besideBytes;

const malformed = (part: 'operations' | 'map' | 'file', message: string): FormProblem =>
  new FormProblem(400, part, 'MALFORMED', message);

/** Whatever else goes wrong, the form cannot be read. */
const problemOf = (error: unknown): FormProblem =>
  error instanceof FormProblem ? error : malformed('file', 'The multipart body cannot be read to its end');

const tooLarge = (bytes: number): FormProblem =>
  new FormProblem(413, 'file', 'TOO_LARGE', `A file may have ${bytes} bytes at most`);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function jsonOf(part: 'operations' | 'map', text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(part, `The part ${part} is not JSON`);
  }
}

/** Gives the name of the part in which the file comes. */
function placeUpload(operations: Record<string, unknown>, map: unknown, upload: Upload): string {
  const entries = isRecord(map) ? Object.entries(map) : [];
  const [[name, paths] = ['', null], ...others] = entries;
  if (others.length > 0) throw new FormProblem(400, 'map', 'NOT_ALLOWED', 'One file is sent at a time');
  const [path, ...more] = Array.isArray(paths) ? (paths as unknown[]) : [];
  if (more.length > 0) throw new FormProblem(400, 'map', 'NOT_ALLOWED', 'A file stands in one place');
  if (typeof path !== 'string')
    throw malformed('map', 'The map must say where the file stands: {"0": ["variables.file"]}');
  const steps = path.split('.');
  const last = steps.pop()!;
  if (
    steps[0] !== 'variables' ||
    steps.length > graphqlLimits.variableDepth ||
    ![...steps, last].every((one) => step.test(one))
  )
    throw malformed('map', 'The map names no place in the variables');
  let place: unknown = operations;
  for (const one of steps) place = ownOf(place, one);
  if (ownOf(place, last) !== null) throw malformed('map', 'Where the file belongs, the operations must have null');
  (place as Record<string, unknown>)[last] = upload;
  return name;
}

/** Undefined: there is no such place. What objects inherit is none. */
const ownOf = (place: unknown, name: string): unknown =>
  typeof place === 'object' && place !== null && Object.hasOwn(place, name)
    ? (place as Record<string, unknown>)[name]
    : undefined;
