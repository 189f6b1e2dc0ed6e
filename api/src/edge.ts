import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import {
  bearerToken,
  callingApp,
  sessionsEnded,
  type Identity,
  type SessionService,
  type SessionsEnded,
} from './accounts/session.service.ts';
import type { Services } from './app.ts';
import { auditExportRoute } from './audit/audit-export-route.ts';
import { auditKeyRoute } from './audit/audit-key-route.ts';
import { callbackRoute } from './imaging/callback-route.ts';
import { openApiRoute } from './imaging/callback.openapi.ts';
import { executionCallbackRoute } from './imaging/execution-callback-route.ts';
import { mediaRoute } from './imaging/media-route.ts';
import { healthRoutes } from './operations/health.routes.ts';
import { nobody, type Principal } from './platform/actor.ts';
import type { Config } from './platform/config.ts';
import type { Context } from './platform/context.ts';
import { GraphqlAdmission } from './platform/graphql-admission.ts';
import { GraphqlEngine } from './platform/graphql-engine.ts';
import { graphqlRoute } from './platform/graphql-http.ts';
import { GraphqlSockets, type SocketCredentials, type SocketIdentity } from './platform/graphql-websocket.ts';
import { proxyList } from './platform/http-address.ts';
import { pagesRoute } from './platform/http-pages.ts';
import { allowedOrigins, pagePolicy } from './platform/http-security.ts';
import { createHttpServer, type RequestContext, type Route } from './platform/http.ts';
import type { Log } from './platform/log.ts';
import { metricsRoute } from './platform/metrics.ts';
import { RateBudget } from './platform/rate-budget.ts';

/** Where requests come in: HTTP, WebSocket, the built apps. */
export interface Edge {
  listen(): Promise<number>;
  stop(): Promise<void>;
}

export interface EdgeParts {
  config: Config;
  log: Log;
  now: () => Date;
  services: Services;
  schema: GraphQLSchema;
}

export async function openEdge({ config, log, now, services, schema }: EdgeParts): Promise<Edge> {
  const { metrics, sessions, events, limiter, settings } = services;
  const origins = allowedOrigins(config.webOrigins);
  const admission = new GraphqlAdmission(new RateBudget(limiter), settings);
  const engine = new GraphqlEngine(schema, {
    introspection: config.introspection,
    admit: (context, cost) => admission.admit(context, cost),
  });
  const graphql = await graphqlRoute({
    engine,
    log,
    origins,
    contextOf: (req, res, context) => contextOf(sessions, req, res, context),
  });
  const http = createHttpServer({
    routes: [graphql.route, ...routesOf(config, services)],
    pages: pagesOf(config),
    log,
    metrics,
    origins,
    trustedProxies: proxyList(config.trustedProxies),
    https: isHttps(config),
  });
  const sockets = new GraphqlSockets({
    engine,
    log,
    metrics,
    origins,
    now,
    identify: (credentials) => identify(sessions, credentials),
  });
  http.onUpgrade('/graphql', sockets.upgrade);

  const listening = [
    events.subscribe<SessionsEnded>(sessionsEnded, ({ sessionIds }) =>
      sessionIds.forEach((id) => sockets.closeSession(id)),
    ),
    events.onGap(() => {
      sessions
        .ended(sockets.openSessions())
        .then((ended) => ended.forEach((sessionId) => sockets.closeSession(sessionId)))
        .catch((error: unknown) => log.error({ err: error }, 'open sessions could not be checked again'));
    }),
  ];
  return {
    listen: () => http.listen(config.port, config.host),
    async stop() {
      for (const stop of listening) stop();
      await sockets.stop();
      await http.stop();
      await graphql.stop();
    },
  };
}

const routesOf = (config: Config, services: Services): Route[] => {
  const { settings, storage, delivery, metrics, db, sessions, links, health, auditKeys } = services;
  return [
    callbackRoute({ config: config.callback, settings, storage, delivery, metrics }),
    executionCallbackRoute({ config: config.callback, db, delivery, metrics }),
    mediaRoute({ db, sessions, storage, links, metrics }),
    auditKeyRoute(auditKeys),
    auditExportRoute({ db, sessions, storage }),
    ...healthRoutes(health),
    metricsRoute(metrics, config.metricsToken),
    openApiRoute(),
  ];
};

function pagesOf({ web, publicUrl, storage }: Config): Route[] {
  const imageOrigins = storage.driver === 's3' && storage.presign ? [new URL(storage.endpoint).origin] : [];
  const policy = pagePolicy({ publicUrl, imageOrigins });
  return [
    ...(web.admin === undefined ? [] : [pagesRoute({ name: 'web-admin', base: '/admin/', folder: web.admin, policy })]),
    ...(web.influencer === undefined
      ? []
      : [pagesRoute({ name: 'web-influencer', base: '/', folder: web.influencer, policy })]),
  ];
}

export const isHttps = ({ publicUrl }: Config): boolean => publicUrl.startsWith('https:');

/** A program shows its token. A page of ours names its app, and only then is that app's cookie looked at. */
async function contextOf(
  sessions: SessionService,
  req: IncomingMessage,
  res: ServerResponse,
  request: RequestContext,
): Promise<Context> {
  const app = callingApp(req);
  const refreshToken = app && sessions.cookieToken(req.headers.cookie, app);
  const token = bearerToken(req) ?? refreshToken;
  const identity = token ? await sessions.identify(token) : null;
  const { ip, requestId, traceparent } = request;
  if (identity) request.accountId = identity.accountId;
  return {
    app,
    userAgent: req.headers['user-agent'] ?? null,
    refreshToken,
    actor: { ...whoIs(identity), ip, requestId, traceparent },
    get log() {
      return request.log;
    },
    setHeader: (name, value) => void res.setHeader(name, value),
    setCookie: (cookie) => void res.appendHeader('set-cookie', cookie),
  };
}

async function identify(sessions: SessionService, { token, app, cookies }: SocketCredentials): Promise<SocketIdentity> {
  const shown = token ?? (app && sessions.cookieToken(cookies, app));
  const identity = shown ? await sessions.identify(shown) : null;
  return { actor: whoIs(identity), expiresAt: identity?.expiresAt ?? null };
}

function whoIs(identity: Identity | null): Principal {
  if (!identity) return nobody;
  const { expiresAt: _expiresAt, ...principal } = identity;
  return principal;
}
