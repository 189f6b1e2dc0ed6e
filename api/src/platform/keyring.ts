import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Where a sealed value lies. Moved to another table, column or row it does not open. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

/** 32 random bytes, and the number under which they are known. Numbers only grow. */
export interface MasterKey {
  version: number;
  key: Buffer;
}

const nonceLength = 12;
const tagLength = 16;
const keyLength = 32;
const wrappedLength = nonceLength + keyLength + tagLength;
/** Format 1, then the number of the master key, then the wrapped data key; what follows is the content. */
const format = 1;
const headerLength = 1 + 2 + wrappedLength;

/**
 * Seals personal data and secrets: AES-256-GCM under a data key of its own for each value, wrapped by the newest master
 * key (envelope encryption, NIST SP 800-38D). Also makes blind indexes: digests under a key, to search for equal values.
 */
export class Keyring {
  readonly #keys: ReadonlyMap<number, KeyObject>;
  readonly #indexKeys: ReadonlyMap<number, KeyObject>;
  /** The master key that new values are sealed with. */
  readonly newest: number;

  /** `sealWith`: the version to seal with while some process does not have the newest one yet. */
  constructor(masterKeys: readonly MasterKey[], sealWith?: number) {
    const derived = (purpose: string): Map<number, KeyObject> =>
      new Map(
        masterKeys.map(({ version, key }) => [
          version,
          secretKey(Buffer.from(hkdfSync('sha256', key, '', purpose, keyLength))),
        ]),
      );
    this.#keys = derived('influencegen data key wrapping');
    this.#indexKeys = derived('influencegen blind index');
    this.newest = sealWith ?? Math.max(...this.#keys.keys());
  }

  /** All master keys at hand, the newest first. */
  get versions(): number[] {
    return [...this.#keys.keys()].sort((a, b) => b - a);
  }

  seal(place: Place, plain: string | Buffer): Buffer {
    const dataKey = randomBytes(keyLength);
    return Buffer.concat([this.#wrap(this.newest, place, dataKey), encrypt(secretKey(dataKey), nameOf(place), plain)]);
  }

  /** Throws for what was sealed for another place, with a key that is gone, or was changed since. */
  open(place: Place, sealed: Buffer): Buffer {
    return decrypt(secretKey(this.#unwrap(place, sealed)), nameOf(place), sealed.subarray(headerLength));
  }

  openText(place: Place, sealed: Buffer): string {
    return this.open(place, sealed).toString('utf8');
  }

  /** The same content under the newest master key; only the key is wrapped anew. */
  rewrap(place: Place, sealed: Buffer): Buffer {
    return Buffer.concat([this.#wrap(this.newest, place, this.#unwrap(place, sealed)), sealed.subarray(headerLength)]);
  }

  /** The number of the master key that a sealed value needs. */
  static versionOf(sealed: Buffer): number {
    if (sealed.length < headerLength || sealed[0] !== format) throw new Error('not a sealed value');
    return sealed.readUInt16BE(1);
  }

  /** To be stored beside the sealed value: equal for equal texts of one field. `text` must be normalised. */
  blindIndex(field: string, text: string): Buffer {
    return this.#index(this.newest, field, text);
  }

  /** What to search for while some rows still have the index of an older key. */
  blindIndexes(field: string, text: string): Buffer[] {
    return this.versions.map((version) => this.#index(version, field, text));
  }

  #index(version: number, field: string, text: string): Buffer {
    const prefix = Buffer.alloc(2);
    prefix.writeUInt16BE(version);
    const digest = createHmac('sha256', this.#indexKeys.get(version)!).update(field).update('\0').update(text).digest();
    return Buffer.concat([prefix, digest]);
  }

  #wrap(version: number, place: Place, dataKey: Buffer): Buffer {
    const head = Buffer.alloc(3);
    head[0] = format;
    head.writeUInt16BE(version, 1);
    return Buffer.concat([head, encrypt(this.#key(version), nameOf(place), dataKey)]);
  }

  #unwrap(place: Place, sealed: Buffer): Buffer {
    return decrypt(this.#key(Keyring.versionOf(sealed)), nameOf(place), sealed.subarray(3, headerLength));
  }

  #key(version: number): KeyObject {
    const key = this.#keys.get(version);
    if (!key) throw new Error(`master key ${version} is not among the keys at hand`);
    return key;
  }
}

const nameOf = ({ table, column, row }: Place): Buffer => Buffer.from(`${table}\0${column}\0${row}`);

/** Node takes ten times as long for a key that is a Buffer as for the same key in an object. */
const secretKey = (bytes: Buffer): KeyObject => createSecretKey(bytes);

function encrypt(key: KeyObject, place: Buffer, plain: string | Buffer): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(place);
  const content = Buffer.concat([
    typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
    cipher.final(),
  ]);
  return Buffer.concat([nonce, content, cipher.getAuthTag()]);
}

function decrypt(key: KeyObject, place: Buffer, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(place)
      .setAuthTag(sealed.subarray(sealed.length - tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength)), decipher.final()]);
  } catch (error) {
    throw new Error('this sealed value does not open here', { cause: error });
  }
}
