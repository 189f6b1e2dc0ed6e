import { timingSafeEqual } from 'node:crypto';
import { nobody, systemActor, type Origin, type Principal } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { transaction, type Db } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { addressList, type AddressList } from '../platform/http-address.ts';
import type { Log } from '../platform/log.ts';
import type { Permissions, Scope } from '../platform/permission.ts';
import { accessChanged, heldPermissions, permissionsFrom, type AccessChange } from './access.ts';
import { digestOf, prefixOf } from './api-key.ts';

/** The channel on which every process hears that a key was rotated or revoked. */
export const apiKeyChanged = 'api-key-changed';
export interface ApiKeyChange {
  keyId: string;
}

/** A program that showed a living key. */
export interface KeyIdentity extends Principal {
  accountId: string;
  apiKeyId: string;
  expiresAt: Date;
}

interface KnownKey {
  identity: KeyIdentity;
  digest: Buffer;
  previousDigest: Buffer | null;
  previousUntil: Date | null;
  addresses: AddressList | null;
  lastUsedAt: number;
  readAt: number;
}

interface KeyRow {
  id: string;
  accountId: string;
  organisationId: string | null;
  digest: Buffer;
  previousDigest: Buffer | null;
  previousUntil: Date | null;
  permissions: string[];
  held: [string, Scope][];
  addresses: string[];
  expiresAt: Date;
  lastUsedAt: Date | null;
}

/** What is said about a key is heard at once, by events; this is for what no event tells, such as a grant that runs out. */
const cacheMilliseconds = 30_000;
const mostCached = 5_000;
const useNotedEvery = 60_000;

export interface ApiKeyIdentitiesParts {
  db: Db;
  events: EventBus;
  log: Log;
  now: () => Date;
}

/** Finds out for whom a program speaks. */
export class ApiKeyIdentities {
  private readonly cache = new Map<string, KnownKey>();
  /** Counts changes: what was read before one of them is not kept. */
  private changes = 0;
  private readonly refusalsNoted = new Map<string, number>();
  private readonly listening: (() => void)[];

  constructor(private readonly parts: ApiKeyIdentitiesParts) {
    this.listening = [
      parts.events.subscribe<ApiKeyChange>(apiKeyChanged, ({ keyId }) =>
        this.forget(({ identity }) => identity.apiKeyId === keyId),
      ),
      parts.events.subscribe<AccessChange>(accessChanged, ({ accountId }) =>
        this.forget(({ identity }) => accountId === null || identity.accountId === accountId),
      ),
      parts.events.onGap(() => this.forget(() => true)),
    ];
  }

  close(): void {
    for (const stop of this.listening) stop();
  }

  /** Null for what is no key, was revoked, has expired, or comes from where this key is not accepted. */
  async identify(token: string, from: Origin): Promise<KeyIdentity | null> {
    const prefix = prefixOf(token);
    const known = prefix === null ? null : await this.known(prefix);
    if (!known) return null;
    const now = this.parts.now();
    const shown = digestOf(token);
    const fits =
      timingSafeEqual(shown, known.digest) ||
      (known.previousDigest !== null && timingSafeEqual(shown, known.previousDigest) && known.previousUntil! > now);
    if (!fits || known.identity.expiresAt <= now) return null;
    if (known.addresses && (from.ip === null || !known.addresses.includes(from.ip))) {
      await this.noteRefusal(known, from);
      return null;
    }
    this.noteUse(known);
    return known.identity;
  }

  private async known(prefix: string): Promise<KnownKey | null> {
    const now = this.parts.now().getTime();
    const cached = this.cache.get(prefix);
    if (cached && now - cached.readAt < cacheMilliseconds) return cached;

    const { changes } = this;
    const { rows } = await this.parts.db.pool.query<KeyRow>({
      name: 'api-key-of-prefix',
      text: `select k.id, k.account_id as "accountId", a.organisation_id as "organisationId", k.secret_digest as digest,
               k.previous_digest as "previousDigest", k.previous_until as "previousUntil", k.permissions,
               ${heldPermissions} as held, k.addresses, k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt"
             from api_key k join account a on a.id = k.account_id
             where k.prefix = $1 and k.revoked_at is null and a.status = 'ACTIVE'`,
      values: [prefix],
    });
    this.cache.delete(prefix);
    if (!rows[0]) return null;
    const key = knownKey(rows[0], now);
    if (changes === this.changes) this.cache.set(prefix, key);
    if (this.cache.size > mostCached) this.cache.delete(this.cache.keys().next().value!);
    return key;
  }

  /** No part of the request: it may fail, and nobody waits for it. */
  private noteUse(key: KnownKey): void {
    const now = this.parts.now();
    if (now.getTime() - key.lastUsedAt < useNotedEvery) return;
    key.lastUsedAt = now.getTime();
    this.parts.db.pool
      .query('update api_key set last_used_at = greatest(last_used_at, $2) where id = $1', [key.identity.apiKeyId, now])
      .catch((error: unknown) => this.parts.log.warn({ err: error }, 'the use of an API key was not noted'));
  }

  /** A right secret from a wrong place may be a stolen one. Once a minute is enough to see it. */
  private async noteRefusal({ identity }: KnownKey, from: Origin): Promise<void> {
    const now = this.parts.now().getTime();
    if (now - (this.refusalsNoted.get(identity.apiKeyId) ?? 0) < useNotedEvery) return;
    this.refusalsNoted.set(identity.apiKeyId, now);
    if (this.refusalsNoted.size > mostCached) this.refusalsNoted.delete(this.refusalsNoted.keys().next().value!);
    const somebody = { ...systemActor(from), ip: from.ip, apiKeyId: identity.apiKeyId };
    await transaction(this.parts.db, (tx) =>
      recordAudit(
        tx,
        somebody,
        'apiKeys.use',
        { type: 'apiKey', id: identity.apiKeyId },
        { reason: 'ADDRESS' },
        'REFUSED',
      ),
    );
  }

  private forget(which: (key: KnownKey) => boolean): void {
    this.changes++;
    for (const [prefix, key] of this.cache) if (which(key)) this.cache.delete(prefix);
  }
}

function knownKey(row: KeyRow, readAt: number): KnownKey {
  const held = permissionsFrom(row.held);
  const permissions: Permissions = new Map([...held].filter(([name]) => row.permissions.includes(name)));
  return {
    identity: {
      ...nobody,
      accountId: row.accountId,
      apiKeyId: row.id,
      organisationId: row.organisationId,
      permissions,
      expiresAt: row.expiresAt,
    },
    digest: row.digest,
    previousDigest: row.previousDigest,
    previousUntil: row.previousUntil,
    addresses: row.addresses.length === 0 ? null : addressList(row.addresses),
    lastUsedAt: row.lastUsedAt?.getTime() ?? 0,
    readAt,
  };
}
