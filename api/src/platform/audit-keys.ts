import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { MasterKey } from './keyring.ts';

const keyLength = 32;
/** What comes before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

interface VersionKeys {
  marks: KeyObject;
  seals: KeyObject;
  notes: KeyObject;
  heads: { private: KeyObject; public: KeyObject };
}

/**
 * What only the product knows and the database does not: with it whoever owns the database can neither write an audit event
 * nor rearrange what was written without being found out. The newest version signs, all of them verify.
 */
export class AuditKeys {
  readonly #versions: ReadonlyMap<number, VersionKeys>;
  readonly newest: number;
  readonly #writing: VersionKeys;

  constructor(keys: readonly MasterKey[]) {
    this.#versions = new Map(keys.map(({ version, key }) => [version, derive(key)]));
    this.newest = Math.max(...this.#versions.keys());
    this.#writing = this.#versions.get(this.newest)!;
  }

  /** To be stored with an event: proof that the product wrote these words. */
  mark(content: string): Buffer {
    return tag(this.newest, this.#writing.marks, content);
  }

  isMark(content: string, mark: Buffer): boolean {
    return this.#isTag('marks', content, mark);
  }

  /** To be stored with a link of the chain: proof that the sealer put this hash at this place. */
  seal(position: number, hash: Buffer): Buffer {
    return tag(this.newest, this.#writing.seals, place(position, hash));
  }

  isSeal(position: number, hash: Buffer, seal: Buffer): boolean {
    return this.#isTag('seals', place(position, hash), seal);
  }

  /** To be kept with what is noted beside the chain: proof that the product noted it. */
  note(text: string): Buffer {
    return tag(this.newest, this.#writing.notes, text);
  }

  isNote(text: string, shown: Buffer): boolean {
    return this.#isTag('notes', text, shown);
  }

  sign(message: string): Buffer {
    return sign(null, Buffer.from(message), this.#writing.heads.private);
  }

  /** False also when the key is not among ours. */
  isSigned(version: number, message: string, signature: Buffer): boolean {
    const keys = this.#versions.get(version);
    return keys !== undefined && verify(null, Buffer.from(message), keys.heads.public, signature);
  }

  /** What auditors check heads and proofs with; a JSON Web Key Set. */
  publicKeys(): { keys: JsonWebKey[] } {
    const keys = [...this.#versions].sort(([a], [b]) => b - a);
    return {
      keys: keys.map(([version, { heads }]) => ({
        ...heads.public.export({ format: 'jwk' }),
        kid: String(version),
        use: 'sig',
        alg: 'EdDSA',
      })),
    };
  }

  #isTag(purpose: 'marks' | 'seals' | 'notes', content: string | Buffer, shown: Buffer): boolean {
    const keys = shown.length > 2 ? this.#versions.get(shown.readUInt16BE(0)) : undefined;
    if (!keys) return false;
    const expected = tag(shown.readUInt16BE(0), keys[purpose], content);
    return expected.length === shown.length && timingSafeEqual(expected, shown);
  }
}

function derive(key: Buffer): VersionKeys {
  const derived = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', purpose, keyLength));
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Ed25519, derived('influencegen audit heads')]),
    format: 'der',
    type: 'pkcs8',
  });
  return {
    marks: createSecretKey(derived('influencegen audit marks')),
    seals: createSecretKey(derived('influencegen audit seals')),
    notes: createSecretKey(derived('influencegen audit notes')),
    heads: { private: privateKey, public: createPublicKey(privateKey) },
  };
}

/** The number of the key, then HMAC-SHA-256. */
function tag(version: number, key: KeyObject, content: string | Buffer): Buffer {
  const made = Buffer.alloc(2 + 32);
  made.writeUInt16BE(version);
  createHmac('sha256', key).update(content).digest().copy(made, 2);
  return made;
}

function place(position: number, hash: Buffer): Buffer {
  const made = Buffer.alloc(8 + hash.length);
  made.writeBigUInt64BE(BigInt(position));
  hash.copy(made, 8);
  return made;
}
