import type { IncomingHttpHeaders } from 'node:http';

/** Whether whoever asks names this version as one they have (RFC 9110, 13.1.2): among others, or weak, as proxies that compress make it. */
export function hasCopy({ 'if-none-match': known = '' }: IncomingHttpHeaders, etag: string): boolean {
  return known.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
}
