import { randomUUID } from 'node:crypto';
import { socialPlatformNames } from '@influencegen/shared-schema/contract/social-handle';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { transaction, type Transaction } from '../../platform/db.ts';
import { refuse } from '../../platform/errors.ts';
import type { Notifier } from '../../platform/notifier.ts';
import type { SectionProblem } from '../application.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import type { EvidenceFact, SectionEvidence } from '../section-evidence.ts';
import { isRejected } from '../section-store.ts';
import { SectionKind, SectionStatus } from '../section.lifecycle.ts';
import { concludeProof, staffLookUntil, type SocialChangeParts } from './social-profile.change.ts';
import { SocialProfileStatus } from './social-profile.lifecycle.ts';
import { profileLapsedNotice, profileNotProvenNotice } from './social-profile.notices.ts';
import {
  insertProof,
  lockProfiles,
  moveProfile,
  openProfile,
  profileById,
  profilesOf,
  type ProfileRow,
} from './social-profile.rows.ts';
import { socialStaffDays } from './social-profile.settings.ts';
import { ProfilesNotProven, SocialProofMethod } from './social-profile.ts';

const mostLapsed = 200;

export interface SocialEvidenceParts extends SocialChangeParts {
  notifier: Notifier;
  publicUrl: string;
}

/** At least one profile, and none of which nobody knows whose it is. */
export async function socialProfilesCheck(tx: Transaction, accountId: string): Promise<SectionProblem[]> {
  const found = await profilesOf(tx, accountId);
  if (found.length === 0) return [{ field: null, code: 'NO_PROFILE' }];
  const open = [SocialProfileStatus.UNPROVEN, SocialProfileStatus.CHECKING];
  return found.some(({ status }) => open.includes(status)) ? [{ field: null, code: 'PROFILE_UNPROVEN' }] : [];
}

/** What the desk shows of the section and tells it, with the creator's application locked. */
export class SocialEvidence implements SectionEvidence {
  constructor(private readonly parts: SocialEvidenceParts) {}

  async facts(tx: Transaction, accountId: string): Promise<EvidenceFact[]> {
    const found = await profilesOf(tx, accountId);
    return found.map((row) => {
      const { platform, url } = openProfile(this.parts.db.keyring, row);
      if (this.#hasLapsed(row)) return { field: 'socialProfile', values: [platform, url, 'LAPSED'] };
      const toFind = row.status === SocialProfileStatus.WITH_STAFF ? [row.code] : [];
      return { field: 'socialProfile', values: [platform, url, row.status, ...toFind] };
    });
  }

  /** What waits for a reviewer is decided with the section. Nobody gets through with a profile that is somebody else's. */
  async decided(tx: Transaction, actor: Actor, accountId: string, accepted: boolean): Promise<void> {
    const { db } = this.parts;
    const open = (await profilesOf(tx, accountId)).filter(({ status }) => status !== SocialProfileStatus.VERIFIED);
    const isGood = (row: ProfileRow): boolean => row.status === SocialProfileStatus.WITH_STAFF && !this.#hasLapsed(row);
    const waiting = open.filter(isGood);
    const others = open.filter((row) => !isGood(row));
    if (accepted && others.length > 0)
      refuse(new ProfilesNotProven({ lapsed: others.map((row) => this.#nameOf(row)) }));
    for (const row of others) if (this.#hasLapsed(row)) await this.#lapse(tx, actor, row);
    // All of them first: two decisions about the same profiles, in whatever order, wait for each other and not both at once.
    await lockProfiles(
      tx,
      db.keyring,
      waiting.map((row) => openProfile(db.keyring, row)),
    );
    const taken: string[] = [];
    for (const row of waiting) {
      const problem = await this.#decideOne(tx, actor, row, accepted);
      if (problem === null) continue;
      if (accepted) taken.push(this.#nameOf(row));
      else await this.#tell(tx, profileNotProvenNotice, row);
    }
    if (taken.length > 0) refuse(new ProfilesNotProven({ taken }));
  }

  /** Questions to staff that are too old to be answered. What a reviewer has before them is left to their decision. */
  async lapse(actor: Actor, signal: AbortSignal): Promise<void> {
    const { db, events, sections, now } = this.parts;
    const { rows: found } = await db.pool.query<{ id: string; accountId: string }>(
      `select p.id, p.account_id as "accountId" from social_profile p
       where p.status = 'WITH_STAFF' and p.removed_at is null and p.asked_at <= $1
         and not exists (select from onboarding_section s
           where s.account_id = p.account_id and s.kind = 'SOCIAL_PROFILES' and s.status = 'IN_REVIEW')
       order by p.asked_at limit $2`,
      [new Date(now().getTime() - this.parts.settings.read(socialStaffDays) * 86_400_000), mostLapsed],
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
        if (status === SectionStatus.SUBMITTED && !isRejected(application, now()))
          await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
        else await announceOnboardingChange(events, tx, accountId);
      });
    }
  }

  async #decideOne(tx: Transaction, actor: Actor, row: ProfileRow, accepted: boolean): Promise<string | null> {
    const proofId = randomUUID();
    await insertProof(tx, {
      id: proofId,
      profileId: row.id,
      method: SocialProofMethod.STAFF,
      at: this.parts.now(),
    });
    return concludeProof(this.parts, tx, actor, row, proofId, {
      problem: accepted ? null : 'STAFF_DID_NOT_FIND',
      evidence: { reviewer: actor.accountId },
    });
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

  #hasLapsed(row: ProfileRow): boolean {
    if (row.status !== SocialProfileStatus.WITH_STAFF) return false;
    const until = staffLookUntil(this.parts, row);
    return until === null || until <= this.parts.now();
  }

  #tell(
    tx: Transaction,
    notice: typeof profileNotProvenNotice | typeof profileLapsedNotice,
    row: ProfileRow,
  ): Promise<void> {
    return this.parts.notifier.notify(tx, notice, {
      accountId: row.accountId,
      variables: { profile: this.#nameOf(row), link: `${this.parts.publicUrl}/onboarding/social-profiles` },
    });
  }

  #nameOf(row: ProfileRow): string {
    const { platform, handle } = openProfile(this.parts.db.keyring, row);
    return `${socialPlatformNames[platform]} (${handle})`;
  }
}
