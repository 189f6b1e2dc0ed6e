import { createHmac, timingSafeEqual } from 'node:crypto';

/** Clocks of sender and receiver may differ by this much, either way. */
export const callbackToleranceSeconds = 300;

export interface SignedDelivery {
  /** Unix seconds, as the header says it. */
  timestamp: number;
  requestId: string;
  /** Hex. */
  bodySha256: string;
}

const digest = (secret: string, { timestamp, requestId, bodySha256 }: SignedDelivery): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.${requestId}.${bodySha256}`).digest();

/** The value of the header `x-influencegen-signature`. */
export const signCallback = (secret: string, delivery: SignedDelivery): string =>
  `v1=${digest(secret, delivery).toString('hex')}`;

export interface CallbackStamp {
  timestamp: number;
  signatures: Buffer[];
}

/** More than anybody needs for rotation; bounds the work that a forged header can cause. */
const maxSignatures = 8;

/** Several signatures may stand in one header, separated by commas: a sender in the middle of a rotation signs with both. */
export function readStamp(timestamp: string | undefined, signature: string | undefined): CallbackStamp | null {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp) || signature === undefined) return null;
  const parts = signature.split(',').map((part) => part.trim());
  if (parts.length > maxSignatures || !parts.every((part) => /^v\d+=[0-9a-f]+$/i.test(part))) return null;
  const signatures = parts
    .filter((part) => /^v1=[0-9a-f]{64}$/i.test(part))
    .map((part) => Buffer.from(part.slice('v1='.length), 'hex'));
  return signatures.length > 0 ? { timestamp: Number(timestamp), signatures } : null;
}

export const withinTolerance = (timestamp: number, now: Date): boolean =>
  Math.abs(now.getTime() / 1000 - timestamp) <= callbackToleranceSeconds;

/** True when one of the live secrets made one of the signatures. Compares every pair, so that time tells nothing. */
export function verifyCallback(
  secrets: readonly string[],
  signatures: readonly Buffer[],
  delivery: SignedDelivery,
): boolean {
  let matches = 0;
  for (const secret of secrets) {
    const expected = digest(secret, delivery);
    for (const signature of signatures) if (timingSafeEqual(expected, signature)) matches++;
  }
  return matches > 0;
}
