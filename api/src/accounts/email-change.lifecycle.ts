import { defineLifecycle } from '../platform/lifecycle.ts';

export enum EmailChangeStatus {
  /** The link is on its way to the new address. */
  ASKED = 'ASKED',
  /** The new address holds; the former one can be had back for some days. */
  DONE = 'DONE',
  UNDONE = 'UNDONE',
}

export const emailChangeMoves = defineLifecycle<EmailChangeStatus>()({
  confirm: { from: [EmailChangeStatus.ASKED], to: EmailChangeStatus.DONE },
  undo: { from: [EmailChangeStatus.DONE], to: EmailChangeStatus.UNDONE },
});
