import { randomBytes } from 'node:crypto';

const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Asked before an id from outside reaches a statement: Postgres fails on anything else. What is no id names nothing. Postgres would
 * take capitals, too; we do not: ids are compared, sealed with and recorded as text, so each has one spelling.
 */
export const isUuid = (text: string): boolean => shape.test(text);

/** The latest of this process, and how many it has made of the same millisecond. */
const latest = { at: 0, count: 0 };

/**
 * Version 7 of RFC 9562: begins with the time, so that an index grows at one end and can be read in order of time. Those that
 * one process makes within a millisecond are counted, so that they keep their order.
 */
export function newTimedUuid(at: Date): string {
  const time = at.getTime();
  Object.assign(latest, { at: time, count: time === latest.at ? latest.count + 1 : 0 });
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | Math.min(latest.count, 0xfff), 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return spelled(bytes);
}

/** The smallest of version 7 at or after a time: the bound of a range of time. */
export function firstTimedUuid(at: Date): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(Math.min(Math.max(0, at.getTime()), 2 ** 48 - 1), 0, 6);
  return spelled(bytes);
}

const spelled = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
