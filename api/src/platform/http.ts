import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { clientAddress, type AddressList } from './http-address.ts';
import { answerPreflight, commonHeaders, crossOriginHeaders, type Origins } from './http-security.ts';
import type { Log } from './log.ts';
import { inRequest } from './request-reach.ts';
import { traceIdOf, traceparentOf } from './traceparent.ts';

/** What the server knows about a request before any route looks at it. */
export interface RequestContext {
  requestId: string;
  /** W3C trace context: continued from the caller, or begun here. */
  traceparent: string;
  /** The client's address; null when the socket is already gone. */
  ip: string | null;
  readonly log: Log;
  /** Set by the route that finds out who is asking, for the log line. */
  accountId?: string;
}

export interface Route {
  /** Names the route in logs and metrics; never contains an id. */
  name: string;
  methods: string[];
  /** Matched against the path, without the query string. */
  path: RegExp;
  handle(req: IncomingMessage, res: ServerResponse, context: RequestContext, match: RegExpExecArray): Promise<void>;
}

/** A "no" to a request that a route may throw before it began to answer. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': text.length });
  res.end(text);
}

/** The one shape of every "no" outside GraphQL. */
export function sendProblem(
  res: ServerResponse,
  context: Pick<RequestContext, 'requestId'>,
  status: number,
  code: string,
  message: string,
): void {
  sendJson(res, status, { error: { code, message, requestId: context.requestId } });
}

/** The whole body, for routes whose bodies are small. Throws `HttpProblem` when it is too large or too slow. */
export async function readBody(req: IncomingMessage, limit: { bytes: number; milliseconds: number }): Promise<Buffer> {
  const tooLarge = (): HttpProblem =>
    new HttpProblem(413, 'TOO_LARGE', `The body may have ${limit.bytes} bytes at most`);
  if (Number(req.headers['content-length'] ?? 0) > limit.bytes) throw tooLarge();

  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      req.off('data', take).off('end', end).off('error', cut).off('close', cut);
      finish();
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit.bytes) settle(() => reject(tooLarge()));
      else chunks.push(chunk);
    };
    const end = (): void => settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const cut = (): void => settle(() => reject(new HttpProblem(400, 'BODY_CUT_OFF', 'The body ended too early')));
    const timer = setTimeout(
      () => settle(() => reject(new HttpProblem(408, 'TOO_SLOW', 'The body took too long to arrive'))),
      limit.milliseconds,
    );
    req.on('data', take).on('end', end).on('error', cut).on('close', cut);
  });
}

export interface HttpOptions {
  /** The first that matches answers. */
  routes: Route[];
  /** Asked when no route knows the path: the apps, whose addresses are their own business. */
  pages: Route[];
  log: Log;
  metrics: Registry;
  origins: Origins;
  trustedProxies: AddressList;
  /** People reach this server by https. */
  https: boolean;
}

export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer, ip: string | null) => void;

export interface HttpServer {
  /** Resolves with the port; rejects when it is taken. */
  listen(port: number, host: string): Promise<number>;
  /** Who takes over connections that ask to become a WebSocket on this path. */
  onUpgrade(path: string, handler: UpgradeHandler): void;
  /** Takes no new request, lets running ones end, then cuts what is left. */
  stop(): Promise<void>;
}

const drainMilliseconds = 10_000;

/** Node's own errors before a request exists, as answers. */
const malformed: Record<string, [number, string, string]> = {
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'The headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'TOO_SLOW', 'The request took too long to arrive'],
};

export function createHttpServer(options: HttpOptions): HttpServer {
  const { routes, pages, log, metrics, origins } = options;
  const headers = Object.entries(commonHeaders(options));
  let running = 0;
  const figures = httpFigures(metrics, () => running);
  const upgrades = new Map<string, UpgradeHandler>();
  let stopping = false;

  const server = createServer(
    {
      connectionsCheckingInterval: 2_000,
      headersTimeout: 10_000,
      /** Long enough for a large picture over a slow line; routes with small bodies have a shorter limit. */
      requestTimeout: 120_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      // Node would answer a request without one in no form of ours.
      requireHostHeader: false,
      // Any other protocol that a client offers to switch to is answered in HTTP/1.1.
      shouldUpgradeCallback: (req) => req.headers.upgrade?.toLowerCase() === 'websocket',
    },
    (req, res) => void inRequest(() => serve(req, res)),
  );

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const context = new Received(req, options);
    const path = pathOf(req.url);
    let routeName = 'none';

    running += 1;
    res.once('close', () => {
      const milliseconds = performance.now() - startedAt;
      running -= 1;
      figures.count.inc({ route: routeName, status: res.statusCode });
      figures.duration.observe({ route: routeName }, milliseconds / 1000);
      log.info(
        {
          requestId: context.requestId,
          traceId: traceIdOf(context),
          method: req.method,
          route: routeName,
          status: res.statusCode,
          ms: Math.round(milliseconds * 10) / 10,
          ...(context.accountId !== undefined && { accountId: context.accountId }),
          ...(!res.writableFinished && { aborted: true }),
        },
        'request',
      );
    });

    for (const [name, value] of headers) res.setHeader(name, value);
    res.setHeader('x-request-id', context.requestId);
    for (const [name, value] of crossOriginHeaders(req, origins)) res.setHeader(name, value);
    if (stopping) res.setHeader('connection', 'close');

    try {
      if (path === null) throw new HttpProblem(400, 'MALFORMED_REQUEST', 'The address is malformed');
      if (req.headers.host === undefined && req.httpVersion === '1.1')
        throw new HttpProblem(400, 'MALFORMED_REQUEST', 'A request names the host it is for');
      if (answerPreflight(req, res)) {
        routeName = 'preflight';
        return;
      }
      const found = find(routes, path, req.method) ?? find(pages, path, req.method);
      if (!found) throw new HttpProblem(404, 'NOT_FOUND', 'There is nothing at this address');
      if ('allowed' in found) {
        res.setHeader('allow', found.allowed);
        throw new HttpProblem(405, 'METHOD_NOT_ALLOWED', `This address understands ${found.allowed}`);
      }
      routeName = found.route.name;
      await found.route.handle(req, res, context, found.match);
    } catch (error) {
      refuse(req, res, context, error);
    }
  }

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    figures.count.inc({ route: 'malformed', status: malformed[error.code ?? '']?.[0] ?? 400 });
    const [status, code, message] = malformed[error.code ?? ''] ?? [
      400,
      'MALFORMED_REQUEST',
      'This is not an HTTP request',
    ];
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else endRaw(socket, status, code, message);
  });
  server.on('checkExpectation', (req: IncomingMessage, res: ServerResponse) =>
    sendProblem(res, new Received(req, options), 417, 'EXPECTATION_FAILED', 'Only 100-continue can be expected'),
  );
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const handler = upgrades.get(pathOf(req.url) ?? '');
    if (handler && !stopping) handler(req, socket, head, clientAddress(req, options.trustedProxies));
    else endRaw(socket, 404, 'NOT_FOUND', 'There is no WebSocket at this address');
  });

  return {
    listen: (port, host) => listen(server, port, host, log),
    onUpgrade: (path, handler) => void upgrades.set(path, handler),
    async stop() {
      stopping = true;
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), drainMilliseconds);
      await closed;
      clearTimeout(cut);
    },
  };
}

type Found = { route: Route; match: RegExpExecArray } | { allowed: string };

/** Null when no route has this path; the methods when only the method is wrong. */
function find(routes: readonly Route[], path: string, method: string | undefined): Found | null {
  const others: string[] = [];
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match && route.methods.includes(method ?? '')) return { route, match };
    if (match) others.push(...route.methods);
  }
  return others.length === 0 ? null : { allowed: [...new Set(others)].join(', ') };
}

function listen(server: Server, port: number, host: string, log: Log): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      server.on('error', (error) => log.error({ err: error }, 'HTTP server'));
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const deafMilliseconds = 2_000;

/** After a refusal: the sender may go on sending for a moment, so that it gets to read the answer before the line is cut. */
export function ignoreRest(req: IncomingMessage): void {
  if (!req.complete) setTimeout(() => req.complete || req.destroy(), deafMilliseconds).unref();
}

function refuse(req: IncomingMessage, res: ServerResponse, context: RequestContext, error: unknown): void {
  ignoreRest(req);
  if (!(error instanceof HttpProblem)) context.log.error({ err: error }, 'request failed');
  if (res.headersSent) {
    res.destroy();
    return;
  }
  if (error instanceof HttpProblem) sendProblem(res, context, error.status, error.code, error.message);
  else sendProblem(res, context, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side');
}

/** An answer on a socket that has no `ServerResponse`: a malformed request, a refused upgrade. */
export function endRaw(socket: Duplex, status: number, code: string, message: string, header = ''): void {
  const body = JSON.stringify({ error: { code, message, requestId: randomUUID() } });
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `x-content-type-options: nosniff\r\n${header && `${header}\r\n`}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

class Received implements RequestContext {
  readonly requestId: string;
  readonly traceparent: string;
  readonly ip: string | null;
  accountId?: string;
  readonly #log: Log;

  constructor(req: IncomingMessage, { log, trustedProxies }: Pick<HttpOptions, 'log' | 'trustedProxies'>) {
    this.requestId = requestIdOf(req.headers['x-request-id']);
    this.traceparent = traceparentOf(req.headers.traceparent);
    this.ip = clientAddress(req, trustedProxies);
    this.#log = log;
  }

  /** Made when somebody logs: few requests have anything to say but that they were answered. */
  get log(): Log {
    return this.#log.child({
      requestId: this.requestId,
      traceId: traceIdOf(this),
      ...(this.accountId !== undefined && { accountId: this.accountId }),
    });
  }
}

const requestIdOf = (sent: string | string[] | undefined): string =>
  typeof sent === 'string' && /^[\w.:-]{8,64}$/.test(sent) ? sent : randomUUID();

/** Null for what is not a path: `*`, an address of another server, a control character. */
function pathOf(url: string | undefined): string | null {
  if (url === undefined || !url.startsWith('/')) return null;
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

const httpFigures = (registry: Registry, running: () => number) => ({
  count: new Counter({
    name: 'http_requests_total',
    help: 'Requests answered',
    labelNames: ['route', 'status'],
    registers: [registry],
  }),
  duration: new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['route'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  }),
  running: new Gauge({
    name: 'http_requests_running',
    help: 'Requests being answered now',
    registers: [registry],
    collect() {
      this.set(running());
    },
  }),
});
