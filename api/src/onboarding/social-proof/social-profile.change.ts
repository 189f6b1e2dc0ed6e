import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import type { SocialSignInPlatform } from '../../platform/config.ts';
import { transaction, type Db, type Transaction } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { demand } from '../../platform/permission.ts';
import type { Settings } from '../../platform/setting.ts';
import { isUuid } from '../../platform/uuid.ts';
import { setMarks } from '../applicant-mark.ts';
import { useOwnApplication } from '../onboarding.policy.ts';
import type { SectionStore } from '../section-store.ts';
import { SectionKind } from '../section.lifecycle.ts';
import {
  finishProof,
  moveProfile,
  openProfile,
  profileById,
  profileKeys,
  profilesOf,
  provenElsewhere,
  saveFacts,
  type ProfileFacts,
  type ProfileRow,
} from './social-profile.rows.ts';
import { pagesRead, socialCodeHours, socialStaffDays } from './social-profile.settings.ts';
import { SocialProfile, SocialProofMethod } from './social-profile.ts';
import type { SocialSignInProvider } from './social-sign-in.ts';

export interface SocialChangeParts {
  db: Db;
  events: EventBus;
  jobs: Jobs;
  settings: Settings;
  sections: SectionStore;
  signIns: Readonly<Partial<Record<SocialSignInPlatform, SocialSignInProvider>>>;
  now: () => Date;
}

/** `work` says which profile it was about. Where nothing changed, what was handed in or accepted stays so. */
export async function changeProfiles(
  parts: SocialChangeParts,
  actor: Actor,
  work: (tx: Transaction, accountId: string, before: ProfileRow[]) => Promise<{ id: string; changed: boolean }>,
): Promise<SocialProfile> {
  const { accountId } = demand(actor, useOwnApplication);
  const { db, sections } = parts;
  return transaction(db, async (tx) => {
    const application = await sections.lock(tx, accountId);
    const { id, changed } = await work(tx, accountId, await profilesOf(tx, accountId));
    if (changed) {
      await markProfiles(parts, tx, accountId);
      await sections.change(tx, actor, application, SectionKind.SOCIAL_PROFILES);
    }
    return shownProfile(parts, (await profileById(tx, id))!);
  });
}

/** `work` says whether anything changed. */
export const changeProfile = (
  parts: SocialChangeParts,
  actor: Actor,
  id: string,
  work: (tx: Transaction, row: ProfileRow) => Promise<boolean>,
): Promise<SocialProfile> =>
  changeProfiles(parts, actor, async (tx, accountId) => ({
    id,
    changed: await work(tx, await ownProfile(tx, accountId, id)),
  }));

export async function ownProfile(tx: Transaction, accountId: string, id: string): Promise<ProfileRow> {
  const row = isUuid(id) ? await profileById(tx, id) : null;
  if (row?.accountId !== accountId || row.removedAt !== null) throw noSuchProfile();
  return row;
}

export async function markProfiles(
  { db }: Pick<SocialChangeParts, 'db'>,
  tx: Transaction,
  accountId: string,
): Promise<void> {
  const keys = (await profilesOf(tx, accountId)).flatMap((row) => profileKeys(openProfile(db.keyring, row)));
  await setMarks(tx, db.keyring, accountId, 'SOCIAL_PROFILE', keys);
}

/** What was seen: `channel` where the platform told which one it is for good. */
export interface ProofFound {
  problem: string | null;
  evidence: object;
  channel?: string | null;
}

/** Answers with what was wrong. The application is locked. */
export async function concludeProof(
  { db, now }: Pick<SocialChangeParts, 'db' | 'now'>,
  tx: Transaction,
  actor: Actor,
  row: ProfileRow,
  proofId: string,
  found: ProofFound,
): Promise<string | null> {
  const at = now();
  const facts = await learnChannel({ db }, tx, row, found.channel ?? null);
  const problem = found.problem ?? (await whyNotTheirs({ db }, tx, row, facts));
  await moveProfile(tx, row, problem === null ? 'verify' : 'miss', { at, problem });
  await finishProof(tx, db.keyring, proofId, { outcome: problem ?? 'VERIFIED', evidence: found.evidence, at });
  await recordAudit(
    tx,
    actor,
    problem === null ? 'onboarding.verifySocialProfile' : 'onboarding.missSocialProfile',
    { type: 'social_profile', id: row.id },
    { accountId: row.accountId, proofId, ...(problem !== null && { problem }) },
  );
  return problem;
}

/** A channel that was named by its handle is kept with what it is for good, so that no other name hides that it is the same. */
export async function learnChannel(
  { db }: Pick<SocialChangeParts, 'db'>,
  tx: Transaction,
  row: ProfileRow,
  channel: string | null,
): Promise<ProfileFacts> {
  const facts = openProfile(db.keyring, row);
  if (channel === null || channel === facts.key || channel === facts.channel) return facts;
  const learned = { ...facts, channel };
  await saveFacts(tx, db.keyring, row.id, learned);
  await markProfiles({ db }, tx, row.accountId);
  return learned;
}

async function whyNotTheirs(
  { db }: Pick<SocialChangeParts, 'db'>,
  tx: Transaction,
  { id, accountId }: ProfileRow,
  facts: ProfileFacts,
): Promise<string | null> {
  const holder = await provenElsewhere(tx, db.keyring, id, facts);
  if (holder === null) return null;
  return holder === accountId ? 'PROFILE_TWICE' : 'PROFILE_TAKEN';
}

/** How it can be shown on this platform whose profile it is. */
export const proofMethods = (
  { settings, signIns }: Pick<SocialChangeParts, 'settings' | 'signIns'>,
  { platform }: Pick<ProfileFacts, 'platform'>,
): SocialProofMethod[] => [
  ...(signIns[platform as SocialSignInPlatform] ? [SocialProofMethod.OAUTH] : []),
  ...(settings.read(pagesRead).includes(platform) ? [SocialProofMethod.PAGE] : []),
  SocialProofMethod.STAFF,
];

export const codeExpiry = ({ settings, now }: Pick<SocialChangeParts, 'settings' | 'now'>): Date =>
  new Date(now().getTime() + settings.read(socialCodeHours) * 3_600_000);

/** Until when staff may look for a code that was good when they were asked. */
export const staffLookUntil = (
  { settings }: Pick<SocialChangeParts, 'settings'>,
  { askedAt }: Pick<ProfileRow, 'askedAt'>,
): Date | null => askedAt && new Date(askedAt.getTime() + settings.read(socialStaffDays) * 86_400_000);

export function shownProfile(parts: SocialChangeParts, row: ProfileRow): SocialProfile {
  const facts = openProfile(parts.db.keyring, row);
  const { id, status, code, codeExpiresAt, problem, verifiedAt } = row;
  const { platform, handle, url } = facts;
  // Unions know their members by class.
  return Object.assign(new SocialProfile(), {
    id,
    platform,
    handle,
    url,
    status,
    methods: proofMethods(parts, facts),
    code,
    codeExpiresAt,
    staffLookUntil: staffLookUntil(parts, row),
    problem,
    verifiedAt,
  });
}

export const noSuchProfile = (): AppError => new AppError('NOT_FOUND', 'No such profile');
export const beingChecked = (): AppError => new AppError('CONFLICT', 'It is being looked at right now');
