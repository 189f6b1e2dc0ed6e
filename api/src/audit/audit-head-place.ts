import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { z } from 'zod';
import type { AuditHeadsConfig } from '../platform/config.ts';
import type { SignedHead } from './audit-head.ts';

/** Where heads are kept outside of the database. */
export interface HeadPlace {
  /** Safe to repeat. */
  put(head: SignedHead, signal: AbortSignal): Promise<void>;
  /** Null: this place cannot be read from here. */
  all(): Promise<SignedHead[] | null>;
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

/** Throws for a line that is no head. */
export const readHeads = (text: string): SignedHead[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => signedHead.parse(JSON.parse(line)));

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

  constructor(private readonly folder: string) {
    this.#path = join(folder, 'audit-heads.jsonl');
  }

  async put(head: SignedHead): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = await open(this.#path, 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify(head)}\n`);
      await file.sync();
    } finally {
      await file.close();
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

const readAtOnce = 16;

/** One object a head, under its number: best in a bucket with object lock. */
class HeadBucket implements HeadPlace {
  readonly #client: AwsClient;

  constructor(private readonly config: Extract<AuditHeadsConfig, { driver: 's3' }>) {
    const { accessKeyId, secretAccessKey, region } = config;
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
  }

  async put(head: SignedHead, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await this.#client.fetch(this.#urlOf(head.number), {
      method: 'PUT',
      headers,
      body: JSON.stringify(head),
      signal,
    });
    if (!answer.ok) throw new Error(`the store of audit heads answered ${answer.status}`);
  }

  /** Numbers have no gaps, so the first that is missing is the end. */
  async all(): Promise<SignedHead[]> {
    const found: SignedHead[] = [];
    for (let first = 1; ; first += readAtOnce) {
      const numbers = Array.from({ length: readAtOnce }, (_, index) => first + index);
      const heads = (await Promise.all(numbers.map((number) => this.#get(number)))).filter((head) => head !== null);
      found.push(...heads);
      if (heads.length < readAtOnce) return found;
    }
  }

  async #get(number: number): Promise<SignedHead | null> {
    const answer = await this.#client.fetch(this.#urlOf(number));
    if (answer.ok) return signedHead.parse(await answer.json());
    await answer.body?.cancel();
    if (answer.status === 404) return null;
    throw new Error(`the store of audit heads answered ${answer.status}`);
  }

  #urlOf(number: number): string {
    const { endpoint, bucket } = this.config;
    return `${endpoint}/${bucket}/audit-heads/${String(number).padStart(10, '0')}.json`;
  }
}

/** Somebody else keeps them: a time-stamping service, a second company. */
class HeadWebhook implements HeadPlace {
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

  async all(): Promise<null> {
    return null;
  }
}
