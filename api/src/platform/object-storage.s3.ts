import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import type { Config } from './config.ts';
import {
  makeStoreFolder,
  StorageError,
  type ObjectStorage,
  type StagedFile,
  type StoredRange,
} from './object-storage.ts';

type S3Config = Extract<Config['storage'], { driver: 's3' }>;

/** Tries before a store counts as out of reach, and the longest wait before the second one; it doubles. */
const tries = 4;
const firstWaitMs = 100;
const answerMs = 60_000;
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Any store that speaks S3, addressed path-style: what the small ones all understand. */
export class S3Storage implements ObjectStorage {
  readonly stagingFolder: string;
  readonly #client: AwsClient;
  readonly #bucket: string;
  readonly #presign: boolean;

  private constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey, presign, stagingFolder }: S3Config) {
    this.stagingFolder = stagingFolder;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
    this.#bucket = `${endpoint}/${bucket}`;
    this.#presign = presign;
  }

  static async open(config: S3Config): Promise<S3Storage> {
    makeStoreFolder(config.stagingFolder, 'STAGING_FOLDER');
    return new S3Storage(config);
  }

  async put(key: string, file: StagedFile, mimeType: string): Promise<void> {
    if ((await this.size(key)) !== null) return;
    const headers = { 'content-type': mimeType, 'x-amz-content-sha256': file.sha256 };
    // A blob over the file: sent from the disk with a known length, and again on the next try.
    await this.#ask('PUT', key, { headers, body: await openAsBlob(file.path) });
  }

  async size(key: string): Promise<number | null> {
    const answer = await this.#ask('HEAD', key);
    return answer.status === 404 ? null : Number(answer.headers.get('content-length'));
  }

  async get(key: string, range?: { start: number; end: number }): Promise<StoredRange | null> {
    const answer = await this.#ask('GET', key, range && { headers: { range: `bytes=${range.start}-${range.end}` } });
    if (answer.status === 404 || !answer.body) {
      await answer.body?.cancel();
      return null;
    }
    const whole = answer.headers.get('content-range')?.split('/')[1] ?? answer.headers.get('content-length');
    return { stream: Readable.fromWeb(answer.body), byteSize: Number(whole) };
  }

  async link(
    key: string,
    { mimeType, fileName, expiresIn }: { mimeType: string; fileName: string | null; expiresIn: number },
  ): Promise<string | null> {
    if (!this.#presign) return null;
    const url = new URL(this.#urlOf(key));
    url.searchParams.set('X-Amz-Expires', String(expiresIn));
    url.searchParams.set('response-content-type', mimeType);
    if (fileName !== null) url.searchParams.set('response-content-disposition', `attachment; filename="${fileName}"`);
    return (await this.#client.sign(url.href, { aws: { signQuery: true } })).url;
  }

  async remove(key: string): Promise<void> {
    await this.#ask('DELETE', key);
  }

  async check(): Promise<void> {
    const answer = await this.#ask('PUT', 'check', { headers: { 'x-amz-content-sha256': emptySha256 }, body: '' });
    await answer.body?.cancel();
  }

  #urlOf(key: string): string {
    return `${this.#bucket}/${key}`;
  }

  /** The answer when it is a success or, for reading, a clear "no such object". Tries again what may pass by itself. */
  async #ask(
    method: 'GET' | 'HEAD' | 'PUT' | 'DELETE',
    key: string,
    init: { headers?: Record<string, string>; body?: Blob | string } = {},
  ): Promise<Response> {
    let problem: unknown;
    for (let attempt = 0; attempt < tries; attempt++) {
      if (attempt > 0) await wait(firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      const control = new AbortController();
      const timer = setTimeout(() => control.abort(new Error(`no answer within ${answerMs} ms`)), answerMs);
      try {
        const answer = await this.#client.fetch(this.#urlOf(key), { method, ...init, signal: control.signal });
        if (answer.ok || (answer.status === 404 && (method === 'HEAD' || method === 'GET'))) return answer;
        problem = new Error(`${method} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
        if (answer.status < 500 && answer.status !== 429) break;
      } catch (error) {
        problem = error;
      } finally {
        clearTimeout(timer);
      }
    }
    throw new StorageError('UNAVAILABLE', problem);
  }
}
