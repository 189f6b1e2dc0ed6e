import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import type { Actor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { type Route, sendJson } from '../platform/http.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Log } from '../platform/log.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';
import type { Settings } from '../platform/setting.ts';
import { signingAlgorithm } from './access-token.ts';
import { signingKeyDays } from './account.settings.ts';

const privateKeys = sealedColumn({
  table: 'signing_key',
  column: 'private_key',
  id: 'id',
  kind: 'configuration',
  retention: 'use',
  description: 'Signs access tokens',
});

const keysChanged = 'signing-keys-changed';

/** Whoever keeps a copy of the public keys may keep it this long. */
const cacheSeconds = 300;
/** A key is published before it signs, for long enough that no copy lacks it. */
const leadMilliseconds = 2 * cacheSeconds * 1000;
/** The longest life of an access token, and some: then nothing is left that the former key signed. */
const keptMilliseconds = 2 * 3_600_000;

interface SigningKey {
  id: string;
  publicKey: KeyObject;
  signsFrom: Date;
}

interface KeyRow {
  id: string;
  public_key: Buffer;
  private_key: Buffer;
  signs_from: Date;
}

export interface SigningKeysParts {
  db: Db;
  events: EventBus;
  keyring: Keyring;
  settings: Settings;
  log: Log;
  now: () => Date;
}

/** The keys of this workspace that sign access tokens, the same in every process. */
export class SigningKeys {
  /** The one that signs latest first. */
  #keys: SigningKey[] = [];
  /** Opened when they sign. */
  readonly #private = new Map<string, KeyObject>();
  #sealed = new Map<string, Buffer>();
  /** Reads may overtake each other: what began earlier must not replace what began later. */
  #reads = { begun: 0, kept: 0 };
  readonly #listening: (() => void)[] = [];
  readonly #changeListeners: (() => void)[] = [];

  private constructor(private readonly parts: SigningKeysParts) {}

  static async open(parts: SigningKeysParts): Promise<SigningKeys> {
    const keys = new SigningKeys(parts);
    const { db, events, log } = parts;
    const refresh = (): void => {
      keys.#load().catch((error: unknown) => log.error({ err: error }, 'signing keys could not be read again'));
    };
    keys.#listening.push(events.subscribe(keysChanged, refresh), events.onGap(refresh));
    await keys.#load();
    if (keys.#keys.length === 0) {
      await transaction(db, async (tx) => {
        if ((await keys.#lock(tx)).length === 0) await keys.#add(tx, parts.now());
      });
      await keys.#load();
    }
    return keys;
  }

  close(): void {
    for (const stop of this.#listening) stop();
  }

  /** Called when a key went: what it signed is not believed any more. */
  onChange(listener: () => void): void {
    this.#changeListeners.push(listener);
  }

  /** Null for any key that is not one of ours. */
  publicKey(id: string): KeyObject | null {
    return this.#keys.find((key) => key.id === id)?.publicKey ?? null;
  }

  signer(): { id: string; privateKey: KeyObject } {
    const now = this.parts.now();
    // A clock that went back may find none that signs yet: the oldest is the one that everybody knows.
    const { id } = this.#keys.find(({ signsFrom }) => signsFrom <= now) ?? this.#keys.at(-1)!;
    const known = this.#private.get(id);
    if (known) return { id, privateKey: known };
    const der = this.parts.keyring.open(privateKeys.at(id), this.#sealed.get(id)!);
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.#private.set(id, privateKey);
    return { id, privateKey };
  }

  /** For programs that check our tokens themselves (RFC 7517). */
  get jwks(): { keys: object[] } {
    return {
      keys: this.#keys.map(({ id, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid: id,
        alg: signingAlgorithm,
        use: 'sig',
      })),
    };
  }

  /** A new key when the newest has signed long enough; keys that nothing signed is left of go. Safe to repeat. */
  async rotate(actor: Actor): Promise<void> {
    const { db, events, settings } = this.parts;
    const now = this.parts.now();
    const changed = await transaction(db, async (tx) => {
      const keys = await this.#lock(tx);
      const due = now.getTime() - settings.read(signingKeyDays) * 86_400_000;
      const added = keys[0] && keys[0].signs_from.getTime() > due ? null : await this.#add(tx, now, leadMilliseconds);
      const superseded = keys.findIndex(({ signs_from }) => signs_from.getTime() <= now.getTime() - keptMilliseconds);
      const gone = superseded === -1 ? [] : keys.slice(superseded + 1).map(({ id }) => id);
      if (gone.length > 0) await tx.query('delete from signing_key where id = any($1)', [gone]);
      if (added === null && gone.length === 0) return false;
      await recordAudit(
        tx,
        actor,
        'accounts.rotateSigningKey',
        added === null ? null : { type: 'signingKey', id: added },
        {
          removed: gone,
        },
      );
      await events.publish(tx, keysChanged, {});
      return true;
    });
    if (changed) await this.#load();
  }

  /** The rows, the one that signs latest first; nobody else changes them meanwhile. */
  async #lock(tx: Transaction): Promise<KeyRow[]> {
    await tx.query('lock table signing_key in share row exclusive mode');
    return rows<KeyRow>(tx, 'select * from signing_key order by signs_from desc, id');
  }

  async #add(tx: Transaction, now: Date, lead = 0): Promise<string> {
    const id = randomUUID();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    await tx.query(
      `insert into signing_key (id, algorithm, public_key, private_key, created_at, signs_from) values ($1, $2, $3, $4, $5, $6)`,
      [
        id,
        signingAlgorithm,
        publicKey.export({ format: 'der', type: 'spki' }),
        this.parts.keyring.seal(privateKeys.at(id), privateKey.export({ format: 'der', type: 'pkcs8' })),
        now,
        new Date(now.getTime() + lead),
      ],
    );
    return id;
  }

  async #load(): Promise<void> {
    const read = ++this.#reads.begun;
    const { rows: found } = await this.parts.db.pool.query<KeyRow>(
      'select id, public_key, private_key, signs_from from signing_key order by signs_from desc, id',
    );
    if (read < this.#reads.kept) return;
    this.#reads.kept = read;
    this.#keys = found.map(({ id, public_key, signs_from }) => ({
      id,
      publicKey: createPublicKey({ key: public_key, format: 'der', type: 'spki' }),
      signsFrom: signs_from,
    }));
    this.#sealed = new Map(found.map(({ id, private_key }) => [id, private_key]));
    for (const listener of this.#changeListeners) listener();
  }
}

/** `/.well-known/jwks.json`: the public keys, for everybody. */
export const jwksRoute = (keys: SigningKeys): Route => ({
  name: 'jwks',
  methods: ['GET', 'HEAD'],
  path: /^\/\.well-known\/jwks\.json$/,
  async handle(_req, res) {
    res.setHeader('cache-control', `public, max-age=${cacheSeconds}`);
    res.setHeader('access-control-allow-origin', '*');
    sendJson(res, 200, keys.jwks);
  },
});
