import type { Actor } from './actor.ts';
import type { Log } from './log.ts';

/** The two browser apps. Each has a session of its own, though both may live on one origin. */
export type WebApp = 'influencer' | 'admin';

/** What a resolver may know besides its arguments. One object for each HTTP request, or for each operation of a socket. */
export interface Context {
  actor: Actor;
  log: Log;
  /** Which browser app is calling; null for programs, which get no cookie. */
  app: WebApp | null;
  /** Sets a header of the answer. Does nothing on a socket. */
  setHeader: (name: string, value: string) => void;
  /** How the browser or program names itself. */
  userAgent: string | null;
  /** From the cookie of the calling app: only that app's page can send both. */
  refreshToken: string | null;
  /** Adds a `set-cookie` header to the answer. Does nothing on a socket, which cannot set one. */
  setCookie: (cookie: string) => void;
}
