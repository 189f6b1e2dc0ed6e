import { defineLifecycle } from '../platform/lifecycle.ts';

export enum DocumentStatus {
  /** Bytes are still to come. */
  UPLOADING = 'UPLOADING',
  /** Whole, and not yet looked at: nobody sees it. */
  CHECKING = 'CHECKING',
  READY = 'READY',
  /** Replaced, and kept for a while beside what replaced it: something was verified by it. Its owner no longer sees it. */
  SUPERSEDED = 'SUPERSEDED',
  /** Not taken, for a reason; its bytes are gone. */
  REFUSED = 'REFUSED',
  /** Taken back, replaced, or never finished; its bytes are gone. */
  REMOVED = 'REMOVED',
}

const S = DocumentStatus;

/** Every way a document may change. Who hands in another file hands in another document. */
export const documentMoves = defineLifecycle<DocumentStatus>()({
  finish: { from: [S.UPLOADING], to: S.CHECKING },
  accept: { from: [S.CHECKING], to: S.READY },
  refuse: { from: [S.CHECKING], to: S.REFUSED },
  supersede: { from: [S.READY], to: S.SUPERSEDED },
  remove: { from: [S.UPLOADING, S.CHECKING, S.READY, S.SUPERSEDED, S.REFUSED], to: S.REMOVED },
});

/** Why a document was not taken. The person reads what to do about it. */
export enum DocumentRefusal {
  /** By its bytes it is none of the kinds that are taken, whatever its name says. */
  TYPE_NOT_ACCEPTED = 'TYPE_NOT_ACCEPTED',
  /** A photo as iPhones keep it: it can be sent as JPEG. */
  HEIC = 'HEIC',
  /** The end is missing. */
  TRUNCATED = 'TRUNCATED',
  /** Its inside is not what its format demands. */
  DAMAGED = 'DAMAGED',
  /** Something else is hidden behind or within it. */
  HIDDEN_CONTENT = 'HIDDEN_CONTENT',
  ANIMATED = 'ANIMATED',
  TOO_MANY_PIXELS = 'TOO_MANY_PIXELS',
  /** Too small for anybody to read. */
  TOO_FEW_PIXELS = 'TOO_FEW_PIXELS',
  TOO_MANY_PAGES = 'TOO_MANY_PAGES',
  /** Showing it would take too long or too much memory. */
  TOO_COMPLEX = 'TOO_COMPLEX',
  PDF_PASSWORD = 'PDF_PASSWORD',
  PDF_SCRIPT = 'PDF_SCRIPT',
  /** It starts programs, fetches or sends something. */
  PDF_ACTION = 'PDF_ACTION',
  PDF_ATTACHMENT = 'PDF_ATTACHMENT',
  /** An XFA form: a program in place of pages. */
  PDF_FORM = 'PDF_FORM',
  INFECTED = 'INFECTED',
  /** What it belongs to cannot be changed now, because somebody is looking at it. */
  NOT_NOW = 'NOT_NOW',
}

/** Why a document is no longer there. */
export type RemovalReason = 'WITHDRAWN' | 'REPLACED' | 'UNFINISHED';
