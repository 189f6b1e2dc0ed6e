import { registerEnumType } from 'type-graphql';
import type { Actor } from '../platform/actor.ts';
import { AppError, OutOfReach } from '../platform/errors.ts';
import { may, permission, scopes, type Permission, type Permissions, type Scope } from '../platform/permission.ts';
import { reachOf } from '../platform/reach.ts';
import { isUuid } from '../platform/uuid.ts';
import { accountMoves, AccountStatus } from './account.lifecycle.ts';
import { everyCreatorHolds } from './built-in-roles.ts';
import { revealPersonal, seesInFull } from './personal.policy.ts';
import { resetSecondFactor } from './second-factor.policy.ts';

export const useOwnAccount = permission('accounts.own', 'Look after the own account and its sessions', ['OWN']);
export const useDesk = permission('accounts.desk', 'Use the staff desk');
export const findPeople = permission('accounts.find', 'Find people by name');
export const readPeople = permission('accounts.read', 'See people, their state, their roles and permissions', [
  'ORGANISATION',
  'ALL',
]);
export const invitePeople = permission('accounts.invite', 'Make accounts and invite their people');
export const editPeople = permission(
  'accounts.edit',
  'Change the details of people: name, phone number, e-mail address, organisation',
);
export const helpPeople = permission(
  'accounts.help',
  'Unlock people, send invitations and password resets again, see and end sessions',
);
export const deactivatePeople = permission('accounts.deactivate', 'Deactivate and reactivate people');
export const assignRoles = permission(
  'accounts.assign',
  'Give people roles and single permissions, and take them away',
);
export const readRoles = permission('accounts.readRoles', 'See the roles and what they may do');
export const manageRoles = permission('accounts.manageRoles', 'Make roles, and change what they may do');

/** Without somebody who holds all of these nobody could ever give them to anybody again. */
export const administration: readonly Permission[] = [assignRoles, manageRoles];

export enum AccountMove {
  EDIT = 'EDIT',
  CHANGE_EMAIL = 'CHANGE_EMAIL',
  CORRECT_INVITATION = 'CORRECT_INVITATION',
  MOVE = 'MOVE',
  RESEND_INVITATION = 'RESEND_INVITATION',
  DEACTIVATE = 'DEACTIVATE',
  REACTIVATE = 'REACTIVATE',
  UNLOCK = 'UNLOCK',
  SEND_PASSWORD_RESET = 'SEND_PASSWORD_RESET',
  RESET_SECOND_FACTOR = 'RESET_SECOND_FACTOR',
  END_SESSIONS = 'END_SESSIONS',
  ASSIGN = 'ASSIGN',
  REVEAL = 'REVEAL',
}
registerEnumType(AccountMove, {
  name: 'AccountMove',
  description: 'What the viewer may do with somebody’s account.',
  valuesConfig: {
    EDIT: { description: 'Change name, phone number, language and time zone.' },
    CHANGE_EMAIL: { description: 'Have another address confirmed, which the account then moves to.' },
    CORRECT_INVITATION: { description: 'Invite somebody who has not answered by another address.' },
    MOVE: { description: 'Put somebody who works for a brand into another organisation, or others out of theirs.' },
    RESEND_INVITATION: { description: 'Mail a new link; the one before opens nothing more.' },
    DEACTIVATE: { description: 'Close it; every session ends at once.' },
    REACTIVATE: { description: 'Open a closed one again.' },
    UNLOCK: { description: 'Let the person try again after too many wrong passwords.' },
    SEND_PASSWORD_RESET: { description: 'Mail a link to choose another password.' },
    RESET_SECOND_FACTOR: { description: 'Take away apps and passkeys, so that the person enrols anew.' },
    END_SESSIONS: { description: 'Sign the person out, on one device or on all.' },
    ASSIGN: { description: 'Give and take roles and single permissions.' },
    REVEAL: { description: 'Contact details are masked for this person, who may have them shown.' },
  },
});

/** What of an account decides what may be done with it. */
export interface MovableAccount {
  id: string;
  status: AccountStatus;
  lockedUntil: Date | string | null;
  hasSecondFactor: boolean;
}

/** Allowed to this person and possible now. Oneself is looked after on one's own pages, and by somebody else. */
export function movesOpenTo(actor: Actor, account: MovableAccount): AccountMove[] {
  const { status } = account;
  const others = account.id !== actor.accountId;
  const open: Record<AccountMove, boolean> = {
    EDIT: may(actor, editPeople),
    CHANGE_EMAIL: others && may(actor, editPeople) && status === AccountStatus.ACTIVE,
    CORRECT_INVITATION: others && may(actor, editPeople) && accountMoves.accept.from.includes(status),
    MOVE: others && may(actor, editPeople) && reachOf(actor, readPeople) === null,
    RESEND_INVITATION: may(actor, helpPeople) && accountMoves.accept.from.includes(status),
    DEACTIVATE: others && may(actor, deactivatePeople) && accountMoves.deactivate.from.includes(status),
    REACTIVATE: others && may(actor, deactivatePeople) && accountMoves.reactivate.from.includes(status),
    UNLOCK: may(actor, helpPeople) && account.lockedUntil !== null,
    SEND_PASSWORD_RESET: others && may(actor, helpPeople) && status === AccountStatus.ACTIVE,
    RESET_SECOND_FACTOR: others && may(actor, resetSecondFactor) && account.hasSecondFactor,
    END_SESSIONS: others && may(actor, helpPeople) && status === AccountStatus.ACTIVE,
    ASSIGN: others && may(actor, assignRoles),
    REVEAL: !seesInFull(actor, account.id) && may(actor, revealPersonal),
  };
  return Object.values(AccountMove).filter((move) => open[move]);
}

/** For an account that is not visible: whoever sees one organisation only may be trying to look into another. */
export const noSuchPerson = (actor: Actor, id: string): AppError =>
  reachOf(actor, readPeople) === null || !isUuid(id)
    ? new AppError('NOT_FOUND', 'No such person')
    : new OutOfReach('No such person', { type: 'account', id });

export interface Power {
  permission: string;
  scope: Scope;
}

/**
 * What of this the actor cannot hand on, because they hold it less widely or not at all. What every creator has over their
 * own things can be handed on by everyone who may assign: staff, who are no creators, let creators in.
 */
export const beyondReachOf = ({ permissions }: { permissions: Permissions }, wanted: readonly Power[]): string[] =>
  wanted
    .filter(({ permission: name, scope }) => {
      const held = permissions.get(name);
      if (scope === 'OWN' && everyCreatorHolds.has(name)) return false;
      return held === undefined || scopes.indexOf(held) < scopes.indexOf(scope);
    })
    .map(({ permission: name }) => name);

/** Nobody approves their own elevation. */
export function demandSomebodyElse(actor: Actor, accountId: string): void {
  if (actor.accountId === accountId) throw new AppError('FORBIDDEN', 'Somebody else has to do this for you');
}
