import type { IncomingMessage } from 'node:http';
import type { AccountRole } from './account.entity.ts';

/** Somebody with a live session. */
export interface Identity {
  accountId: string;
  sessionId: string;
  email: string;
  displayName: string;
  role: AccountRole;
  permissions: ReadonlySet<string>;
  expiresAt: Date;
}

export class SessionService {
  /** Everybody who is signed in on this request: the bearer token, and either app's cookie. For links opened without headers. */
  async ofRequest(_req: IncomingMessage): Promise<Identity[]> {
    throw new Error('not yet');
  }
}
