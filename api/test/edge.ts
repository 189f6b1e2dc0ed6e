import { nobody } from '../src/platform/actor.ts';
import { buildSchema, type GraphQLFieldConfig, type GraphQLSchema } from 'graphql';
import { Registry } from 'prom-client';
import type { Context } from '../src/platform/context.ts';
import { AppError } from '../src/platform/errors.ts';
import { GraphqlEngine } from '../src/platform/graphql-engine.ts';
import { graphqlRoute } from '../src/platform/graphql-http.ts';
import { GraphqlSockets, type SocketIdentity } from '../src/platform/graphql-websocket.ts';
import { addressList } from '../src/platform/http-address.ts';
import { allowedOrigins } from '../src/platform/http-security.ts';
import { createHttpServer, type Route } from '../src/platform/http.ts';
import { createLog, type Log } from '../src/platform/log.ts';

/** A toy with every shape that the edge has to cope with: lists, pages, inputs, failures, streams. */
const sdl = /* GraphQL */ `
  type Query {
    hello(name: String = "world", when: Int): String
    people(first: Int! = 20): [Person!]!
    page(first: Int! = 20): PersonPage!
    search(input: SearchInput!): String!
    refused: String
    broken: String!
    person(id: ID!): Person
  }
  type Person {
    id: ID!
    name: String!
    friends: [Person!]!
    boss: Person
  }
  type PersonPage {
    nodes: [Person!]!
    more: Boolean!
  }
  input SearchInput {
    text: String!
    limit: Int
    kind: Kind
    tags: [String!]
  }
  enum Kind {
    OLD
    NEW
  }
  type Mutation {
    guess(secret: String!): Boolean!
    touch: Boolean!
  }
  type Subscription {
    ticks: Tick!
    refusedTicks: Tick!
    brokenTicks: Tick!
  }
  type Tick {
    n: Int!
    viewer: ID
  }
`;

export interface Ticks {
  push(tick: object): void;
  readonly open: number;
  /** How often a result was worked out. */
  readonly resolved: number;
}

function toySchema(): { schema: GraphQLSchema; ticks: Ticks; guesses: string[] } {
  const schema = buildSchema(sdl);
  const guesses: string[] = [];
  const listeners = new Set<(tick: object) => void>();
  let resolved = 0;
  const fields = (type: string): Record<string, GraphQLFieldConfig<unknown, Context>> => {
    const found = schema.getType(type);
    if (!found || !('getFields' in found)) throw new Error(type);
    return found.getFields() as unknown as Record<string, GraphQLFieldConfig<unknown, Context>>;
  };
  const person = (id: string): object => ({ id, name: `Person ${id}`, friends: [], boss: null });
  Object.assign(fields('Query').hello!, { resolve: (_: unknown, { name }: { name: string }) => `Hello ${name}` });
  Object.assign(fields('Query').people!, { resolve: () => [person('1'), person('2')] });
  Object.assign(fields('Query').page!, { resolve: () => ({ nodes: [person('1')], more: false }) });
  Object.assign(fields('Query').search!, {
    resolve: (_: unknown, { input }: { input: object }) => JSON.stringify(input),
  });
  Object.assign(fields('Query').person!, { resolve: (_: unknown, { id }: { id: string }) => person(id) });
  Object.assign(fields('Query').refused!, {
    resolve: () => {
      throw new AppError('BAD_USER_INPUT', 'No', [{ path: 'x', code: 'REQUIRED', message: 'Is required' }]);
    },
  });
  Object.assign(fields('Query').broken!, {
    resolve: () => {
      throw new Error('password=hunter2 leaked by a bug');
    },
  });
  Object.assign(fields('Mutation').guess!, {
    extensions: { oncePerOperation: true },
    resolve: (_: unknown, { secret }: { secret: string }) => guesses.push(secret) > 0,
  });
  Object.assign(fields('Mutation').touch!, { resolve: () => true });
  Object.assign(fields('Tick').n!, { resolve: ({ n }: { n: number }) => (resolved++, n) });
  Object.assign(fields('Tick').viewer!, { resolve: (_: unknown, __: unknown, { actor }: Context) => actor.accountId });
  Object.assign(fields('Subscription').ticks!, {
    resolve: (tick: object) => tick,
    subscribe: () => new TickStream(listeners),
  });
  Object.assign(fields('Subscription').refusedTicks!, {
    subscribe: async () => {
      throw new AppError('UNAUTHENTICATED', 'Sign in first');
    },
  });
  Object.assign(fields('Subscription').brokenTicks!, {
    resolve: (tick: object) => tick,
    subscribe: async function* broken() {
      yield { n: 1 };
      throw new Error('password=hunter2 leaked by a bug');
    },
  });
  const ticks: Ticks = {
    push(tick) {
      for (const listener of listeners) listener(tick);
    },
    get open() {
      return listeners.size;
    },
    get resolved() {
      return resolved;
    },
  };
  return { schema, ticks, guesses };
}

/** Ends at once when it is returned, also while it waits: a generator would not. */
class TickStream implements AsyncIterableIterator<object> {
  private readonly waiting: object[] = [];
  private wake: (() => void) | null = null;
  private ended = false;

  constructor(private readonly listeners: Set<(tick: object) => void>) {
    listeners.add(this.listen);
  }

  private readonly listen = (tick: object): void => {
    this.waiting.push(tick);
    this.wake?.();
  };

  async next(): Promise<IteratorResult<object>> {
    if (this.waiting.length === 0 && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    const value = this.waiting.shift();
    return value === undefined ? { done: true, value } : { done: false, value };
  }

  async return(): Promise<IteratorResult<object>> {
    this.ended = true;
    this.listeners.delete(this.listen);
    this.wake?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

export interface Edge {
  port: number;
  url: string;
  socketUrl: string;
  sockets: GraphqlSockets;
  engine: GraphqlEngine;
  ticks: Ticks;
  guesses: string[];
  /** What the server wrote into its log. */
  lines: Record<string, unknown>[];
  metrics: Registry;
  /** From now on it cannot be found out who asks; null: it can again. */
  lose(error: Error | null): void;
  stop(): Promise<void>;
}

/** The HTTP and GraphQL edge alone, over the toy schema: no database. */
export async function anEdge(
  options: {
    introspection?: boolean;
    routes?: Route[];
    pages?: Route[];
    trustedProxies?: string[];
    identify?: (token: string) => Promise<SocketIdentity | null>;
    now?: () => Date;
  } = {},
): Promise<Edge> {
  const lines: Record<string, unknown>[] = [];
  const log: Log = createLog({ logLevel: 'debug' }, 'edge', {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const { schema, ticks, guesses } = toySchema();
  const metrics = new Registry();
  const origins = allowedOrigins(['https://app.example']);
  const engine = new GraphqlEngine(schema, { introspection: options.introspection ?? true });
  const stranger: SocketIdentity = {
    actor: nobody,
    expiresAt: null,
  };
  const identify = options.identify ?? (async () => stranger);
  let lost: Error | null = null;
  const graphql = await graphqlRoute({
    engine,
    log,
    origins,
    largestFile: () => 1_000_000,
    async contextOf(_req, res, { ip, requestId, traceparent, log: requestLog }) {
      if (lost) throw lost;
      return {
        actor: { ...nobody, ip, requestId, traceparent },
        app: null,
        log: requestLog,
        setHeader: (name, value) => void res.setHeader(name, value),
        userAgent: null,
        refreshToken: null,
        setCookie: (cookie) => res.appendHeader('set-cookie', cookie),
      };
    },
  });
  const http = createHttpServer({
    routes: [graphql.route, ...(options.routes ?? [])],
    pages: options.pages ?? [],
    log,
    metrics,
    origins,
    trustedProxies: addressList(options.trustedProxies ?? []),
    https: true,
  });
  const sockets = new GraphqlSockets({
    engine,
    log,
    metrics,
    origins,
    identify,
    now: options.now ?? (() => new Date()),
  });
  http.onUpgrade('/graphql', sockets.upgrade);
  const port = await http.listen(0, '127.0.0.1');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    socketUrl: `ws://127.0.0.1:${port}/graphql`,
    sockets,
    engine,
    ticks,
    guesses,
    lines,
    metrics,
    lose: (error) => void (lost = error),
    async stop() {
      await sockets.stop();
      await http.stop();
      await graphql.stop();
    },
  };
}
