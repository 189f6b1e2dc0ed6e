import { rows, transaction, type Db } from '../platform/db.ts';
import type { Scope } from '../platform/permission.ts';

/** For whom a role is made: decides which app they use and whether a second factor is mandatory. */
export type Audience = 'CREATOR' | 'STAFF' | 'BRAND';

interface BuiltInRole {
  name: string;
  description: string;
  audience: Audience;
  /** As little as the work needs. */
  permissions: Readonly<Record<string, Scope>>;
}

/** What every person has over their own account. */
const ownAccount = {
  'accounts.own': 'OWN',
  'accounts.profile': 'OWN',
  'accounts.secondFactor': 'OWN',
  'notices.own': 'OWN',
} as const;
/** What every member of staff needs to find their way at the desk. */
const desk = { ...ownAccount, 'accounts.desk': 'ALL' } as const;
/** Whoever appoints people can hand on only what they hold, so this has all that the people hold whom administrators appoint. */
const administration = {
  ...desk,
  'accounts.find': 'ALL',
  'accounts.read': 'ALL',
  'accounts.personal': 'ALL',
  'accounts.reveal': 'ALL',
  'accounts.invite': 'ALL',
  'accounts.edit': 'ALL',
  'accounts.help': 'ALL',
  'accounts.resetSecondFactor': 'ALL',
  'accounts.deactivate': 'ALL',
  'accounts.apiKeys': 'ALL',
  'accounts.impersonate': 'ALL',
  'accounts.assign': 'ALL',
  'accounts.readRoles': 'ALL',
  'accounts.manageRoles': 'ALL',
  'organisations.read': 'ALL',
  'organisations.manage': 'ALL',
  'onboarding.review': 'ALL',
  'onboarding.assign': 'ALL',
  'onboarding.reasons': 'ALL',
  'campaigns.read': 'ALL',
  'campaigns.manage': 'ALL',
  'terms.read': 'ALL',
  'imaging.monitor': 'ALL',
  'imaging.intervene': 'ALL',
  'audit.read': 'ALL',
  'audit.export': 'ALL',
  'notices.templates': 'ALL',
  'notices.outbox': 'ALL',
  'operations.health': 'ALL',
  'operations.deadLetters': 'ALL',
  'settings.read': 'ALL',
  'settings.change': 'ALL',
} as const;

/** What binds the workspace: money, contracts, and acting in somebody else's name. docs/decisions.md says why of each role. */
export const forOwnersAlone = {
  'accounts.impersonateToChange': 'ALL',
  'terms.manage': 'ALL',
  'payoutAccounts.instruct': 'ALL',
} as const;

/** What a creator may do with what is already theirs, whether the studio is open to them or not. */
const creator = {
  ...ownAccount,
  'terms.own': 'OWN',
  'documents.own': 'OWN',
  'onboarding.own': 'OWN',
  'imaging.own': 'OWN',
} as const;

/** What a creator may do with their own things once everything is open to them. */
const influencer = { ...creator, 'imaging.request': 'OWN', 'campaigns.discover': 'OWN' } as const;
export const everyCreatorHolds: ReadonlySet<string> = new Set(Object.keys(influencer));

export const builtInRoles = {
  APPLICANT: {
    name: 'Applicant',
    description: 'A creator who is joining, or has to renew something before going on',
    audience: 'CREATOR',
    permissions: creator,
  },
  INFLUENCER: {
    name: 'Influencer',
    description: 'Makes content and is paid for it',
    audience: 'CREATOR',
    permissions: influencer,
  },
  ADMINISTRATOR: {
    name: 'Administrator',
    description: 'Runs the platform: people, roles, settings, operations',
    audience: 'STAFF',
    permissions: administration,
  },
  KYC_REVIEWER: {
    name: 'KYC reviewer',
    description: 'Checks who creators are',
    audience: 'STAFF',
    permissions: {
      ...desk,
      'accounts.find': 'ALL',
      'terms.read': 'ALL',
      'onboarding.review': 'ALL',
      'onboarding.assign': 'ALL',
    },
  },
  CAMPAIGN_MANAGER: {
    name: 'Campaign manager',
    description: 'Runs campaigns and looks after their content',
    audience: 'STAFF',
    permissions: {
      ...desk,
      'accounts.find': 'ALL',
      'organisations.read': 'ALL',
      'campaigns.read': 'ALL',
      'campaigns.manage': 'ALL',
      'imaging.monitor': 'ALL',
    },
  },
  FINANCE: {
    name: 'Finance',
    description: 'Pays creators and bills brands',
    audience: 'STAFF',
    permissions: { ...desk, 'accounts.find': 'ALL', 'payoutAccounts.instruct': 'ALL' },
  },
  SUPPORT: {
    name: 'Support',
    description: 'Helps people who are stuck',
    audience: 'STAFF',
    permissions: {
      ...desk,
      'notices.outbox': 'ALL',
      'accounts.find': 'ALL',
      'accounts.impersonate': 'ALL',
      'accounts.read': 'ALL',
      'accounts.reveal': 'ALL',
      'accounts.help': 'ALL',
      'organisations.read': 'ALL',
      'campaigns.read': 'ALL',
      'imaging.monitor': 'ALL',
      'imaging.intervene': 'ALL',
      'operations.health': 'ALL',
    },
  },
  AUDITOR: {
    name: 'Auditor',
    description: 'Reads the audit trail and the settings, and changes nothing',
    audience: 'STAFF',
    permissions: {
      ...desk,
      'accounts.find': 'ALL',
      'accounts.read': 'ALL',
      'accounts.readRoles': 'ALL',
      'organisations.read': 'ALL',
      'campaigns.read': 'ALL',
      'terms.read': 'ALL',
      'audit.read': 'ALL',
      'audit.export': 'ALL',
      'settings.read': 'ALL',
    },
  },
  BRAND_MEMBER: {
    name: 'Brand member',
    description: 'Follows the campaigns of the own brand',
    audience: 'BRAND',
    permissions: {
      ...desk,
      'accounts.read': 'ORGANISATION',
      'organisations.read': 'ORGANISATION',
      'campaigns.read': 'ORGANISATION',
    },
  },
  WORKSPACE_OWNER: {
    name: 'Workspace owner',
    description: 'Answers for the workspace: its people, settings and bill',
    audience: 'STAFF',
    permissions: { ...administration, ...forOwnersAlone },
  },
  WORKSPACE_OPERATOR: {
    name: 'Workspace operator',
    description: 'Keeps the platform running',
    audience: 'STAFF',
    permissions: {
      ...desk,
      'accounts.apiKeys': 'OWN',
      'notices.outbox': 'ALL',
      'operations.health': 'ALL',
      'operations.deadLetters': 'ALL',
    },
  },
} as const satisfies Record<string, BuiltInRole>;

export type BuiltInRoleKey = keyof typeof builtInRoles;

/**
 * Adds the roles and permissions that this release brings and the workspace does not know yet. What staff changed about a
 * role since stays as they left it.
 */
export async function installBuiltInRoles(db: Db): Promise<void> {
  await transaction(db, async (tx) => {
    for (const [key, { name, description, audience, permissions }] of Object.entries(builtInRoles)) {
      await tx.query(
        `insert into role (key, name, description, audience, built_in) values ($1, $2, $3, $4, true)
         on conflict (key) do update set description = excluded.description where role.description = ''`,
        [key, name, description, audience],
      );
      await rows(
        tx,
        `with offered as (select * from unnest($2::text[], $3::text[]) as o (permission, scope)),
           fresh as (
             insert into role_default (role_key, permission) select $1, permission from offered
             on conflict do nothing returning permission)
         insert into role_permission (role_key, permission, scope)
         select $1, permission, scope from offered join fresh using (permission) on conflict do nothing`,
        [key, Object.keys(permissions), Object.values(permissions)],
      );
    }
  });
}
