import type { Permissions } from './permission.ts';

/** What somebody who gave the right password still has to do before they are signed in. */
export enum SignInStep {
  SECOND_FACTOR = 'SECOND_FACTOR',
  ENROLMENT = 'ENROLMENT',
  PASSWORD_CHANGE = 'PASSWORD_CHANGE',
}

/** Who is acting: a person or a program, with what they hold at this moment. */
export interface Principal {
  /** Null: nobody is signed in, or the system itself. */
  accountId: string | null;
  sessionId: string | null;
  /** The key a program showed instead of a session. */
  apiKeyId: string | null;
  /** Whose rows the scope `ORGANISATION` means. Null: none. */
  organisationId: string | null;
  permissions: Permissions;
  /** Null: fully signed in. Otherwise no permission is held, and only what the step asks for is open. */
  step: SignInStep | null;
  /** When this session last proved who it belongs to; see `demandVerified`. */
  verifiedAt: Date | null;
  /** The member of staff who looks through this person's eyes. */
  impersonatorId: string | null;
  /** May look but not change anything. */
  readOnly: boolean;
}

/** From where something was asked. */
export interface Origin {
  ip: string | null;
  /** Ties log lines, audit events and answers together. */
  requestId: string;
  /** W3C trace context, handed on to the image engine and back. */
  traceparent: string;
}

/** A principal, and from where. Built once per request (or per socket, or per job) and passed by hand. */
export interface Actor extends Principal, Origin {}

/** An actor who is signed in. */
export interface SignedInActor extends Actor {
  accountId: string;
}

export const nobody: Principal = {
  accountId: null,
  sessionId: null,
  apiKeyId: null,
  organisationId: null,
  permissions: new Map(),
  step: null,
  verifiedAt: null,
  impersonatorId: null,
  readOnly: false,
};

/** The platform itself at work. With a cause, its lines and records can be found from those of whoever caused it. */
export const systemActor = ({ requestId, traceparent }: Pick<Actor, 'requestId' | 'traceparent'>): Actor => ({
  ...nobody,
  ip: null,
  requestId,
  traceparent,
});
