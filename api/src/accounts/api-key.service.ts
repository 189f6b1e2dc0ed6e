import type { Actor, SignedInActor } from '../platform/actor.ts';
import { recordAudit } from '../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../platform/db.ts';
import { AppError, type FieldProblem } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import { isAddressOrRange } from '../platform/http-address.ts';
import { pageOf, readPageRequest, type Page, type PageRequest } from '../platform/pagination.ts';
import { demand, demandVerified, scopeOf } from '../platform/permission.ts';
import type { Settings } from '../platform/setting.ts';
import { isUuid } from '../platform/uuid.ts';
import { apiKeyChanged, type ApiKeyChange } from './api-key.identities.ts';
import { manageApiKeys } from './api-key.policy.ts';
import { apiKeyDays, apiKeyOverlapHours } from './api-key.settings.ts';
import {
  ApiKeyStatus,
  digestOf,
  newPrefix,
  newSecretFor,
  type ApiKey,
  type CreateApiKeyInput,
  type IssuedApiKey,
} from './api-key.ts';
import { personOf, type PersonRow } from './person.ts';
import { proofMinutes } from './second-factor.settings.ts';

const longestName = 100;
const mostAddresses = 50;

export interface ApiKeyServiceParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  now: () => Date;
}

interface ApiKeyRow extends Omit<ApiKey, 'owner' | 'status'> {
  ownerId: string;
  ownerNameSealed: Buffer;
  revokedAt: Date | null;
  cursorAt: string;
}

type LockedKey = Pick<ApiKeyRow, 'id' | 'ownerId' | 'prefix' | 'revokedAt' | 'expiresAt'>;

const columns = `k.id, k.name, k.prefix, k.permissions, k.addresses, k.created_at as "createdAt", k.expires_at as "expiresAt",
  k.last_used_at as "lastUsedAt", k.previous_until as "previousValidUntil", k.revoked_at as "revokedAt",
  a.id as "ownerId", a.name_sealed as "ownerNameSealed",
  to_char(k.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "cursorAt"`;

/** Keys for programs: made, rotated and revoked. */
export class ApiKeyService {
  constructor(private readonly parts: ApiKeyServiceParts) {}

  /** Newest first: one's own, or everybody's for whose permission reaches that far. */
  async list(actor: Actor, request: PageRequest): Promise<Page<ApiKey>> {
    const person = demand(actor, manageApiKeys);
    const { first, after } = readPageRequest(request);
    const { rows: found } = await this.parts.db.pool.query<ApiKeyRow>(
      `select ${columns} from api_key k join account a on a.id = k.account_id
       where ($1::uuid is null or k.account_id = $1) and ($2::timestamptz is null or (k.created_at, k.id) < ($2, $3))
       order by k.created_at desc, k.id desc limit $4`,
      [ownerSeenBy(person), after?.at ?? null, after?.id ?? null, first + 1],
    );
    const page = pageOf(found, first, ({ cursorAt, id }) => ({ at: cursorAt, id }));
    return { ...page, nodes: page.nodes.map((row) => this.shown(row)) };
  }

  async create(actor: Actor, input: CreateApiKeyInput): Promise<IssuedApiKey> {
    const person = this.demandProof(actor);
    const { name, permissions, addresses, expiresAt } = this.checked(person, input);
    return transaction(this.parts.db, async (tx) => {
      const prefix = newPrefix();
      const secret = newSecretFor(prefix);
      const [added] = await rows<{ id: string }>(
        tx,
        `insert into api_key (account_id, name, prefix, secret_digest, permissions, addresses, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
        [person.accountId, name, prefix, digestOf(secret), permissions, addresses, this.parts.now(), expiresAt],
      );
      await recordAudit(
        tx,
        person,
        'apiKeys.create',
        { type: 'apiKey', id: added!.id },
        { prefix, permissions, addresses },
      );
      return { apiKey: await this.load(tx, added!.id), secret };
    });
  }

  /**
   * A new secret; the former one works on for the overlap, unless it was being replaced already. For the owner alone: whoever
   * holds the secret acts in their name, so staff who see a key that is not theirs can only revoke it.
   */
  async rotate(actor: Actor, id: string): Promise<IssuedApiKey> {
    const person = this.demandProof(actor);
    return transaction(this.parts.db, async (tx) => {
      const key = await this.lock(tx, person, id);
      if (key.ownerId !== person.accountId)
        throw new AppError('FORBIDDEN', 'Only the owner of a key is given a new secret');
      if (statusOf(key, this.parts.now()) !== ApiKeyStatus.ACTIVE)
        throw new AppError('CONFLICT', 'Only a key that works can be rotated');
      const secret = newSecretFor(key.prefix);
      const overlap = this.parts.settings.read(apiKeyOverlapHours) * 3_600_000;
      await tx.query(
        `update api_key set previous_digest = secret_digest, previous_until = $2, secret_digest = $3 where id = $1`,
        [key.id, new Date(this.parts.now().getTime() + overlap), digestOf(secret)],
      );
      await recordAudit(tx, person, 'apiKeys.rotate', { type: 'apiKey', id: key.id });
      await this.announce(tx, key.id);
      return { apiKey: await this.load(tx, key.id), secret };
    });
  }

  /** At once and for good. Revoked again, nothing happens. */
  async revoke(actor: Actor, id: string): Promise<ApiKey> {
    const person = demand(actor, manageApiKeys);
    return transaction(this.parts.db, async (tx) => {
      const key = await this.lock(tx, person, id);
      if (key.revokedAt === null) {
        await tx.query(
          'update api_key set revoked_at = $2, previous_digest = null, previous_until = null where id = $1',
          [key.id, this.parts.now()],
        );
        await recordAudit(tx, person, 'apiKeys.revoke', { type: 'apiKey', id: key.id });
        await this.announce(tx, key.id);
      }
      return this.load(tx, key.id);
    });
  }

  /** Of an account that was in wrong hands since then: keys whose secret they may have seen. A rotation tells until when both work. */
  async revokeSince(tx: Transaction, owner: Actor & { accountId: string }, since: Date): Promise<void> {
    const revoked = await rows<{ id: string }>(
      tx,
      `update api_key set revoked_at = $2, previous_digest = null
       where account_id = $1 and revoked_at is null and (created_at >= $3 or previous_until >= $3) returning id`,
      [owner.accountId, this.parts.now(), since],
    );
    for (const { id } of revoked) {
      await recordAudit(tx, owner, 'apiKeys.revoke', { type: 'apiKey', id });
      await this.announce(tx, id);
    }
  }

  private demandProof(actor: Actor): SignedInActor {
    return demandVerified(actor, manageApiKeys, this.parts.settings.read(proofMinutes), this.parts.now());
  }

  private checked(
    person: SignedInActor,
    input: CreateApiKeyInput,
  ): Required<Omit<CreateApiKeyInput, 'addresses'>> & { addresses: string[] } {
    const problems: FieldProblem[] = [];
    const name = input.name.trim();
    if (name === '') problems.push({ path: 'name', code: 'REQUIRED', message: 'Say what the key is for' });
    if (name.length > longestName)
      problems.push({
        path: 'name',
        code: 'TOO_LONG',
        bound: longestName,
        message: `At most ${longestName} characters`,
      });

    const permissions = [...new Set(input.permissions)].sort();
    if (permissions.length === 0)
      problems.push({ path: 'permissions', code: 'REQUIRED', message: 'A key needs a permission' });
    // Nobody hands on what they do not hold. Which ones exist at all is no secret of this answer.
    if (permissions.some((permission) => !person.permissions.has(permission)))
      problems.push({ path: 'permissions', code: 'NOT_ALLOWED', message: 'Only permissions that you hold' });

    const addresses = [...new Set((input.addresses ?? []).map((address) => address.trim()))];
    if (addresses.length > mostAddresses)
      problems.push({ path: 'addresses', code: 'TOO_LONG', bound: mostAddresses, message: `At most ${mostAddresses}` });
    if (!addresses.every(isAddressOrRange))
      problems.push({ path: 'addresses', code: 'MALFORMED', message: 'An address, or a range such as 10.0.0.0/8' });

    const days = this.parts.settings.read(apiKeyDays);
    const from = this.parts.now().getTime();
    const { expiresAt } = input;
    if (expiresAt.getTime() <= from)
      problems.push({ path: 'expiresAt', code: 'TOO_SMALL', message: 'Must lie in the future' });
    if (expiresAt.getTime() > from + days * 86_400_000)
      problems.push({ path: 'expiresAt', code: 'TOO_LARGE', bound: days, message: `At most ${days} days from now` });
    if (problems.length > 0) throw new AppError('BAD_USER_INPUT', 'This key cannot be made', problems);
    return { name, permissions, addresses, expiresAt };
  }

  private async lock(tx: Transaction, person: SignedInActor, id: string): Promise<LockedKey> {
    const [key] = isUuid(id)
      ? await rows<LockedKey>(
          tx,
          `select id, account_id as "ownerId", prefix, revoked_at as "revokedAt", expires_at as "expiresAt" from api_key
           where id = $1 and ($2::uuid is null or account_id = $2) for update`,
          [id, ownerSeenBy(person)],
        )
      : [];
    if (!key) throw new AppError('NOT_FOUND', 'No such key');
    return key;
  }

  private async load(tx: Transaction, id: string): Promise<ApiKey> {
    const [row] = await rows<ApiKeyRow>(
      tx,
      `select ${columns} from api_key k join account a on a.id = k.account_id where k.id = $1`,
      [id],
    );
    return this.shown(row!);
  }

  private shown({ ownerId, ownerNameSealed, revokedAt, cursorAt: _cursorAt, ...row }: ApiKeyRow): ApiKey {
    const now = this.parts.now();
    const owner: PersonRow = { id: ownerId, nameSealed: ownerNameSealed };
    return {
      ...row,
      previousValidUntil: row.previousValidUntil && row.previousValidUntil > now ? row.previousValidUntil : null,
      status: statusOf({ revokedAt, expiresAt: row.expiresAt }, now),
      owner: personOf(this.parts.db.keyring, owner),
    };
  }

  private announce(tx: Transaction, keyId: string): Promise<void> {
    return this.parts.events.publish(tx, apiKeyChanged, { keyId } satisfies ApiKeyChange);
  }
}

/** Whose keys this person sees: one account's, or everybody's (null). */
const ownerSeenBy = (person: SignedInActor): string | null =>
  scopeOf(person, manageApiKeys) === 'ALL' ? null : person.accountId;

const statusOf = ({ revokedAt, expiresAt }: Pick<ApiKeyRow, 'revokedAt' | 'expiresAt'>, now: Date): ApiKeyStatus =>
  revokedAt !== null ? ApiKeyStatus.REVOKED : expiresAt <= now ? ApiKeyStatus.EXPIRED : ApiKeyStatus.ACTIVE;
