import { readFile } from 'node:fs/promises';
import { ConfigError, masterKeyList, type MasterKeysConfig } from './config.ts';
import { Keyring, type MasterKey } from './keyring.ts';

/** Where the master keys come from. Asked once, when a process starts; a key service would be another one of these. */
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

export async function openKeyring(config: MasterKeysConfig): Promise<Keyring> {
  const source = config.source === 'file' ? keysOfFile(config.path) : keysOfEnvironment(config.keys);
  const keys = await source.load();
  const { sealWith } = config;
  if (sealWith !== undefined && !keys.some(({ version }) => version === sealWith))
    throw new ConfigError(['MASTER_KEY_VERSION: is not among the master keys']);
  return new Keyring(keys, sealWith);
}
