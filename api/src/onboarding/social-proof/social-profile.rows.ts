import { beyondOwn } from '../../platform/reach.ts';
import { randomInt } from 'node:crypto';
import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import { rows, type Transaction } from '../../platform/db.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { nextStatus } from '../../platform/lifecycle.ts';
import { sealedValues } from '../../platform/personal-data.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import { socialProfileMoves, SocialProfileStatus, type SocialProfileVerb } from './social-profile.lifecycle.ts';
import type { SocialProofMethod } from './social-profile.ts';

/** What is sealed of a profile. */
export interface ProfileFacts {
  platform: SocialPlatform;
  handle: string;
  /** Equal for two spellings of one profile. */
  key: string;
  url: string;
  /** Of a channel that was named by its handle: its key for good, once the platform has told it. */
  channel?: string;
}

const indexField = 'social_profile.profile';

/** Equal for two spellings of one profile. */
export const profileKey = ({ platform, key }: Pick<ProfileFacts, 'platform' | 'key'>): string => `${platform} ${key}`;

const permanentKey = ({ platform, key, channel }: ProfileFacts): string =>
  profileKey({ platform, key: channel ?? key });

/** Under which another creator could have named the same profile. */
export const profileKeys = (facts: ProfileFacts): string[] => [...new Set([profileKey(facts), permanentKey(facts)])];

/** On YouTube a handle can be given up and taken by another channel; the id of a channel stays. */
export const hasPermanentName = ({ platform, key, channel }: ProfileFacts): boolean =>
  platform !== 'YOUTUBE' || channel !== undefined || key.startsWith('channel/');

/** For `profile_index = any($1)`. */
const profileIndexes = (keyring: Keyring, facts: ProfileFacts): Buffer[] =>
  profileKeys(facts).flatMap((key) => keyring.blindIndexes(indexField, key));

const profileColumn = sealedColumn({
  table: 'social_profile',
  column: 'profile_sealed',
  id: 'id',
  kind: 'contact',
  retention: 'account',
  description: 'A profile on a social platform',
  indexes: [
    {
      column: 'profile_index',
      of: (keyring, text) => keyring.blindIndex(indexField, profileKey(JSON.parse(text) as ProfileFacts)),
    },
    {
      column: 'permanent_index',
      of: (keyring, text) => keyring.blindIndex(indexField, permanentKey(JSON.parse(text) as ProfileFacts)),
    },
  ],
});

const evidenceColumn = sealedColumn({
  table: 'social_proof',
  column: 'evidence_sealed',
  id: 'id',
  kind: 'identity',
  retention: 'kyc',
  description: 'What was seen when somebody looked whose profile it is',
});

export interface ProfileRow {
  id: string;
  accountId: string;
  profileSealed: Buffer;
  status: SocialProfileStatus;
  code: string;
  codeExpiresAt: Date;
  problem: string | null;
  verifiedAt: Date | null;
  /** When staff were asked to look. */
  askedAt: Date | null;
  /** Taken away; kept for what was seen of it. */
  removedAt: Date | null;
}

const columns = `id, account_id as "accountId", profile_sealed as "profileSealed", status, code,
  code_expires_at as "codeExpiresAt", problem, verified_at as "verifiedAt", asked_at as "askedAt", removed_at as "removedAt"`;

export const openProfile = (keyring: Keyring, { id, profileSealed }: ProfileRow): ProfileFacts =>
  JSON.parse(keyring.openText(profileColumn.at(id), profileSealed)) as ProfileFacts;

export const profilesOf = (tx: Transaction, accountId: string): Promise<ProfileRow[]> =>
  rows<ProfileRow>(
    tx,
    `select ${columns} from social_profile where account_id = $1 and removed_at is null order by created_at, id`,
    [accountId],
  );

/** The one that was taken away and is named again: what was seen of it belongs to it still. */
export async function removedProfile(
  tx: Transaction,
  keyring: Keyring,
  accountId: string,
  facts: ProfileFacts,
): Promise<ProfileRow | null> {
  const [found] = await rows<ProfileRow>(
    tx,
    `select ${columns} from social_profile
     where account_id = $1 and profile_index = any($2) and removed_at is not null limit 1`,
    [accountId, profileIndexes(keyring, facts)],
  );
  return found ?? null;
}

export async function profileById(tx: Transaction, id: string): Promise<ProfileRow | null> {
  const [found] = await rows<ProfileRow>(tx, `select ${columns} from social_profile where id = $1`, [id]);
  return found ?? null;
}

/** Nothing that is read for something else: no 0 and O, no 1 and I. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** About as hard to guess as it is easy to copy: 30^8 possibilities, good for one profile and some days. */
export const newCode = (): string =>
  `IG-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`;

export async function insertProfile(
  tx: Transaction,
  keyring: Keyring,
  {
    id,
    accountId,
    facts,
    codeExpiresAt,
    now,
  }: { id: string; accountId: string; facts: ProfileFacts; codeExpiresAt: Date; now: Date },
): Promise<void> {
  const sealed = sealedValues(keyring, profileColumn, id, JSON.stringify(facts));
  await tx.query(
    `insert into social_profile (id, account_id, platform, profile_sealed, profile_index, permanent_index, status, code, code_expires_at,
       created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      accountId,
      facts.platform,
      sealed['profile_sealed'],
      sealed['profile_index'],
      sealed['permanent_index'],
      SocialProfileStatus.UNPROVEN,
      newCode(),
      codeExpiresAt,
      now,
    ],
  );
}

/** The only place that assigns the status of a profile. */
export async function moveProfile(
  tx: Transaction,
  { id, status }: Pick<ProfileRow, 'id' | 'status'>,
  verb: SocialProfileVerb,
  { at, problem = null }: { at: Date; problem?: string | null },
): Promise<void> {
  const next = nextStatus(status, socialProfileMoves[verb], verb);
  await tx.query('update social_profile set status = $2, problem = $3, verified_at = $4, asked_at = $5 where id = $1', [
    id,
    next,
    problem,
    next === SocialProfileStatus.VERIFIED ? at : null,
    next === SocialProfileStatus.WITH_STAFF ? at : null,
  ]);
}

/** What is known of a profile has become more. */
export async function saveFacts(tx: Transaction, keyring: Keyring, id: string, facts: ProfileFacts): Promise<void> {
  const sealed = sealedValues(keyring, profileColumn, id, JSON.stringify(facts));
  await tx.query('update social_profile set profile_sealed = $2, permanent_index = $3 where id = $1', [
    id,
    sealed['profile_sealed'],
    sealed['permanent_index'],
  ]);
}

/** Until the transaction ends nobody else proves one of these. Always in the same order. */
export async function lockProfiles(
  tx: Transaction,
  keyring: Keyring,
  profiles: readonly ProfileFacts[],
): Promise<void> {
  const locks = profiles
    .flatMap((facts) => profileIndexes(keyring, facts))
    .map((index) => index.readBigInt64BE(index.length - 8));
  const inOrder = [...new Set(locks)].toSorted((a, b) => (a < b ? -1 : 1)).map(String);
  for (const lock of inOrder) await tx.query('select pg_advisory_xact_lock($1)', [lock]);
}

/** Who has proved this profile under another name of theirs, or is another account. Null: nobody, and nobody does meanwhile. */
export async function provenElsewhere(
  tx: Transaction,
  keyring: Keyring,
  id: string,
  facts: ProfileFacts,
): Promise<string | null> {
  await lockProfiles(tx, keyring, [facts]);
  const [found] = await beyondOwn(tx, () =>
    rows<{ accountId: string }>(
      tx,
      `select account_id as "accountId" from social_profile
     where (profile_index = any($1) or permanent_index = any($1)) and id <> $2 and status = $3
       and removed_at is null limit 1`,
      [profileIndexes(keyring, facts), id, SocialProfileStatus.VERIFIED],
    ),
  );
  return found?.accountId ?? null;
}

/**
 * Gone for its creator. A profile that nobody ever looked at is gone altogether; of another one it stays known what was seen, and
 * looks that are under way come to nothing.
 */
export async function removeProfile(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.query('delete from social_sign_in where profile_id = $1', [id]);
  await tx.query(
    `update social_proof set outcome = 'PROFILE_REMOVED', finished_at = $2 where profile_id = $1 and outcome is null`,
    [id, at],
  );
  await tx.query(
    `with unseen as (
       delete from social_profile p where id = $1 and not exists (select from social_proof where profile_id = p.id) returning id)
     update social_profile set removed_at = $2 where id = $1 and not exists (select from unseen)`,
    [id, at],
  );
}

/** Named again: it has to be shown anew whose it is. */
export async function restoreProfile(
  tx: Transaction,
  keyring: Keyring,
  row: ProfileRow,
  { facts, codeExpiresAt, now }: { facts: ProfileFacts; codeExpiresAt: Date; now: Date },
): Promise<void> {
  await moveProfile(tx, row, 'nameAgain', { at: now });
  await saveFacts(tx, keyring, row.id, facts);
  await tx.query(
    'update social_profile set removed_at = null, code = $2, code_expires_at = $3, created_at = $4 where id = $1',
    [row.id, newCode(), codeExpiresAt, now],
  );
}

export interface ProofRow {
  id: string;
  profileId: string;
  outcome: string | null;
}

export async function insertProof(
  tx: Transaction,
  { id, profileId, method, at }: { id: string; profileId: string; method: SocialProofMethod; at: Date },
): Promise<void> {
  await tx.query('insert into social_proof (id, profile_id, method, started_at) values ($1, $2, $3, $4)', [
    id,
    profileId,
    method,
    at,
  ]);
}

export async function proofById(tx: Transaction, id: string): Promise<ProofRow | null> {
  const [found] = await rows<ProofRow>(
    tx,
    'select id, profile_id as "profileId", outcome from social_proof where id = $1',
    [id],
  );
  return found ?? null;
}

export async function finishProof(
  tx: Transaction,
  keyring: Keyring,
  id: string,
  { outcome, evidence, at }: { outcome: string; evidence: object; at: Date },
): Promise<void> {
  await tx.query('update social_proof set outcome = $2, evidence_sealed = $3, finished_at = $4 where id = $1', [
    id,
    outcome,
    keyring.seal(evidenceColumn.at(id), JSON.stringify(evidence)),
    at,
  ]);
}
