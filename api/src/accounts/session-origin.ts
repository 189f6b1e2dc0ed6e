import type { Keyring } from '../platform/keyring.ts';
import { sealedValues } from '../platform/personal-data.ts';
import { sealedColumn } from '../platform/sealed-columns.ts';

const ip = sealedColumn({
  table: 'session',
  column: 'ip_sealed',
  id: 'id',
  kind: 'device',
  retention: 'use',
  description: 'The network address from which somebody signed in',
  plain: 'ip',
  indexes: [{ column: 'ip_index', of: (keyring, text) => keyring.blindIndex('session.ip', text) }],
});

const userAgent = sealedColumn({
  table: 'session',
  column: 'user_agent_sealed',
  id: 'id',
  kind: 'device',
  retention: 'use',
  description: 'What the browser says it is, with which somebody signed in',
  plain: 'user_agent',
  indexes: [{ column: 'user_agent_index', of: (keyring, text) => keyring.blindIndex('session.userAgent', text) }],
});

export interface SessionOrigin {
  ip: string | null;
  userAgent: string | null;
}

/** As it is read from `session`. */
export interface SealedOrigin {
  id: string;
  ipSealed?: Buffer | null;
  userAgentSealed: Buffer | null;
}

/** By name of the column, what to write for a session. */
export const sealedOrigin = (keyring: Keyring, sessionId: string, origin: SessionOrigin) => ({
  ...sealedValues(keyring, ip, sessionId, origin.ip),
  ...sealedValues(keyring, userAgent, sessionId, origin.userAgent),
});

export const openOrigin = (keyring: Keyring, { id, ipSealed, userAgentSealed }: SealedOrigin): SessionOrigin => ({
  ip: ipSealed ? keyring.openText(ip.at(id), ipSealed) : null,
  userAgent: userAgentSealed ? keyring.openText(userAgent.at(id), userAgentSealed) : null,
});
