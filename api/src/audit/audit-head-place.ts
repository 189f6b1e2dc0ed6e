import { randomUUID } from 'node:crypto';
import { access, constants, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { z } from 'zod';
import type { AuditHeadsConfig } from '../platform/config.ts';
import { makeFolder } from '../platform/folders.ts';
import type { Log } from '../platform/log.ts';
import { sameHead, type SignedHead } from './audit-head.ts';
import { readTail, type SignedTail } from './audit-tail.ts';

/** Where heads are kept outside of the database. */
export interface HeadPlace {
  /** Safe to repeat. */
  put(head: SignedHead, signal: AbortSignal): Promise<void>;
  /** Null: this place cannot be read from here. */
  all(): Promise<SignedHead[] | null>;
  /** Null: heads can be put here, as far as this can be seen without putting one. */
  whyUnusable(): Promise<string | null>;
  /** The one note of where the chain ends. Null: this place cannot be read, so there is nothing to compare with. */
  readonly tails: TailPlace | null;
}

export interface TailPlace {
  /** Null: there is none yet. */
  read(): Promise<SignedTail | null>;
  /** In place of the one before. */
  write(tail: SignedTail): Promise<void>;
}

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const signedHead = z.object({
  number: z.int().positive(),
  firstPosition: z.int().positive(),
  lastPosition: z.int().positive(),
  hash: hex(32),
  root: hex(32),
  at: z.iso.datetime(),
  keyVersion: z.int().positive(),
  signature: hex(64),
});

const readHead = (text: string): SignedHead => signedHead.parse(JSON.parse(text));

/** Throws for a line that is no head. */
export const readHeads = (text: string): SignedHead[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readHead);

/** Nothing else waits for it: whatever is recorded is in the chain, and heads are taken outside as soon as that is possible. */
export async function warnOfUnusable(place: HeadPlace, log: Log): Promise<void> {
  const why = await place.whyUnusable();
  if (why !== null)
    log.error(
      `AUDIT_HEADS_FOLDER cannot be written (${why}): heads stay in the database, whose owner could rewrite them`,
    );
}

export function openHeadPlace(config: AuditHeadsConfig): HeadPlace {
  switch (config.driver) {
    case 'file':
      return new HeadFile(config.folder);
    case 's3':
      return new HeadBucket(config);
    case 'webhook':
      return new HeadWebhook(config);
  }
}

/** One line a head. The file is only ever appended to, so that it can lie on a medium that allows no more. */
class HeadFile implements HeadPlace {
  readonly #path: string;
  readonly tails: TailPlace;

  constructor(private readonly folder: string) {
    this.#path = join(folder, 'audit-heads.jsonl');
    this.tails = new TailFile(folder);
  }

  async put(head: SignedHead): Promise<void> {
    makeFolder(this.folder);
    const file = await open(this.#path, 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify(head)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async whyUnusable(): Promise<string | null> {
    try {
      makeFolder(this.folder);
      await access(this.folder, constants.W_OK);
      return null;
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }

  async all(): Promise<SignedHead[]> {
    try {
      return readHeads(await readFile(this.#path, 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Replaced as a whole: whoever reads sees the former note or this one. */
class TailFile implements TailPlace {
  constructor(private readonly folder: string) {}

  async read(): Promise<SignedTail | null> {
    try {
      return readTail(await readFile(this.#path, 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  async write(tail: SignedTail): Promise<void> {
    makeFolder(this.folder);
    const coming = `${this.#path}.${randomUUID()}`;
    try {
      await writeFile(coming, `${JSON.stringify(tail)}\n`, { mode: 0o600, flush: true });
      await rename(coming, this.#path);
    } catch (error) {
      await rm(coming, { force: true });
      throw error;
    }
  }

  get #path(): string {
    return join(this.folder, 'audit-tail.json');
  }
}

const readAtOnce = 16;
const tailTimeoutMs = 10_000;

/** One object a head, under its number: best in a bucket with object lock. */
class HeadBucket implements HeadPlace {
  readonly #client: AwsClient;
  readonly tails: TailPlace = {
    read: async () => this.#get(this.#urlOf('tail'), readTail),
    write: async (tail) => this.#put(this.#urlOf('tail'), tail, AbortSignal.timeout(tailTimeoutMs)),
  };

  constructor(private readonly config: Extract<AuditHeadsConfig, { driver: 's3' }>) {
    const { accessKeyId, secretAccessKey, region } = config;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
  }

  /**
   * Never in place of another one: the store is asked to write only where nothing stands. One that cannot (501), or that
   * takes no notice of the question, is held to it by the look before alone.
   */
  async put(head: SignedHead, signal: AbortSignal): Promise<void> {
    const url = this.#urlOf(nameOf(head.number));
    if (await this.#stands(url, head)) return;
    const status = await this.#send(url, head, signal, { 'if-none-match': '*' });
    if (status === 501) return this.#put(url, head, signal);
    // Somebody was faster: the former try of this job, or who wants another chain to have been.
    if (status === 412 && (await this.#stands(url, head))) return;
    demandSuccess(status);
  }

  /** Throws for another one in its place. */
  async #stands(url: string, head: SignedHead): Promise<boolean> {
    const found = await this.#get(url, readHead);
    if (found && !sameHead(found, head))
      throw new Error(`the store of audit heads holds another head under number ${head.number}`);
    return found !== null;
  }

  /** What a store refuses is told by the delivery that it refuses: asking it for each look would cost more than that. */
  async whyUnusable(): Promise<null> {
    return null;
  }

  /** Numbers have no gaps, so the first that is missing is the end. */
  async all(): Promise<SignedHead[]> {
    const found: SignedHead[] = [];
    for (let first = 1; ; first += readAtOnce) {
      const numbers = Array.from({ length: readAtOnce }, (_, index) => first + index);
      const heads = (
        await Promise.all(numbers.map((number) => this.#get(this.#urlOf(nameOf(number)), readHead)))
      ).filter((head) => head !== null);
      found.push(...heads);
      if (heads.length < readAtOnce) return found;
    }
  }

  async #put(url: string, content: object, signal: AbortSignal): Promise<void> {
    demandSuccess(await this.#send(url, content, signal));
  }

  async #send(url: string, content: object, signal: AbortSignal, condition: Record<string, string> = {}) {
    const headers = { 'content-type': 'application/json', ...condition };
    const answer = await this.#client.fetch(url, { method: 'PUT', headers, body: JSON.stringify(content), signal });
    await answer.body?.cancel();
    return answer.status;
  }

  async #get<T>(url: string, read: (text: string) => T): Promise<T | null> {
    const answer = await this.#client.fetch(url);
    if (answer.ok) return read(await answer.text());
    await answer.body?.cancel();
    if (answer.status === 404) return null;
    throw new Error(`the store of audit heads answered ${answer.status}`);
  }

  #urlOf(name: string): string {
    const { endpoint, bucket } = this.config;
    return `${endpoint}/${bucket}/audit-heads/${name}.json`;
  }
}

function demandSuccess(status: number): void {
  if (status < 200 || status > 299) throw new Error(`the store of audit heads answered ${status}`);
}

const nameOf = (number: number): string => String(number).padStart(10, '0');

/** Somebody else keeps them: a time-stamping service, a second company. */
class HeadWebhook implements HeadPlace {
  readonly tails = null;

  constructor(private readonly config: Extract<AuditHeadsConfig, { driver: 'webhook' }>) {}

  async put(head: SignedHead, signal: AbortSignal): Promise<void> {
    const { url, token } = this.config;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(head),
      signal,
      redirect: 'error',
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the keeper of audit heads answered ${answer.status}`);
  }

  async whyUnusable(): Promise<null> {
    return null;
  }

  async all(): Promise<null> {
    return null;
  }
}
