import { getOperationAST, GraphQLError, type ExecutionResult } from 'graphql';
import { once } from 'node:events';
import {
  CloseCode,
  GRAPHQL_TRANSPORT_WS_PROTOCOL,
  handleProtocols,
  MessageType,
  parseMessage,
  type Message,
  type SubscribePayload,
} from 'graphql-ws';
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
  begun: boolean;
  acknowledged: boolean;
  /** What it waits for, by the ids that it chose. */
  readonly operations: Map<string, PeerOperation>;
}

interface PeerOperation {
  /** Null until there is one, and where there will be one answer only. */
  stream: ResultStream | null;
}

type ResultStream = AsyncIterableIterator<ExecutionResult>;

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
  private readonly ticking: NodeJS.Timeout[];
  private readonly refused: Counter<'reason'>;
  private readonly connections: Gauge;
  /** Sessions that ended a moment ago: one may end while a socket is still being told who it belongs to. */
  private readonly endedLately = new Set<string>();
  /** Counts changes of permissions, for connections that are being made meanwhile. */
  private renewals = 0;

  constructor(private readonly options: GraphqlSocketOptions) {
    // RFC 6455, 4.4: whoever spoke another version learns which one is understood.
    this.server.on('wsClientError', (error, socket) =>
      endRaw(socket, 400, 'MALFORMED_REQUEST', error.message, 'sec-websocket-version: 13'),
    );
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
    for (const peer of this.bySession.get(sessionId) ?? []) this.end(peer, sessionEndedCode, 'Session ended');
  }

  /** Has every connection of these actors made anew, because what they may do has changed. */
  renew(whose: (actor: Principal) => boolean): void {
    this.renewals++;
    for (const peer of this.peers)
      if (peer.identity && whose(peer.identity.actor)) this.end(peer, connectAgainCode, 'Connect again');
  }

  /** Sessions that have a connection here, to be looked at again after events were missed. */
  openSessions(): string[] {
    return [...this.bySession.keys()];
  }

  async stop(): Promise<void> {
    for (const timer of this.ticking) clearInterval(timer);
    const closed = [...this.peers].map((peer) => once(peer.socket, 'close'));
    for (const peer of this.peers) this.end(peer, goingAwayCode, 'Server is stopping');
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
        begun: false,
        acknowledged: false,
        operations: new Map(),
      });
    });
  }

  private open(peer: Peer): void {
    const { socket } = peer;
    this.peers.add(peer);
    this.connections.inc();
    socket.on('error', (error) => this.options.log.debug({ err: error, socketId: peer.requestId }, 'socket error'));
    socket.on('pong', () => (peer.answered = true));
    socket.once('close', () => {
      clearTimeout(late);
      this.forget(peer);
      this.leave(peer);
    });
    const late = setTimeout(() => {
      if (!peer.begun) this.end(peer, CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
    }, socketLimits.initMilliseconds);
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      this.end(peer, CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    socket.on('message', (data) => {
      if (!this.spend(peer)) return;
      inNameOf(peer.identity?.actor ?? nobody, () => this.take(peer, (data as Buffer).toString())).catch(
        (error: unknown) => this.fail(peer, error),
      );
    });
  }

  private async take(peer: Peer, text: string): Promise<void> {
    const message = messageIn(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return this.begin(peer, message.payload);
      case MessageType.Ping:
        await this.renewToken(peer, message.payload);
        return send(peer.socket, { type: MessageType.Pong, ...(message.payload && { payload: message.payload }) });
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.answer(peer, message.id, message.payload);
      case MessageType.Complete: {
        const operation = peer.operations.get(message.id);
        peer.operations.delete(message.id);
        await operation?.stream?.return?.();
        return;
      }
      // Only a server says these.
      case MessageType.ConnectionAck:
      case MessageType.Next:
      case MessageType.Error:
      case undefined:
        this.end(peer, CloseCode.BadRequest, 'Invalid message received');
    }
  }

  private async begin(peer: Peer, params: Record<string, unknown> | undefined): Promise<void> {
    if (peer.begun) return this.end(peer, CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    peer.begun = true;
    const token = tokenOf(params);
    if (token !== null && !(await this.signIn(peer, token))) return this.end(peer, connectAgainCode, 'Forbidden');
    peer.acknowledged = true;
    return send(peer.socket, { type: MessageType.ConnectionAck });
  }

  /** A client whose token was renewed shows the new one before the old one ends: `{ type: 'ping', payload: { token } }`. */
  private async renewToken(peer: Peer, payload: Record<string, unknown> | undefined): Promise<void> {
    const token = tokenOf(payload);
    const known = peer.identity;
    if (token === null || !known) return;
    const renewed = await this.options.identify(token, peer);
    if (renewed && renewed.actor.sessionId === known.actor.sessionId && renewed.actor.apiKeyId === known.actor.apiKeyId)
      peer.identity = { ...known, expiresAt: renewed.expiresAt };
  }

  /** Whoever completes an operation may use its id for another one at once, while the first is still on its way: an id says little. */
  private async answer(peer: Peer, id: string, payload: SubscribePayload): Promise<void> {
    if (!peer.acknowledged) return this.end(peer, CloseCode.Unauthorized, 'Unauthorized');
    if (peer.operations.has(id))
      return this.end(peer, CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    const operation: PeerOperation = { stream: null };
    peer.operations.set(id, operation);
    const isWanted = (): boolean => peer.operations.get(id) === operation;
    const tell = (type: MessageType, about?: unknown): void | Promise<void> =>
      isWanted() ? send(peer.socket, { id, type, payload: about }) : undefined;
    try {
      const outcome = await this.start(peer, payload);
      if (Array.isArray(outcome)) return await tell(MessageType.Error, outcome);
      if (!(Symbol.asyncIterator in outcome)) await tell(MessageType.Next, outcome);
      else if (isWanted()) {
        operation.stream = outcome;
        for await (const result of outcome) {
          const slow = tell(MessageType.Next, result);
          if (slow) await slow;
        }
      } else await outcome.return?.();
      await tell(MessageType.Complete);
    } catch (error) {
      if (!operation.stream) throw error;
      await tell(MessageType.Error, [this.streamError(error, peer)]);
    } finally {
      if (isWanted()) peer.operations.delete(id);
    }
  }

  /** The stream of results, the one result, or why there is none. */
  private async start(
    peer: Peer,
    { query, operationName, variables }: SubscribePayload,
  ): Promise<ResultStream | ExecutionResult | GraphQLError[]> {
    const { engine } = this.options;
    if (peer.operations.size > socketLimits.subscriptions) {
      this.refused.inc({ reason: 'subscriptions' });
      const message = `A connection may have ${socketLimits.subscriptions} operations at once`;
      return [new PublicError(message, { extensions: { code: 'RATE_LIMITED' } })];
    }
    const document = engine.prepare(query);
    if (Array.isArray(document)) return document;
    const kind = getOperationAST(document, operationName)?.operation;
    if (!kind) return [badInput('Unable to identify operation')];
    const operation = { document, operationName, variables, context: this.contextOf(peer) };
    return kind === 'subscription' ? engine.subscribe(operation) : engine.execute(operation);
  }

  private streamError(cause: unknown, peer: Peer): PublicError {
    const originalError = cause instanceof Error ? cause : new Error(String(cause));
    const error = cause instanceof PublicError ? cause : new GraphQLError(originalError.message, { originalError });
    return publicExecutionError(error, { log: this.options.log, requestId: peer.requestId });
  }

  /** Says goodbye, and ends at once what was subscribed to, however long the peer takes to answer; one that does not is cut off. */
  private end(peer: Peer, code: number, reason: string): void {
    const { socket } = peer;
    const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(reasonBytes));
    socket.close(code, reason.slice(0, read));
    this.leave(peer);
    setTimeout(() => socket.terminate(), 1_000).unref();
  }

  private leave({ operations }: Peer): void {
    const left = [...operations.values()];
    operations.clear();
    for (const { stream } of left)
      stream?.return?.().catch((error: unknown) => this.options.log.error({ err: error }, 'socket close'));
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
    this.end(peer, tooManyMessagesCode, 'Too many messages');
    return false;
  }

  private fail(peer: Peer, error: unknown): void {
    this.options.log.error({ err: error, socketId: peer.requestId }, 'socket message failed');
    this.end(peer, CloseCode.InternalServerError, 'Internal server error');
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
      if (peer.identity?.expiresAt && peer.identity.expiresAt <= now) this.end(peer, connectAgainCode, 'Token expired');
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
function send(socket: WebSocket, message: object): void | Promise<void> {
  if (socket.readyState !== socket.OPEN) return;
  const data = JSON.stringify(message);
  if (socket.bufferedAmount < socketLimits.eagerBytes) return socket.send(data);
  return new Promise((resolve, reject) => socket.send(data, (error) => (error ? reject(error) : resolve())));
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

/** Null for what no client may send. */
function messageIn(text: string): Message | null {
  try {
    return parseMessage(text);
  } catch {
    return null;
  }
}

/** `{ token }`, or `{ authorization: 'Bearer …' }`. A cookie says nothing: other sites could send it. */
function tokenOf(params: Record<string, unknown> | undefined): string | null {
  if (typeof params?.token === 'string') return params.token;
  return typeof params?.authorization === 'string' ? (/^Bearer (\S+)$/i.exec(params.authorization)?.[1] ?? null) : null;
}
