import type { IncomingMessage, ServerResponse } from 'node:http';

/** From where a browser may call, with cookies. */
export interface Origins {
  /** An origin of ours, or the very host that was asked: a page of that host holds no cookie of another one. */
  allow(req: IncomingMessage): boolean;
}

export function allowedOrigins(webOrigins: readonly string[]): Origins {
  const known = new Set(webOrigins);
  return {
    allow({ headers: { origin, host } }) {
      if (origin === undefined || known.has(origin)) return true;
      return origin === `http://${host}` || origin === `https://${host}`;
    },
  };
}

/** On every answer. Answers that are pages replace the content security policy, and cacheable ones `cache-control`. */
export const commonHeaders = ({ https }: { https: boolean }): Record<string, string> => ({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  // Not `same-origin`: the apps may be hosted beside the API, and then show its pictures.
  'cross-origin-resource-policy': 'same-site',
  ...(https && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
});

/** For the two apps: scripts and styles only from files of ours, requests and sockets only to this server. */
export function pagePolicy(options: { publicUrl: string; imageOrigins: readonly string[] }): string {
  const { host, protocol } = new URL(options.publicUrl);
  const images = ["'self'", 'blob:', 'data:', ...options.imageOrigins].join(' ');
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${images}`,
    // Browsers that do not yet count a WebSocket of the same host as 'self' need it spelt out.
    `connect-src 'self' ${protocol === 'https:' ? 'wss' : 'ws'}://${host}`,
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

const exposed = 'x-request-id, location, tus-resumable, upload-offset, upload-length, upload-expires';
const requestHeaders =
  'authorization, content-type, x-influencegen-app, x-request-id, traceparent, apollo-require-preflight, ' +
  'tus-resumable, upload-offset, upload-length, upload-metadata';

export function crossOriginHeaders(req: IncomingMessage, origins: Origins): [string, string][] {
  const { origin } = req.headers;
  if (origin === undefined || !origins.allow(req)) return [['vary', 'origin']];
  return [
    ['vary', 'origin'],
    ['access-control-allow-origin', origin],
    ['access-control-allow-credentials', 'true'],
    ['access-control-expose-headers', exposed],
  ];
}

/** True when the request was a browser's question whether it may ask. Without the origin header above, that means no. */
export function answerPreflight(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.method !== 'OPTIONS' || req.headers['access-control-request-method'] === undefined) return false;
  res.writeHead(204, {
    'access-control-allow-methods': 'GET, HEAD, POST, PATCH, DELETE',
    'access-control-allow-headers': requestHeaders,
    'access-control-max-age': '600',
  });
  res.end();
  return true;
}
