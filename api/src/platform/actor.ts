/** Who is acting, from where. Built once per request (or per socket, or per job) and passed by hand. */
export interface Actor {
  /** Null: nobody is signed in, or the system itself. */
  accountId: string | null;
  sessionId: string | null;
  permissions: ReadonlySet<string>;
  ip: string | null;
  /** Ties log lines, audit events and answers together. */
  requestId: string;
  /** W3C trace context, handed on to the image engine and back. */
  traceparent: string;
}

/** An actor who is signed in. */
export interface SignedInActor extends Actor {
  accountId: string;
}

const nobodysPermissions: ReadonlySet<string> = new Set();

/** The platform itself at work. With a cause, its lines and records can be found from those of whoever caused it. */
export const systemActor = ({ requestId, traceparent }: Pick<Actor, 'requestId' | 'traceparent'>): Actor => ({
  accountId: null,
  sessionId: null,
  permissions: nobodysPermissions,
  ip: null,
  requestId,
  traceparent,
});
