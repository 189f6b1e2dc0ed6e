import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from './log.ts';

/** What the server knows about a request before any route looks at it. */
export interface RequestContext {
  requestId: string;
  /** W3C trace context: continued from the caller, or begun here. */
  traceparent: string;
  /** The client's address; null when the socket is already gone. */
  ip: string | null;
  log: Log;
}

export interface Route {
  /** Names the route in logs and metrics; never contains an id. */
  name: string;
  methods: string[];
  /** Matched against the path, without the query string. */
  path: RegExp;
  handle(req: IncomingMessage, res: ServerResponse, context: RequestContext, match: RegExpExecArray): Promise<void>;
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
