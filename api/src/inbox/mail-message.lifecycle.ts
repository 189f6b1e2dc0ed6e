import { defineLifecycle } from '../platform/lifecycle.ts';

export enum MailStatus {
  QUEUED = 'QUEUED',
  SENDING = 'SENDING',
  SENT = 'SENT',
  /** A try failed in a way that may pass; another one follows. */
  RETRYING = 'RETRYING',
  /** The other side refused for good, or every try was used up. */
  BOUNCED = 'BOUNCED',
  /** Not tried: mail to this address came back before, and this one can wait. */
  SUPPRESSED = 'SUPPRESSED',
  /** Readable in the outbox and sent nowhere: this installation sends no mail. */
  KEPT = 'KEPT',
}

export type MailMove = 'claim' | 'deliver' | 'keep' | 'defer' | 'bounce' | 'retry';

/** Every way a mail may change. A claim that a crash left behind is claimed again. */
export const mailMoves = defineLifecycle<MailStatus>()({
  claim: { from: [MailStatus.QUEUED, MailStatus.RETRYING, MailStatus.SENDING], to: MailStatus.SENDING },
  deliver: { from: [MailStatus.SENDING], to: MailStatus.SENT },
  keep: { from: [MailStatus.SENDING], to: MailStatus.KEPT },
  defer: { from: [MailStatus.SENDING], to: MailStatus.RETRYING },
  bounce: { from: [MailStatus.SENDING], to: MailStatus.BOUNCED },
  retry: { from: [MailStatus.BOUNCED, MailStatus.SUPPRESSED, MailStatus.KEPT], to: MailStatus.QUEUED },
} satisfies Record<MailMove, unknown>);
