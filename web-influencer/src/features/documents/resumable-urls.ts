import type { PreviousUpload, UploadOptions } from 'tus-js-client';

/**
 * Where unfinished uploads go on, remembered as long as this tab. Nothing about the file is kept, neither its name nor what
 * it is for: only a digest, under which the same file is found again.
 */
export class ResumableUrls implements NonNullable<UploadOptions['urlStorage']> {
  readonly #prefix = 'influencegen-upload-';
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async findAllUploads(): Promise<PreviousUpload[]> {
    return Object.keys(this.#storage)
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => this.#previous(key));
  }

  async findUploadsByFingerprint(fingerprint: string): Promise<PreviousUpload[]> {
    const key = this.#prefix + fingerprint;
    return this.#storage.getItem(key) === null ? [] : [this.#previous(key)];
  }

  async removeUpload(key: string): Promise<void> {
    this.#storage.removeItem(key);
  }

  async addUpload(fingerprint: string, { uploadUrl }: PreviousUpload): Promise<string> {
    const key = this.#prefix + fingerprint;
    if (uploadUrl !== null) this.#storage.setItem(key, uploadUrl);
    return key;
  }

  #previous(urlStorageKey: string): PreviousUpload {
    return {
      size: null,
      metadata: {},
      creationTime: '',
      urlStorageKey,
      uploadUrl: this.#storage.getItem(urlStorageKey),
      parallelUploadUrls: null,
    };
  }
}

/** The same for the same file chosen again, and of no use to anybody else. */
export async function fingerprintOf(purpose: string, { name, size, lastModified }: File): Promise<string> {
  // Without https the browser digests nothing: then an upload is not found again, and begins anew.
  const { subtle } = crypto as Partial<Crypto>;
  if (!subtle) return String(Math.random());
  const text = new TextEncoder().encode(JSON.stringify([purpose, name, size, lastModified]));
  const digest = new Uint8Array(await subtle.digest('SHA-256', text));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
