import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { hasCopy } from './http-etag.ts';
import { HttpProblem, type Route } from './http.ts';

interface PageFile {
  bytes: Buffer;
  type: string;
  etag: string;
  compressed: Partial<Record<'br' | 'gzip', Promise<Buffer>>>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const compressible = /^(text|application)\/|svg/;

const compressors = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes),
};

/**
 * A built single-page app below `base` (`/` or `/admin/`). Read into memory once: a build is small, and one that is
 * replaced while the server runs can then not leave half of each. Nor is it read anew: its pages might ask what only the API of
 * their own build knows.
 */
export function pagesRoute(options: { name: string; base: string; folder: string; policy: string }): Route {
  const files = readFolder(options.folder);
  const index = files.get('index.html');
  if (!index) throw new Error(`${options.folder} holds no index.html: build the app first`);
  const bare = options.base.slice(0, -1);

  return {
    name: options.name,
    methods: ['GET', 'HEAD'],
    path: new RegExp(`^${bare}(?:/(.*))?$`),
    async handle(req, res, _context, match) {
      if (match[1] === undefined) {
        res.writeHead(308, { location: options.base }).end();
        return;
      }
      const name = decoded(match[1]);
      const file = files.get(name);
      if (file) return send(req, res, file, { immutable: name.startsWith('assets/'), policy: options.policy });
      // Any other address is a place inside the app, when a person opens it.
      if (name !== '' && !(req.headers.accept ?? '').includes('text/html'))
        throw new HttpProblem(404, 'NOT_FOUND', 'There is nothing at this address');
      return send(req, res, index, { immutable: false, policy: options.policy });
    },
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new HttpProblem(400, 'MALFORMED_REQUEST', 'The address is malformed');
  }
}

function readFolder(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    files.set(path.relative(folder, file).replaceAll(path.sep, '/'), {
      bytes,
      type: types[path.extname(entry.name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      compressed: {},
    });
  }
  return files;
}

async function send(
  req: IncomingMessage,
  res: ServerResponse,
  file: PageFile,
  { immutable, policy }: { immutable: boolean; policy: string },
): Promise<void> {
  const encoding = compressible.test(file.type) ? acceptedEncoding(req.headers['accept-encoding']) : null;
  const etag = encoding === null ? file.etag : `${file.etag.slice(0, -1)}-${encoding}"`;
  res.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  res.setHeader('content-security-policy', policy);
  res.setHeader('vary', 'accept-encoding, origin');
  res.setHeader('etag', etag);
  if (hasCopy(req.headers, etag)) {
    res.writeHead(304).end();
    return;
  }
  const body = encoding === null ? file.bytes : await (file.compressed[encoding] ??= compressors[encoding](file.bytes));
  res.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    ...(encoding !== null && { 'content-encoding': encoding }),
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

const acceptedEncoding = (header: string | string[] | undefined): 'br' | 'gzip' | null => {
  const accepted = String(header ?? '');
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted) ? 'gzip' : null;
};
