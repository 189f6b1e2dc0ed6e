import type { DocumentRefusal } from './document.lifecycle.ts';

/** Words instead of the enum: what looks into a PDF runs in a thread whose sources Node reads as they are. */
export type RefusalReason = `${DocumentRefusal}`;

/** What was handed in cannot be taken; trying again would not help. */
export class DocumentRefused extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, cause?: unknown) {
    super(`the document is refused: ${reason}`, { cause });
    this.reason = reason;
  }
}
