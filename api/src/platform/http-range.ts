import type { IncomingHttpHeaders } from 'node:http';

/** Both ends belong to it. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What of an object is asked for. Null: all of it, also when several ranges are asked for or none that makes sense. */
export function requestedRange(
  headers: IncomingHttpHeaders,
  etag: string,
  byteSize: number,
): ByteRange | 'UNSATISFIABLE' | null {
  const ifRange = headers['if-range'];
  if (headers.range === undefined || (ifRange !== undefined && ifRange !== etag)) return null;
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.range.replaceAll(' ', ''));
  if (!match || (match[1] === '' && match[2] === '')) return null;

  const [first, last] = [match[1]!, match[2]!];
  if (first === '') {
    const start = Math.max(0, byteSize - Number(last));
    return Number(last) === 0 || byteSize === 0 ? 'UNSATISFIABLE' : { start, end: byteSize - 1 };
  }
  if (last !== '' && Number(last) < Number(first)) return null;
  if (Number(first) >= byteSize) return 'UNSATISFIABLE';
  return { start: Number(first), end: last === '' ? byteSize - 1 : Math.min(Number(last), byteSize - 1) };
}
