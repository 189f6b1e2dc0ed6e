import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError, masterKeyList, type MasterKeysConfig, type WrappedKey } from './config.ts';
import { Keyring, type MasterKey } from './keyring.ts';

/** Where the master keys come from. Asked once, when a process starts. */
export interface KeySource {
  load(): Promise<readonly MasterKey[]>;
}

const keysOfEnvironment = (keys: readonly MasterKey[]): KeySource => ({ load: () => Promise.resolve(keys) });

/** Several keys by comma or by line, as a secret that an orchestrator mounts. */
const keysOfFile = (path: string): KeySource => ({
  async load() {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new ConfigError([`MASTER_KEYS_FILE: cannot be read (${(error as NodeJS.ErrnoException).code})`]);
    });
    const keys = masterKeyList.safeParse(text.trim().replaceAll(/\s+/g, ','));
    if (!keys.success) throw new ConfigError(keys.error.issues.map(({ message }) => `MASTER_KEYS_FILE: ${message}`));
    return keys.data;
  },
});

const serviceTimeoutMs = 10_000;
const unwrapped = z.object({ data: z.object({ plaintext: z.base64() }) });
const keyBytes = 32;

/**
 * Wrapped by a key that never leaves its service, and unwrapped there; spoken to as the transit engine of Vault and OpenBao is
 * (`POST …/decrypt/<name>`). Once for each key at the start: reads stay as fast as with a key from the environment, and a service
 * that is down later stops nothing that runs.
 */
const keysOfService = (url: string, token: string, wrapped: readonly WrappedKey[]): KeySource => ({
  load: () =>
    Promise.all(
      wrapped.map(async ({ version, ciphertext }) => ({ version, key: await unwrap(url, token, ciphertext) })),
    ),
});

/** Never the message: it may quote what was sent. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

async function unwrap(url: string, token: string, ciphertext: string): Promise<Buffer> {
  const fail = (what: string): never => {
    throw new ConfigError([`KEY_SERVICE_URL: ${what}`]);
  };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-vault-token': token },
    body: JSON.stringify({ ciphertext }),
    redirect: 'error',
    signal: AbortSignal.timeout(serviceTimeoutMs),
  }).catch((error: unknown) => fail(`the key service cannot be reached (${causeOf(error)})`));
  if (!answer.ok) {
    await answer.body?.cancel();
    return fail(`the key service answered ${answer.status}`);
  }
  const read = unwrapped.safeParse(await answer.json().catch(() => null));
  const key = read.success ? Buffer.from(read.data.data.plaintext, 'base64') : null;
  return key?.length === keyBytes ? key : fail('the key service answered something else than a key of 32 bytes');
}

function sourceOf(config: MasterKeysConfig): KeySource {
  switch (config.source) {
    case 'environment':
      return keysOfEnvironment(config.keys);
    case 'file':
      return keysOfFile(config.path);
    case 'service':
      return keysOfService(config.url, config.token, config.keys);
  }
}

export async function openKeyring(config: MasterKeysConfig): Promise<Keyring> {
  const source = sourceOf(config);
  const keys = await source.load();
  const { sealWith } = config;
  if (sealWith !== undefined && !keys.some(({ version }) => version === sealWith))
    throw new ConfigError(['MASTER_KEY_VERSION: is not among the master keys']);
  return new Keyring(keys, sealWith);
}
