import type { Actor, Principal, SignedInActor } from '../platform/actor.ts';
import type { Transaction } from '../platform/db.ts';
import { AppError } from '../platform/errors.ts';
import { demand, may, permission } from '../platform/permission.ts';
import type { DocumentPurpose } from './document.entity.ts';

export const ownDocuments = permission('documents.own', 'Hand in, see and take back own documents', ['OWN']);

/** Whose documents: one's own, and nobody else's. */
export const documentOwner = (actor: Actor): SignedInActor => demand(actor, ownDocuments);

/** What shows who somebody is comes from themselves: not from staff who look through their eyes. */
export function documentOwnerInPerson(actor: Actor): SignedInActor {
  const owner = documentOwner(actor);
  if (owner.impersonatorId !== null) throw new AppError('FORBIDDEN', 'Only the owner of the account can do this');
  return owner;
}

/** What decides about looking at somebody else's document. */
export interface ViewedDocument {
  id: string;
  accountId: string;
  purpose: DocumentPurpose;
}

/** What the room that knows what documents are for says about looking at them. */
export interface DocumentGate {
  /** Whether this member of staff may look at somebody's document now; throws `StepUpNeeded` when only fresh proof is missing. */
  mayView(tx: Transaction, actor: Actor, document: ViewedDocument): Promise<boolean>;
}

/** The person, and not staff who look through their eyes. */
export const isOwner = (viewer: Principal, document: Pick<ViewedDocument, 'accountId'>): boolean =>
  viewer.accountId === document.accountId && viewer.impersonatorId === null && may(viewer, ownDocuments);

export const noSuchDocument = (): AppError => new AppError('NOT_FOUND', 'No such document');
