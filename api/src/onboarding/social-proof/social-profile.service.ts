import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  checkSocialProfile,
  socialPlatformNames,
  type SocialPlatform,
} from '@influencegen/shared-schema/contract/social-handle';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import type { SocialSignInPlatform } from '../../platform/config.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { AppError, RateLimited, refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Jobs, JobType } from '../../platform/jobs.ts';
import type { Notifier } from '../../platform/notifier.ts';
import { demand } from '../../platform/permission.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import type { Settings } from '../../platform/setting.ts';
import { isUuid } from '../../platform/uuid.ts';
import { setMarks } from '../applicant-mark.ts';
import type { SectionProblem } from '../application.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { useOwnApplication } from '../onboarding.policy.ts';
import type { SectionEvidence } from '../section-evidence.ts';
import { isRejected, type SectionStore } from '../section-store.ts';
import { SectionKind, SectionStatus } from '../section.lifecycle.ts';
import { codeOnPage } from './profile-page.ts';
import { profileLapsedNotice, profileNotProvenNotice } from './social-profile.notices.ts';
import { readProfilePageJob, tradeSocialSignInJob } from './social-profile.job-types.ts';
import { SocialProfileStatus } from './social-profile.lifecycle.ts';
import {
  finishProof,
  insertProfile,
  insertProof,
  isProvenByOther,
  moveProfile,
  newCode,
  openProfile,
  profileById,
  profileKey,
  profilesOf,
  proofById,
  removedProfile,
  removeProfile,
  restoreProfile,
  type ProfileFacts,
  type ProfileRow,
} from './social-profile.rows.ts';
import {
  mostSocialProfiles,
  pagesRead,
  socialChecksPerDay,
  socialCodeHours,
  socialStaffDays,
} from './social-profile.settings.ts';
import { SocialProfile, SocialProfileInvalid, SocialProfileRemoved, SocialProofMethod } from './social-profile.ts';
import type { SocialGrant, SocialSignInProvider } from './social-sign-in.ts';

const dayMilliseconds = 86_400_000;
const signInMilliseconds = 600_000;
const longestGrant = 2_000;
const mostLapsed = 200;

const secretColumn = sealedColumn({
  table: 'social_sign_in',
  column: 'secret_sealed',
  id: 'id',
  kind: 'credential',
  retention: 'use',
  description: 'What a platform’s sign-in needs to be finished',
});

/** Reads a public page under the rules for links of strangers. Throws `HttpProblem` when that is not possible. */
export type ReadPage = (url: string) => Promise<string>;

export interface SocialProfileServiceParts {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  settings: Settings;
  notifier: Notifier;
  sections: SectionStore;
  readPage: ReadPage;
  signIns: Readonly<Partial<Record<SocialSignInPlatform, SocialSignInProvider>>>;
  publicUrl: string;
  now: () => Date;
}

/** Which profiles a creator has, and that they are theirs. Never asks for a password. */
export class SocialProfileService implements SectionEvidence {
  constructor(private readonly parts: SocialProfileServiceParts) {}

  async own(actor: Actor): Promise<SocialProfile[]> {
    const { accountId } = demand(actor, useOwnApplication);
    const found = await transaction(this.parts.db, (tx) => profilesOf(tx, accountId));
    return found.map((row) => this.#shown(row));
  }

  /** Named again it is the same one. */
  async add(actor: Actor, platform: SocialPlatform, typed: string): Promise<SocialProfile> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, settings } = this.parts;
    const checked = checkSocialProfile(platform, typed);
    if ('problem' in checked) return refuse(new SocialProfileInvalid(checked.problem));
    const facts = checked.value;
    return this.#change(actor, accountId, async (tx, before) => {
      const known = before.find((row) => profileKey(openProfile(db.keyring, row)) === profileKey(facts));
      if (known) return { id: known.id, changed: false };
      const most = settings.read(mostSocialProfiles);
      if (before.length >= most)
        throw new AppError('BAD_USER_INPUT', `At most ${most} profiles`, [
          { path: 'profile', code: 'TOO_LARGE', bound: most, message: `At most ${most}` },
        ]);
      const [codeExpiresAt, now] = [this.#codeExpiry(), this.parts.now()];
      const removed = await removedProfile(tx, db.keyring, accountId, facts);
      const id = removed?.id ?? randomUUID();
      if (removed) await restoreProfile(tx, removed, { codeExpiresAt, now });
      else await insertProfile(tx, db.keyring, { id, accountId, facts, codeExpiresAt, now });
      await recordAudit(tx, actor, 'onboarding.addSocialProfile', { type: 'social_profile', id }, { platform });
      return { id, changed: true };
    });
  }

  async remove(actor: Actor, id: string): Promise<SocialProfileRemoved> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, sections } = this.parts;
    await transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      await removeProfile(tx, (await this.#own(tx, accountId, id)).id, this.parts.now());
      await recordAudit(tx, actor, 'onboarding.removeSocialProfile', { type: 'social_profile', id });
      await this.#mark(tx, accountId);
      await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
    });
    return Object.assign(new SocialProfileRemoved(), { id });
  }

  /** Another code, good for longer; the one before proves nothing any more. */
  renewCode(actor: Actor, id: string): Promise<SocialProfile> {
    return this.#changeOne(actor, id, async (tx, row) => {
      if (row.status === SocialProfileStatus.VERIFIED) return false;
      if (row.status === SocialProfileStatus.CHECKING) throw beingChecked();
      // Staff who have not looked yet are asked for the new one.
      await tx.query(
        `update social_profile set code = $2, code_expires_at = $3, problem = null,
           asked_at = case when asked_at is not null then $4::timestamptz end
         where id = $1`,
        [id, newCode(), this.#codeExpiry(), this.parts.now()],
      );
      await recordAudit(tx, actor, 'onboarding.renewSocialCode', { type: 'social_profile', id });
      return true;
    });
  }

  /** Has the public page looked at for the code. The outcome comes a moment later. */
  check(actor: Actor, id: string): Promise<SocialProfile> {
    return this.#changeOne(actor, id, async (tx, row) => {
      this.#demandMethod(row, SocialProofMethod.PAGE);
      this.#demandFreshCode(row);
      return this.#begin(tx, actor, row, SocialProofMethod.PAGE, readProfilePageJob, (proofId) => ({ proofId }));
    });
  }

  /** The creator says that the code is there; whoever reviews the application looks. */
  askStaff(actor: Actor, id: string): Promise<SocialProfile> {
    return this.#changeOne(actor, id, async (tx, row) => {
      if (row.status !== SocialProfileStatus.UNPROVEN) return false;
      this.#demandFreshCode(row);
      await moveProfile(tx, row, 'askStaff', { at: this.parts.now() });
      await recordAudit(tx, actor, 'onboarding.askStaffAboutProfile', { type: 'social_profile', id });
      return true;
    });
  }

  /** Where the creator signs in with the platform itself. */
  async signInUrl(actor: Actor, id: string): Promise<string> {
    const { accountId } = demand(actor, useOwnApplication);
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const row = await this.#own(tx, accountId, id);
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
         where s.state_digest = $1 and p.id = s.profile_id and p.account_id = $2 and p.removed_at is null and s.used_at is null and s.expires_at > $3
         returning s.id, s.profile_id as "profileId", s.secret_sealed as "secretSealed"`,
        [digestOf(state), accountId, now],
      );
      const row = begun && (await profileById(tx, begun.profileId));
      if (!begun || !row) throw new AppError('NOT_FOUND', 'No such sign-in');
      if (row.status !== SocialProfileStatus.UNPROVEN && row.status !== SocialProfileStatus.WITH_STAFF)
        return this.#shown(row);
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
      return this.#shown((await profileById(tx, row.id))!);
    });
  }

  /** The worker's part of `check`. Safe to repeat. */
  async readPage(proofId: string, actor: Actor): Promise<void> {
    const { db, readPage } = this.parts;
    const row = await transaction(db, async (tx) => {
      const proof = await proofById(tx, proofId);
      return proof?.outcome === null ? profileById(tx, proof.profileId) : null;
    });
    if (!row) return;
    const { platform, url } = openProfile(db.keyring, row);
    let excerpt: string | null = null;
    let problem: string | null = null;
    try {
      excerpt = codeOnPage(platform, await readPage(url), row.code);
      if (excerpt === null) problem = 'CODE_NOT_FOUND';
    } catch {
      problem = 'PAGE_UNREACHABLE';
    }
    await this.#settle(actor, row.id, proofId, problem, { url, excerpt });
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
    let profiles: string[] = [];
    let problem: string | null = null;
    try {
      profiles = (await provider?.profilesOf(grant, signal)) ?? [];
      if (!profiles.includes(facts.key)) problem = 'OTHER_PROFILE';
    } catch {
      problem = 'SIGN_IN_FAILED';
    }
    await this.#settle(actor, row.id, begun.proofId, problem, { profiles });
  }

  async forgetSignIns(): Promise<void> {
    await this.parts.db.pool.query('delete from social_sign_in where expires_at < $1', [
      new Date(this.parts.now().getTime() - dayMilliseconds),
    ]);
  }

  /** At least one profile, and none of which nobody knows whose it is. */
  async problems(tx: Transaction, accountId: string): Promise<SectionProblem[]> {
    const found = await profilesOf(tx, accountId);
    if (found.length === 0) return [{ field: null, code: 'NO_PROFILE' }];
    const open = [SocialProfileStatus.UNPROVEN, SocialProfileStatus.CHECKING];
    return found.some(({ status }) => open.includes(status)) ? [{ field: null, code: 'PROFILE_UNPROVEN' }] : [];
  }

  async facts(tx: Transaction, accountId: string) {
    const found = await profilesOf(tx, accountId);
    return found.map((row) => {
      const { platform, url } = openProfile(this.parts.db.keyring, row);
      if (this.#hasLapsed(row)) return { field: 'socialProfile', values: [platform, url, 'LAPSED'] };
      const toFind = row.status === SocialProfileStatus.WITH_STAFF ? [row.code] : [];
      return { field: 'socialProfile', values: [platform, url, row.status, ...toFind] };
    });
  }

  /** What waits for a reviewer is decided with the section. */
  async decided(tx: Transaction, actor: Actor, accountId: string, accepted: boolean): Promise<void> {
    const at = this.parts.now();
    for (const row of await profilesOf(tx, accountId)) {
      if (row.status === SocialProfileStatus.VERIFIED) continue;
      if (accepted && (row.status !== SocialProfileStatus.WITH_STAFF || this.#hasLapsed(row)))
        throw new AppError('CONFLICT', 'The code of one of these profiles is no longer good: return this section');
      if (row.status !== SocialProfileStatus.WITH_STAFF) continue;
      if (this.#hasLapsed(row)) {
        await this.#lapse(tx, actor, row);
        continue;
      }
      const proofId = randomUUID();
      await insertProof(tx, { id: proofId, profileId: row.id, method: SocialProofMethod.STAFF, at });
      const problem = await this.#conclude(tx, actor, row, proofId, {
        problem: accepted ? null : 'STAFF_DID_NOT_FIND',
        evidence: { reviewer: actor.accountId },
      });
      // Nobody gets through with a profile that is somebody else's.
      if (accepted && problem !== null)
        throw new AppError('CONFLICT', 'Somebody else has proved one of these profiles meanwhile: return this section');
      if (problem !== null) await this.#tell(tx, profileNotProvenNotice, row);
    }
  }

  /** Questions to staff that are too old to be answered. What a reviewer has before them is left to their decision. */
  async lapse(actor: Actor, signal: AbortSignal): Promise<void> {
    const { db, events, sections } = this.parts;
    const { rows: found } = await db.pool.query<{ id: string; accountId: string }>(
      `select p.id, p.account_id as "accountId" from social_profile p
       where p.status = 'WITH_STAFF' and p.removed_at is null and p.asked_at <= $1
         and not exists (select from onboarding_section s
           where s.account_id = p.account_id and s.kind = 'SOCIAL_PROFILES' and s.status = 'IN_REVIEW')
       order by p.asked_at limit $2`,
      [this.#tooLongAgo(), mostLapsed],
    );
    for (const { id, accountId } of found) {
      if (signal.aborted) return;
      await transaction(db, async (tx) => {
        const application = await sections.lock(tx, accountId);
        const row = await profileById(tx, id);
        const { status } = application.sections.get(SectionKind.SOCIAL_PROFILES)!;
        if (!row || row.removedAt !== null || !this.#hasLapsed(row) || status === SectionStatus.IN_REVIEW) return;
        await this.#lapse(tx, actor, row);
        // What was handed in is with the creator again. A rejected application stays as it was decided.
        if (status === SectionStatus.SUBMITTED && !isRejected(application, this.parts.now()))
          await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
        else await announceOnboardingChange(events, tx, accountId);
      });
    }
  }

  async #lapse(tx: Transaction, actor: Actor, row: ProfileRow): Promise<void> {
    const at = this.parts.now();
    await moveProfile(tx, row, 'lapse', { at, problem: 'STAFF_DID_NOT_LOOK' });
    await tx.query('update social_profile set code_expires_at = least(code_expires_at, $2) where id = $1', [
      row.id,
      at,
    ]);
    const entity = { type: 'social_profile', id: row.id };
    await recordAudit(tx, actor, 'onboarding.lapseSocialProfile', entity, { accountId: row.accountId });
    await this.#tell(tx, profileLapsedNotice, row);
  }

  /** The code was good when staff were asked; they may look for it so long, and no longer. */
  #hasLapsed({ status, askedAt }: ProfileRow): boolean {
    return status === SocialProfileStatus.WITH_STAFF && (askedAt === null || askedAt <= this.#tooLongAgo());
  }

  #tooLongAgo(): Date {
    return new Date(this.parts.now().getTime() - this.parts.settings.read(socialStaffDays) * dayMilliseconds);
  }

  #tell(
    tx: Transaction,
    notice: typeof profileNotProvenNotice | typeof profileLapsedNotice,
    row: ProfileRow,
  ): Promise<void> {
    const { platform, handle } = openProfile(this.parts.db.keyring, row);
    return this.parts.notifier.notify(tx, notice, {
      accountId: row.accountId,
      variables: { profile: `${socialPlatformNames[platform]} (${handle})`, link: this.#pageUrl },
    });
  }

  async #settle(
    actor: Actor,
    profileId: string,
    proofId: string,
    problem: string | null,
    evidence: object,
  ): Promise<void> {
    const { db, events, sections } = this.parts;
    await transaction(db, async (tx) => {
      const before = await profileById(tx, profileId);
      if (!before) return;
      await sections.lock(tx, before.accountId);
      const row = await profileById(tx, profileId);
      const proof = await proofById(tx, proofId);
      if (row?.status !== SocialProfileStatus.CHECKING || proof?.outcome !== null) return;
      await this.#conclude(tx, actor, row, proofId, { problem, evidence });
      await announceOnboardingChange(events, tx, row.accountId);
    });
  }

  /** Answers with what was wrong. */
  async #conclude(
    tx: Transaction,
    actor: Actor,
    row: ProfileRow,
    proofId: string,
    found: { problem: string | null; evidence: object },
  ): Promise<string | null> {
    const { keyring } = this.parts.db;
    const at = this.parts.now();
    const problem = found.problem ?? ((await isProvenByOther(tx, keyring, row)) ? 'PROFILE_TAKEN' : null);
    await moveProfile(tx, row, problem === null ? 'verify' : 'miss', { at, problem });
    await finishProof(tx, keyring, proofId, { outcome: problem ?? 'VERIFIED', evidence: found.evidence, at });
    await recordAudit(
      tx,
      actor,
      problem === null ? 'onboarding.verifySocialProfile' : 'onboarding.missSocialProfile',
      { type: 'social_profile', id: row.id },
      { accountId: row.accountId, proofId, ...(problem !== null && { problem }) },
    );
    return problem;
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

  /** `work` says whether anything changed. */
  #changeOne(
    actor: Actor,
    id: string,
    work: (tx: Transaction, row: ProfileRow) => Promise<boolean>,
  ): Promise<SocialProfile> {
    const { accountId } = demand(actor, useOwnApplication);
    return this.#change(actor, accountId, async (tx) => ({
      id,
      changed: await work(tx, await this.#own(tx, accountId, id)),
    }));
  }

  /** `work` says which profile it was about. Where nothing changed, what was handed in or accepted stays so. */
  async #change(
    actor: Actor,
    accountId: string,
    work: (tx: Transaction, before: ProfileRow[]) => Promise<{ id: string; changed: boolean }>,
  ): Promise<SocialProfile> {
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const { id, changed } = await work(tx, await profilesOf(tx, accountId));
      if (changed) {
        await this.#mark(tx, accountId);
        await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
      }
      return this.#shown((await profileById(tx, id))!);
    });
  }

  async #mark(tx: Transaction, accountId: string): Promise<void> {
    const { keyring } = this.parts.db;
    const keys = (await profilesOf(tx, accountId)).map((row) => profileKey(openProfile(keyring, row)));
    await setMarks(tx, keyring, accountId, 'SOCIAL_PROFILE', keys);
  }

  async #own(tx: Transaction, accountId: string, id: string): Promise<ProfileRow> {
    const row = isUuid(id) ? await profileById(tx, id) : null;
    if (row?.accountId !== accountId || row.removedAt !== null) throw noSuchProfile();
    return row;
  }

  async #demandFew(tx: Transaction, accountId: string): Promise<void> {
    const now = this.parts.now();
    const [counted] = await rows<{ looks: number; first: Date }>(
      tx,
      `select count(*)::int as looks, min(started_at) as first from social_proof join social_profile p on p.id = profile_id
       where account_id = $1 and started_at > $2`,
      [accountId, new Date(now.getTime() - dayMilliseconds)],
    );
    if (counted!.looks >= this.parts.settings.read(socialChecksPerDay))
      throw new RateLimited(Math.ceil((counted!.first.getTime() + dayMilliseconds - now.getTime()) / 1000));
  }

  #demandMethod(row: ProfileRow, method: SocialProofMethod): void {
    if (!this.#methods(openProfile(this.parts.db.keyring, row)).includes(method))
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

  #methods({ platform }: ProfileFacts): SocialProofMethod[] {
    const { settings, signIns } = this.parts;
    return [
      ...(signIns[platform as SocialSignInPlatform] ? [SocialProofMethod.OAUTH] : []),
      ...(settings.read(pagesRead).includes(platform) ? [SocialProofMethod.PAGE] : []),
      SocialProofMethod.STAFF,
    ];
  }

  get #pageUrl(): string {
    return `${this.parts.publicUrl}/onboarding/social-profiles`;
  }

  #codeExpiry(): Date {
    return new Date(this.parts.now().getTime() + this.parts.settings.read(socialCodeHours) * 3_600_000);
  }

  #shown(row: ProfileRow): SocialProfile {
    const facts = openProfile(this.parts.db.keyring, row);
    const { id, status, code, codeExpiresAt, problem, verifiedAt, askedAt } = row;
    const { platform, handle, url } = facts;
    const methods = this.#methods(facts);
    // Unions know their members by class.
    return Object.assign(new SocialProfile(), {
      id,
      platform,
      handle,
      url,
      status,
      methods,
      code,
      codeExpiresAt,
      staffLookUntil:
        askedAt && new Date(askedAt.getTime() + this.parts.settings.read(socialStaffDays) * dayMilliseconds),
      problem,
      verifiedAt,
    });
  }
}

const digestOf = (state: string): Buffer => createHash('sha256').update(state).digest();
const noSuchProfile = (): AppError => new AppError('NOT_FOUND', 'No such profile');
const beingChecked = (): AppError => new AppError('CONFLICT', 'It is being looked at right now');
