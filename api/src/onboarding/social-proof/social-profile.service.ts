import { randomUUID } from 'node:crypto';
import { checkSocialProfile, type SocialPlatform } from '@influencegen/shared-schema/contract/social-handle';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { transaction } from '../../platform/db.ts';
import { AppError, refuse } from '../../platform/errors.ts';
import { demand } from '../../platform/permission.ts';
import { useOwnApplication } from '../onboarding.policy.ts';
import { SectionKind } from '../section.lifecycle.ts';
import {
  beingChecked,
  changeProfile,
  changeProfiles,
  codeExpiry,
  markProfiles,
  ownProfile,
  shownProfile,
  type SocialChangeParts,
} from './social-profile.change.ts';
import { SocialProfileStatus } from './social-profile.lifecycle.ts';
import {
  insertProfile,
  newCode,
  openProfile,
  profileKey,
  profilesOf,
  removedProfile,
  removeProfile,
  restoreProfile,
} from './social-profile.rows.ts';
import { mostSocialProfiles } from './social-profile.settings.ts';
import { type SocialProfile, SocialProfileInvalid, SocialProfileRemoved } from './social-profile.ts';

/** Which profiles a creator has. That they are theirs is shown in `social-proof.service.ts`. */
export class SocialProfileService {
  constructor(private readonly parts: SocialChangeParts) {}

  async own(actor: Actor): Promise<SocialProfile[]> {
    const { accountId } = demand(actor, useOwnApplication);
    const found = await transaction(this.parts.db, (tx) => profilesOf(tx, accountId));
    return found.map((row) => shownProfile(this.parts, row));
  }

  /** Named again it is the same one. */
  async add(actor: Actor, platform: SocialPlatform, typed: string): Promise<SocialProfile> {
    demand(actor, useOwnApplication);
    const { db, settings } = this.parts;
    const checked = checkSocialProfile(platform, typed);
    if ('problem' in checked) return refuse(new SocialProfileInvalid(checked.problem));
    const facts = checked.value;
    return changeProfiles(this.parts, actor, async (tx, accountId, before) => {
      const known = before.find((row) => profileKey(openProfile(db.keyring, row)) === profileKey(facts));
      if (known) return { id: known.id, changed: false };
      const most = settings.read(mostSocialProfiles);
      if (before.length >= most)
        throw new AppError('BAD_USER_INPUT', `At most ${most} profiles`, [
          { path: 'profile', code: 'TOO_LARGE', bound: most, message: `At most ${most}` },
        ]);
      const [codeExpiresAt, now] = [codeExpiry(this.parts), this.parts.now()];
      const removed = await removedProfile(tx, db.keyring, accountId, facts);
      const id = removed?.id ?? randomUUID();
      if (removed) await restoreProfile(tx, db.keyring, removed, { facts, codeExpiresAt, now });
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
      await removeProfile(tx, (await ownProfile(tx, accountId, id)).id, this.parts.now());
      await recordAudit(tx, actor, 'onboarding.removeSocialProfile', { type: 'social_profile', id });
      await markProfiles(this.parts, tx, accountId);
      await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
    });
    return Object.assign(new SocialProfileRemoved(), { id });
  }

  /** Another code, good for longer; the one before proves nothing any more. */
  renewCode(actor: Actor, id: string): Promise<SocialProfile> {
    return changeProfile(this.parts, actor, id, async (tx, row) => {
      if (row.status === SocialProfileStatus.VERIFIED) return false;
      if (row.status === SocialProfileStatus.CHECKING) throw beingChecked();
      // Staff who have not looked yet are asked for the new one.
      await tx.query(
        `update social_profile set code = $2, code_expires_at = $3, problem = null,
           asked_at = case when asked_at is not null then $4::timestamptz end
         where id = $1`,
        [id, newCode(), codeExpiry(this.parts), this.parts.now()],
      );
      await recordAudit(tx, actor, 'onboarding.renewSocialCode', { type: 'social_profile', id });
      return true;
    });
  }
}
