import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import type { SocialSignInPlatform } from '../../platform/config.ts';
import { rows, transaction, type Transaction } from '../../platform/db.ts';
import { AppError, RateLimited } from '../../platform/errors.ts';
import type { JobType } from '../../platform/jobs.ts';
import { demand } from '../../platform/permission.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { useOwnApplication } from '../onboarding.policy.ts';
import { SectionKind } from '../section.lifecycle.ts';
import { channelOnPage, codeOnPage } from './profile-page.ts';
import {
  beingChecked,
  changeProfile,
  concludeProof,
  learnChannel,
  ownProfile,
  proofMethods,
  shownProfile,
  type ProofFound,
  type SocialChangeParts,
} from './social-profile.change.ts';
import { learnChannelJob, readProfilePageJob, tradeSocialSignInJob } from './social-profile.job-types.ts';
import { SocialProfileStatus } from './social-profile.lifecycle.ts';
import {
  hasPermanentName,
  insertProof,
  moveProfile,
  openProfile,
  profileById,
  proofById,
  type ProfileFacts,
  type ProfileRow,
} from './social-profile.rows.ts';
import { socialChecksPerDay } from './social-profile.settings.ts';
import { type SocialProfile, SocialProofMethod } from './social-profile.ts';
import type { SocialGrant, SocialSignInProvider } from './social-sign-in.ts';

const dayMilliseconds = 86_400_000;
const signInMilliseconds = 600_000;
const longestGrant = 2_000;

const secretColumn = sealedColumn({
  table: 'social_sign_in',
  column: 'secret_sealed',
  id: 'id',
  kind: 'credential',
  retention: 'use',
  description: 'What a platform’s sign-in needs to be finished',
});

/** Reads a public page of the platform, and none of anybody else. Throws `HttpProblem` when that is not possible. */
export type ReadPage = (url: string, platform: SocialPlatform) => Promise<string>;

export interface SocialProofServiceParts extends SocialChangeParts {
  readPage: ReadPage;
  publicUrl: string;
}

/** How a creator shows that a profile is theirs. Never asks for a password. */
export class SocialProofService {
  constructor(private readonly parts: SocialProofServiceParts) {}

  /** Has the public page looked at for the code. The outcome comes a moment later. */
  check(actor: Actor, id: string): Promise<SocialProfile> {
    return changeProfile(this.parts, actor, id, async (tx, row) => {
      this.#demandMethod(row, SocialProofMethod.PAGE);
      this.#demandFreshCode(row);
      return this.#begin(tx, actor, row, SocialProofMethod.PAGE, readProfilePageJob, (proofId) => ({ proofId }));
    });
  }

  /** The creator says that the code is there; whoever reviews the application looks. */
  askStaff(actor: Actor, id: string): Promise<SocialProfile> {
    return changeProfile(this.parts, actor, id, async (tx, row) => {
      if (row.status !== SocialProfileStatus.UNPROVEN) return false;
      this.#demandFreshCode(row);
      await moveProfile(tx, row, 'askStaff', { at: this.parts.now() });
      await recordAudit(tx, actor, 'onboarding.askStaffAboutProfile', { type: 'social_profile', id });
      if (!hasPermanentName(openProfile(this.parts.db.keyring, row)))
        await this.parts.jobs.enqueue(tx, learnChannelJob, { profileId: id }, { cause: actor });
      return true;
    });
  }

  /** Where the creator signs in with the platform itself. */
  async signInUrl(actor: Actor, id: string): Promise<string> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const row = await ownProfile(tx, accountId, id);
      if (row.status === SocialProfileStatus.VERIFIED) throw new AppError('CONFLICT', 'It is proved already');
      const provider = this.#provider(row);
      await this.#demandFew(tx, accountId);
      const [signInId, proofId] = [randomUUID(), randomUUID()];
      const [state, verifier] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
      const now = this.parts.now();
      await insertProof(tx, { id: proofId, profileId: id, method: SocialProofMethod.OAUTH, at: now });
      await tx.query(
        `insert into social_sign_in (id, state_digest, profile_id, proof_id, secret_sealed, expires_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [
          signInId,
          digestOf(state),
          id,
          proofId,
          db.keyring.seal(secretColumn.at(signInId), JSON.stringify({ verifier })),
          new Date(now.getTime() + signInMilliseconds),
        ],
      );
      await recordAudit(tx, actor, 'onboarding.beginSocialSignIn', { type: 'social_profile', id });
      await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
      return provider.authorizeUrl(state, verifier, this.#pageUrl);
    });
  }

  /** With what the platform sent back. Only for whoever began it, once. */
  async finishSignIn(actor: Actor, state: string, code: string): Promise<SocialProfile> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, jobs, sections } = this.parts;
    if (code === '' || code.length > longestGrant) throw new AppError('NOT_FOUND', 'No such sign-in');
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const now = this.parts.now();
      const [begun] = await rows<{ id: string; profileId: string; secretSealed: Buffer }>(
        tx,
        `update social_sign_in s set used_at = $3 from social_profile p
         where s.state_digest = $1 and p.id = s.profile_id and p.account_id = $2 and p.removed_at is null and s.used_at is null
           and s.expires_at > $3
         returning s.id, s.profile_id as "profileId", s.secret_sealed as "secretSealed"`,
        [digestOf(state), accountId, now],
      );
      const row = begun && (await profileById(tx, begun.profileId));
      if (!begun || !row) throw new AppError('NOT_FOUND', 'No such sign-in');
      if (row.status !== SocialProfileStatus.UNPROVEN && row.status !== SocialProfileStatus.WITH_STAFF)
        return shownProfile(this.parts, row);
      const place = secretColumn.at(begun.id);
      const { verifier } = JSON.parse(db.keyring.openText(place, begun.secretSealed)) as Pick<SocialGrant, 'verifier'>;
      const grant: SocialGrant = { code, verifier, redirectUri: this.#pageUrl };
      await tx.query('update social_sign_in set secret_sealed = $2 where id = $1', [
        begun.id,
        db.keyring.seal(place, JSON.stringify(grant)),
      ]);
      await moveProfile(tx, row, 'check', { at: now });
      await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
      await jobs.enqueue(tx, tradeSocialSignInJob, { signInId: begun.id }, { cause: actor });
      return shownProfile(this.parts, (await profileById(tx, row.id))!);
    });
  }

  /** The worker's part of `check`. Safe to repeat. */
  async readPage(proofId: string, actor: Actor): Promise<void> {
    const { db } = this.parts;
    const row = await transaction(db, async (tx) => {
      const proof = await proofById(tx, proofId);
      return proof?.outcome === null ? profileById(tx, proof.profileId) : null;
    });
    if (!row) return;
    await this.#settle(actor, row.id, proofId, await this.#look(row));
  }

  async #look(row: ProfileRow): Promise<ProofFound> {
    const facts = openProfile(this.parts.db.keyring, row);
    const { platform, url } = facts;
    let page: string;
    try {
      page = await this.parts.readPage(url, platform);
    } catch {
      return { problem: 'PAGE_UNREACHABLE', evidence: { url, excerpt: null } };
    }
    const excerpt = codeOnPage(platform, page, row.code);
    const channel = channelOnPage(platform, page);
    const problem = excerpt === null ? 'CODE_NOT_FOUND' : whyNotThisOne(facts, channel);
    return { problem, evidence: { url, excerpt }, channel: problem === null ? channel : null };
  }

  /** The worker's part of `askStaff`: a reviewer sees a page, not what the channel is for good. Without it the name counts. */
  async learnChannel(profileId: string): Promise<void> {
    const { db, readPage, sections } = this.parts;
    const found = await transaction(db, (tx) => profileById(tx, profileId));
    if (!found) return;
    const { platform, url } = openProfile(db.keyring, found);
    const channel = channelOnPage(platform, await readPage(url, platform));
    await transaction(db, async (tx) => {
      await sections.lock(tx, found.accountId);
      const row = await profileById(tx, profileId);
      if (row?.status === SocialProfileStatus.WITH_STAFF) await learnChannel(this.parts, tx, row, channel);
    });
  }

  /** The worker's part of `finishSignIn`: a grant is good once, so a second try tells that it was not. */
  async tradeSignIn(signInId: string, actor: Actor, signal: AbortSignal): Promise<void> {
    const { db, signIns } = this.parts;
    const { rows: found } = await db.pool.query<{ proofId: string; profileId: string; secretSealed: Buffer }>(
      `select proof_id as "proofId", profile_id as "profileId", secret_sealed as "secretSealed"
       from social_sign_in where id = $1`,
      [signInId],
    );
    const begun = found[0];
    const row = begun && (await transaction(db, (tx) => profileById(tx, begun.profileId)));
    if (!begun || !row) return;
    const facts = openProfile(db.keyring, row);
    const provider = signIns[facts.platform as SocialSignInPlatform];
    const grant = JSON.parse(db.keyring.openText(secretColumn.at(signInId), begun.secretSealed)) as SocialGrant;
    await this.#settle(actor, row.id, begun.proofId, await askPlatform(facts, provider, grant, signal));
  }

  async forgetSignIns(): Promise<void> {
    await this.parts.db.pool.query('delete from social_sign_in where expires_at < $1', [
      new Date(this.parts.now().getTime() - dayMilliseconds),
    ]);
  }

  async #settle(actor: Actor, profileId: string, proofId: string, found: ProofFound): Promise<void> {
    const { db, events, sections } = this.parts;
    await transaction(db, async (tx) => {
      const before = await profileById(tx, profileId);
      if (!before) return;
      await sections.lock(tx, before.accountId);
      const row = await profileById(tx, profileId);
      const proof = await proofById(tx, proofId);
      if (row?.status !== SocialProfileStatus.CHECKING || proof?.outcome !== null) return;
      await concludeProof(this.parts, tx, actor, row, proofId, found);
      await announceOnboardingChange(events, tx, row.accountId);
    });
  }

  async #begin<Payload extends object>(
    tx: Transaction,
    actor: Actor,
    row: ProfileRow,
    method: SocialProofMethod,
    job: JobType<Payload>,
    payload: (proofId: string) => Payload,
  ): Promise<boolean> {
    if (row.status === SocialProfileStatus.CHECKING || row.status === SocialProfileStatus.VERIFIED) return false;
    await this.#demandFew(tx, row.accountId);
    const proofId = randomUUID();
    const at = this.parts.now();
    await insertProof(tx, { id: proofId, profileId: row.id, method, at });
    await moveProfile(tx, row, 'check', { at });
    await recordAudit(tx, actor, 'onboarding.checkSocialProfile', { type: 'social_profile', id: row.id }, { method });
    await this.parts.jobs.enqueue(tx, job, payload(proofId), { cause: actor });
    return true;
  }

  async #demandFew(tx: Transaction, accountId: string): Promise<void> {
    const now = this.parts.now();
    const [counted] = await rows<{ looks: number; first: Date }>(
      tx,
      `select count(*)::int as looks, min(started_at) as first from social_proof join social_profile p on p.id = profile_id
       where account_id = $1 and started_at > $2`,
      [accountId, new Date(now.getTime() - dayMilliseconds)],
    );
    const limit = this.parts.settings.read(socialChecksPerDay);
    if (counted!.looks < limit) return;
    const seconds = Math.ceil((counted!.first.getTime() + dayMilliseconds - now.getTime()) / 1000);
    throw new RateLimited(seconds, { limit, remaining: 0 });
  }

  #demandMethod(row: ProfileRow, method: SocialProofMethod): void {
    if (!proofMethods(this.parts, openProfile(this.parts.db.keyring, row)).includes(method))
      throw new AppError('CONFLICT', 'This is not possible on this platform');
  }

  #demandFreshCode({ codeExpiresAt, status }: ProfileRow): void {
    if (status !== SocialProfileStatus.VERIFIED && codeExpiresAt <= this.parts.now())
      throw new AppError('CONFLICT', 'The code has expired: take a new one');
  }

  #provider(row: ProfileRow): SocialSignInProvider {
    const { platform } = openProfile(this.parts.db.keyring, row);
    const provider = this.parts.signIns[platform as SocialSignInPlatform];
    if (!provider) throw new AppError('CONFLICT', 'This is not possible on this platform');
    if (row.status === SocialProfileStatus.CHECKING) throw beingChecked();
    return provider;
  }

  get #pageUrl(): string {
    return `${this.parts.publicUrl}/onboarding/social-profiles`;
  }
}

async function askPlatform(
  { key }: ProfileFacts,
  provider: SocialSignInProvider | undefined,
  grant: SocialGrant,
  signal: AbortSignal,
): Promise<ProofFound> {
  try {
    const profiles = (await provider?.profilesOf(grant, signal)) ?? [];
    const theirs = profiles.find(({ keys }) => keys.includes(key));
    return theirs
      ? { problem: null, evidence: { profiles }, channel: theirs.channel }
      : { problem: 'OTHER_PROFILE', evidence: { profiles } };
  } catch {
    return { problem: 'SIGN_IN_FAILED', evidence: { profiles: [] } };
  }
}

/** Where names can be changed the page has to say which channel it is of, and it has to be the one that was named. */
function whyNotThisOne(facts: ProfileFacts, channel: string | null): string | null {
  if (channel === null) return hasPermanentName(facts) ? null : 'CHANNEL_UNKNOWN';
  return facts.key.startsWith('channel/') && facts.key !== channel ? 'OTHER_PROFILE' : null;
}

const digestOf = (state: string): Buffer => createHash('sha256').update(state).digest();
