import type { Actor, SignedInActor } from '../platform/actor.ts';
import { AppError } from '../platform/errors.ts';
import { demand, may, permission } from '../platform/permission.ts';
import { mailMoves, type MailMove, type MailStatus } from './mail-message.lifecycle.ts';

export const readOwnInbox = permission('notices.own', 'Read the own inbox and choose what to be told', ['OWN']);
export const editTemplates = permission('notices.templates', 'Read and change the texts of mails and notifications');
export const seeOutbox = permission('notices.outbox', 'See which mails left and which did not, and try again');

/** Whose inbox: one's own, and nobody else's. */
export const inboxOwner = (actor: Actor): SignedInActor => demand(actor, readOwnInbox);

/** Moves of a mail that people make; the others are the worker's. */
const movesOfStaff = ['retry'] as const satisfies readonly MailMove[];

export const mailMovesOpenTo = (actor: Actor, status: MailStatus): MailMove[] =>
  may(actor, seeOutbox) ? movesOfStaff.filter((move) => mailMoves[move].from.includes(status)) : [];

export const noSuch = (what: string): AppError => new AppError('NOT_FOUND', `No such ${what}`);
