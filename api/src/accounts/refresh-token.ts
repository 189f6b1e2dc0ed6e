import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * `igr_` and, in base64url, the session's id, a counter that goes up by one with each use, and their HMAC under a secret of
 * the session. So the server needs to keep no token: it can tell an old one from a forged one, and can give the same
 * successor a second time when the first answer was lost.
 */
export interface RefreshToken {
  sessionId: string;
  generation: number;
  mac: Buffer;
}

const prefix = 'igr_';
const idLength = 16;
const headLength = idLength + 4;
const macLength = 32;
export const refreshSecretLength = 32;

export function writeRefreshToken(secret: Buffer, sessionId: string, generation: number): string {
  const head = headOf(sessionId, generation);
  return prefix + Buffer.concat([head, macOf(secret, head)]).toString('base64url');
}

/** Null for what cannot be one. Whether it is one of ours, `isGenuine` says. */
export function readRefreshToken(token: string): RefreshToken | null {
  if (!token.startsWith(prefix)) return null;
  const text = token.slice(prefix.length);
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== headLength + macLength || bytes.toString('base64url') !== text) return null;
  const id = bytes.subarray(0, idLength).toString('hex');
  return {
    sessionId: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-'),
    generation: bytes.readUInt32BE(idLength),
    mac: bytes.subarray(headLength),
  };
}

export const isGenuine = ({ sessionId, generation, mac }: RefreshToken, secret: Buffer): boolean =>
  timingSafeEqual(mac, macOf(secret, headOf(sessionId, generation)));

export const digestOf = (retryKey: string): Buffer => createHash('sha256').update(retryKey).digest();

function headOf(sessionId: string, generation: number): Buffer {
  const head = Buffer.alloc(headLength);
  head.write(sessionId.replaceAll('-', ''), 'hex');
  head.writeUInt32BE(generation, idLength);
  return head;
}

const macOf = (secret: Buffer, head: Buffer): Buffer => createHmac('sha256', secret).update(head).digest();
