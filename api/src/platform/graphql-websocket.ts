import type { ExecutionArgs, GraphQLError } from 'graphql';
import { once } from 'node:events';
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Counter, Gauge, type Registry } from 'prom-client';
import { WebSocketServer, type WebSocket } from 'ws';
import { nobody, type Actor, type Origin, type Principal } from './actor.ts';
import type { Context } from './context.ts';
import type { GraphqlEngine } from './graphql-engine.ts';
import { badInput, publicExecutionError, PublicError } from './graphql-errors.ts';
import { endRaw, type UpgradeHandler } from './http.ts';
import type { Origins } from './http-security.ts';
import type { Log } from './log.ts';
import { inNameOf } from './request-reach.ts';
import { traceIdOf, traceparentOf } from './traceparent.ts';

export const socketLimits = {
  messageBytes: 64_000,
  subscriptions: 20,
  /** Messages at once, and then each second. */
  burst: 100,
  messagesPerSecond: 20,
  initMilliseconds: 5_000,
  /** A peer that answers no ping for this long is gone. */
  pingMilliseconds: 15_000,
  /** Bytes that may wait for a peer before its streams wait too. */
  eagerBytes: 64_000,
  /** Bytes that may wait for a peer that does not read. */
  unsentBytes: 1_000_000,
};

/** Graphql-ws clients do not reconnect after this code: the person has to sign in again. */
const sessionEndedCode = CloseCode.Unauthorized;
/** After this one they do, with a token that is good: the one that was shown is not, or what it allows has changed. */
const connectAgainCode = CloseCode.Forbidden;
const tooManyMessagesCode = 4429;
const goingAwayCode = 1001;
/** RFC 6455, 5.5: the reason may repeat what the peer sent, and there is no room for all of it. */
const reasonBytes = 123;
/** What the protocol implementation throws for a message that only a server may send. */
const serversOwn = /^Unexpected message of type /;

/** Somebody found by a token. The connection ends with the token, unless a newer one is sent in time. */
export interface SocketIdentity {
  actor: Principal;
  expiresAt: Date | null;
}

export interface GraphqlSocketOptions {
  engine: GraphqlEngine;
  log: Log;
  metrics: Registry;
  origins: Origins;
  /** Null: the token is no good. */
  identify: (token: string, from: Origin) => Promise<SocketIdentity | null>;
  now: () => Date;
}

/** One connection, as small as it can be: thousands are open at once. */
interface Peer extends Origin {
  readonly socket: WebSocket;
  readonly userAgent: string | null;
  /** Null until the peer has said who it is, and for nobody. */
  identity: SocketIdentity | null;
  allowance: number;
  allowanceAt: number;
  answered: boolean;
  /** Ends what it subscribed to. */
  leave: (code: number, reason: string) => void;
}

type Extra = { peer: Peer };

/** Subscriptions, and any other operation, over the graphql-transport-ws protocol. */
export class GraphqlSockets {
  private readonly peers = new Set<Peer>();
  private readonly bySession = new Map<string, Set<Peer>>();
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: socketLimits.messageBytes,
    handleProtocols,
  });
  private readonly protocol: ReturnType<typeof makeServer<Record<string, unknown>, Extra>>;
  private readonly ticking: NodeJS.Timeout[];
  private readonly refused: Counter<'reason'>;
  private readonly connections: Gauge;
  /** Sessions that ended a moment ago: one may end while a socket is still being told who it belongs to. */
  private readonly endedLately = new Set<string>();
  /** Counts changes of permissions, for connections that are being made meanwhile. */
  private renewals = 0;

  constructor(private readonly options: GraphqlSocketOptions) {
    this.server.on('wsClientError', (error, socket) => endRaw(socket, 400, 'MALFORMED_REQUEST', error.message));
    this.protocol = makeServer<Record<string, unknown>, Extra>(this.protocolOptions());
    this.ticking = [
      setInterval(() => this.closeExpired(), 500),
      setInterval(() => this.pingAll(), socketLimits.pingMilliseconds),
    ];
    for (const timer of this.ticking) timer.unref();

    const registers = [options.metrics];
    this.refused = new Counter({
      name: 'websocket_refused_total',
      help: 'Connections and subscriptions refused',
      labelNames: ['reason'],
      registers,
    });
    this.connections = new Gauge({ name: 'websocket_connections', help: 'Open WebSocket connections', registers });
  }

  readonly upgrade: UpgradeHandler = (req, socket, head, ip) => {
    if (!this.options.origins.allow(req)) {
      this.refused.inc({ reason: 'origin' });
      endRaw(socket, 403, 'FORBIDDEN', 'Pages of this origin may not connect');
      return;
    }
    this.accept(req, socket, head, ip);
  };

  /** Ends every connection of a session that is over. */
  closeSession(sessionId: string): void {
    this.endedLately.add(sessionId);
    setTimeout(() => this.endedLately.delete(sessionId), 60_000).unref();
    for (const peer of this.bySession.get(sessionId) ?? []) end(peer, sessionEndedCode, 'Session ended');
  }

  /** Has every connection of these actors made anew, because what they may do has changed. */
  renew(whose: (actor: Principal) => boolean): void {
    this.renewals++;
    for (const peer of this.peers)
      if (peer.identity && whose(peer.identity.actor)) end(peer, connectAgainCode, 'Connect again');
  }

  /** Sessions that have a connection here, to be looked at again after events were missed. */
  openSessions(): string[] {
    return [...this.bySession.keys()];
  }

  async stop(): Promise<void> {
    for (const timer of this.ticking) clearInterval(timer);
    const closed = [...this.peers].map((peer) => once(peer.socket, 'close'));
    for (const peer of this.peers) end(peer, goingAwayCode, 'Server is stopping');
    await Promise.all(closed);
    this.server.close();
  }

  private accept(req: IncomingMessage, duplex: Duplex, head: Buffer, ip: string | null): void {
    this.server.handleUpgrade(req, duplex, head, (socket) => {
      const traceparent = traceparentOf(req.headers.traceparent);
      this.open({
        socket,
        ip,
        userAgent: req.headers['user-agent'] ?? null,
        requestId: traceparent.slice(3, 35),
        traceparent,
        identity: null,
        allowance: socketLimits.burst,
        allowanceAt: performance.now(),
        answered: true,
        leave: ignore,
      });
    });
  }

  private open(peer: Peer): void {
    const { socket } = peer;
    this.peers.add(peer);
    this.connections.inc();
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code, reason) => end(peer, code ?? goingAwayCode, reason ?? ''),
        onMessage: (handle) =>
          socket.on('message', (data) => {
            if (!this.spend(peer)) return;
            inNameOf(peer.identity?.actor ?? nobody, () => handle((data as Buffer).toString())).catch(
              (error: unknown) => this.fail(peer, error),
            );
          }),
      },
      { peer },
    );
    peer.leave = (code, reason) => {
      peer.leave = ignore;
      closed(code, reason).catch((error: unknown) => this.options.log.error({ err: error }, 'socket close'));
    };
    socket.on('error', (error) => this.options.log.debug({ err: error, socketId: peer.requestId }, 'socket error'));
    socket.on('pong', () => (peer.answered = true));
    socket.once('close', (code, reason) => {
      this.forget(peer);
      peer.leave(code, String(reason));
    });
  }

  private protocolOptions(): ServerOptions<Record<string, unknown>, Extra> {
    const { engine } = this.options;
    return {
      connectionInitWaitTimeout: socketLimits.initMilliseconds,
      onConnect: async ({ extra: { peer }, connectionParams }) => {
        const token = tokenOf(connectionParams);
        if (token === null) return true;
        return this.signIn(peer, token);
      },
      // A client whose token was renewed shows the new one before the old one ends: `{ type: 'ping', payload: { token } }`.
      onPing: async ({ extra: { peer } }, payload) => {
        const token = tokenOf(payload);
        const known = peer.identity;
        if (token === null || !known) return;
        const renewed = await this.options.identify(token, peer);
        if (
          renewed &&
          renewed.actor.sessionId === known.actor.sessionId &&
          renewed.actor.apiKeyId === known.actor.apiKeyId
        )
          peer.identity = { ...known, expiresAt: renewed.expiresAt };
      },
      onSubscribe: ({ extra: { peer }, subscriptions }, _id, { query, operationName, variables }) => {
        if (Object.keys(subscriptions).length > socketLimits.subscriptions) {
          this.refused.inc({ reason: 'subscriptions' });
          const message = `A connection may have ${socketLimits.subscriptions} operations at once`;
          return [new PublicError(message, { extensions: { code: 'RATE_LIMITED' } })];
        }
        const document = engine.prepare(query);
        if (Array.isArray(document)) return document;
        return {
          schema: engine.schema,
          document,
          operationName,
          variableValues: variables,
          contextValue: this.contextOf(peer),
        };
      },
      execute: (args: ExecutionArgs) => engine.execute(operationOf(args)),
      subscribe: (args: ExecutionArgs) => engine.subscribe(operationOf(args)),
      onError: ({ extra: { peer } }, _id, _payload, errors) =>
        errors.map((error) => this.publicError(error, peer).toJSON()),
    };
  }

  /** An operation that cannot be told from the document, or a stream that broke. */
  private publicError(error: GraphQLError, peer: Peer): PublicError {
    if (error instanceof PublicError) return error;
    return error.originalError
      ? publicExecutionError(error, { log: this.options.log, requestId: peer.requestId })
      : badInput(error.message);
  }

  private contextOf({ ip, userAgent, identity, requestId, traceparent }: Peer): Context {
    const actor = { ...(identity?.actor ?? nobody), ip, requestId, traceparent };
    return new SocketContext(actor, userAgent, this.options.log);
  }

  /** Says whether this message may still be looked at. */
  private spend(peer: Peer): boolean {
    if (peer.socket.readyState !== peer.socket.OPEN) return false;
    const now = performance.now();
    const earned = ((now - peer.allowanceAt) / 1000) * socketLimits.messagesPerSecond;
    peer.allowance = Math.min(socketLimits.burst, peer.allowance + earned) - 1;
    peer.allowanceAt = now;
    if (peer.allowance >= 0) return true;
    this.refused.inc({ reason: 'messages' });
    end(peer, tooManyMessagesCode, 'Too many messages');
    return false;
  }

  private fail(peer: Peer, error: unknown): void {
    if (error instanceof Error && serversOwn.test(error.message)) {
      end(peer, CloseCode.BadRequest, 'Invalid message received');
      return;
    }
    this.options.log.error({ err: error, socketId: peer.requestId }, 'socket message failed');
    end(peer, CloseCode.InternalServerError, 'Internal server error');
  }

  /** False closes the connection, and the client comes back with a token that is good. */
  private async signIn(peer: Peer, token: string): Promise<boolean> {
    for (;;) {
      const { renewals } = this;
      peer.identity = await this.options.identify(token, peer);
      // What was found while somebody's permissions changed may be out of date already.
      if (renewals === this.renewals) break;
    }
    if (!peer.identity) return false;
    this.remember(peer);
    return true;
  }

  private remember(peer: Peer): void {
    const sessionId = peer.identity?.actor.sessionId;
    if (!sessionId || !this.peers.has(peer)) return;
    const known = this.bySession.get(sessionId) ?? new Set();
    this.bySession.set(sessionId, known.add(peer));
    if (this.endedLately.has(sessionId)) this.closeSession(sessionId);
  }

  private forget(peer: Peer): void {
    this.peers.delete(peer);
    this.connections.dec();
    const sessionId = peer.identity?.actor.sessionId;
    const known = sessionId ? this.bySession.get(sessionId) : undefined;
    known?.delete(peer);
    if (sessionId && known?.size === 0) this.bySession.delete(sessionId);
  }

  private closeExpired(): void {
    const now = this.options.now();
    for (const peer of this.peers)
      if (peer.identity?.expiresAt && peer.identity.expiresAt <= now) end(peer, connectAgainCode, 'Token expired');
  }

  private pingAll(): void {
    for (const peer of this.peers) {
      if (!peer.answered || peer.socket.bufferedAmount > socketLimits.unsentBytes) peer.socket.terminate();
      else {
        peer.answered = false;
        peer.socket.ping();
      }
    }
  }
}

/** Who reads as fast as we write needs no promise for each message; a stream waits for a slow reader. */
function send(socket: WebSocket, data: string): void | Promise<void> {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount < socketLimits.eagerBytes) return socket.send(data);
  return new Promise((resolve, reject) => socket.send(data, (error) => (error ? reject(error) : resolve())));
}

/** Says goodbye, and ends at once what was subscribed to, however long the peer takes to answer; one that does not is cut off. */
function end(peer: Peer, code: number, reason: string): void {
  const { socket } = peer;
  const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(reasonBytes));
  socket.close(code, reason.slice(0, read));
  peer.leave(code, reason);
  setTimeout(() => socket.terminate(), 1_000).unref();
}

class SocketContext implements Context {
  /** A socket sets no cookie: signing in over it leaves the session of the browser alone. */
  readonly app = null;
  readonly refreshToken = null;

  constructor(
    readonly actor: Actor,
    readonly userAgent: string | null,
    private readonly parentLog: Log,
  ) {}

  /** Made when somebody logs: most of thousands of subscriptions never do. */
  get log(): Log {
    const { requestId, accountId } = this.actor;
    return this.parentLog.child({
      requestId,
      traceId: traceIdOf(this.actor),
      ...(accountId !== null && { accountId }),
    });
  }

  readonly setHeader = ignore;
  readonly setCookie = ignore;
}

const ignore = (): void => undefined;

const operationOf = ({ document, operationName, variableValues, contextValue }: ExecutionArgs) => ({
  document,
  operationName,
  variables: variableValues,
  context: contextValue as Context,
});

/** `{ token }`, or `{ authorization: 'Bearer …' }`. A cookie says nothing: other sites could send it. */
function tokenOf(params: Record<string, unknown> | undefined): string | null {
  if (typeof params?.token === 'string') return params.token;
  return typeof params?.authorization === 'string' ? (/^Bearer (\S+)$/i.exec(params.authorization)?.[1] ?? null) : null;
}
