import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { accessChanged, type AccessChange } from './accounts/access.ts';
import {
  bearerToken,
  callingApp,
  concerns,
  sessionChanged,
  sessionsEnded,
  type Identity,
  type LiveSessions,
  type SessionChange,
  type SessionsEnded,
} from './accounts/live-sessions.ts';
import { apiKeyChanged, type ApiKeyChange, type KeyIdentity } from './accounts/api-key.identities.ts';
import { prefixOf } from './accounts/api-key.ts';
import { jwksRoute } from './accounts/signing-keys.ts';
import type { Services } from './app.ts';
import { auditExportRoute } from './audit/audit-export-route.ts';
import { auditKeyRoute } from './audit/audit-key-route.ts';
import { documentRoute } from './documents/document-route.ts';
import { documentMaxBytes } from './documents/document.settings.ts';
import { uploadRoutes } from './documents/upload-route.ts';
import { callbackRoute } from './imaging/callback-route.ts';
import { openApiRoute } from './imaging/callback.openapi.ts';
import { executionCallbackRoute } from './imaging/execution-callback-route.ts';
import { mediaRoute } from './imaging/media-route.ts';
import { payoutWebhookRoute } from './onboarding/payout-account/payout-webhook-route.ts';
import { identityWebhookRoute } from './onboarding/identity-check/identity-webhook-route.ts';
import { healthRoutes } from './operations/health.routes.ts';
import { nobody, type Actor, type Origin, type Principal } from './platform/actor.ts';
import { recordAudit } from './platform/audit.ts';
import type { Config } from './platform/config.ts';
import type { Context } from './platform/context.ts';
import { transaction } from './platform/db.ts';
import { GraphqlAdmission } from './platform/graphql-admission.ts';
import { GraphqlEngine } from './platform/graphql-engine.ts';
import { graphqlRoute } from './platform/graphql-http.ts';
import { GraphqlSockets } from './platform/graphql-websocket.ts';
import { addressList } from './platform/http-address.ts';
import { pagesRoute } from './platform/http-pages.ts';
import { allowedOrigins, pagePolicy } from './platform/http-security.ts';
import { createHttpServer, HttpProblem, type RequestContext, type Route } from './platform/http.ts';
import type { Log } from './platform/log.ts';
import { metricsRoute } from './platform/metrics.ts';
import { RateBudget } from './platform/rate-budget.ts';
import { askedBy, inNobodysName } from './platform/request-reach.ts';

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

/** Who shows this token. Null: it is no good. */
type Identify = (token: string, from: Origin) => Promise<Identity | KeyIdentity | null>;

export async function openEdge({ config, log, now, services, schema }: EdgeParts): Promise<Edge> {
  const { db, metrics, liveSessions, apiKeyIdentities, events, limiter, settings } = services;
  const origins = allowedOrigins(config.webOrigins);
  const identify: Identify = (token, from) =>
    inNobodysName(() =>
      prefixOf(token) === null ? liveSessions.identify(token) : apiKeyIdentities.identify(token, from),
    );
  const admission = new GraphqlAdmission(new RateBudget(limiter), settings);
  const engine = new GraphqlEngine(schema, {
    introspection: config.introspection,
    admit: (context, cost) => admission.admit(context, cost),
    noteOutOfReach: (actor, { record, ...details }) =>
      transaction(db, (tx) => recordAudit(tx, actor, 'access.outOfReach', record, details, 'REFUSED')),
  });
  const graphql = await graphqlRoute({
    engine,
    log,
    origins,
    largestFile: () => settings.read(documentMaxBytes),
    contextOf: (req, res, context) => contextOf(liveSessions, identify, req, res, context),
  });
  const http = createHttpServer({
    routes: [
      graphql.route,
      ...routesOf(config, services, now),
      ...uploadRoutes({
        actorOf: (req, res, context) => actorOf(identify, req, res, context),
        uploads: services.documentUploads,
        storage: services.storage,
        settings,
      }),
    ],
    pages: pagesOf(config),
    log,
    metrics,
    origins,
    trustedProxies: addressList(config.trustedProxies),
    https: isHttps(config),
  });
  const sockets = new GraphqlSockets({
    engine,
    log,
    metrics,
    origins,
    now,
    identify: async (token, from) => {
      const identity = await identify(token, from);
      return identity && { actor: whoIs(identity), expiresAt: identity.expiresAt };
    },
  });
  http.onUpgrade('/graphql', sockets.upgrade);

  const listening = [
    events.subscribe<SessionsEnded>(sessionsEnded, ({ sessionIds }) =>
      sessionIds.forEach((id) => sockets.closeSession(id)),
    ),
    events.subscribe<SessionChange>(sessionChanged, ({ sessionId }) =>
      sockets.renew((actor) => actor.sessionId === sessionId),
    ),
    events.subscribe<AccessChange>(accessChanged, ({ accountId }) =>
      sockets.renew((actor) => accountId === null || concerns(actor, accountId)),
    ),
    events.subscribe<ApiKeyChange>(apiKeyChanged, ({ keyId }) => sockets.renew((actor) => actor.apiKeyId === keyId)),
    events.onGap(() => {
      liveSessions
        .ended(sockets.openSessions())
        .then((ended) => {
          for (const sessionId of ended) sockets.closeSession(sessionId);
        })
        .catch((error: unknown) => log.error({ err: error }, 'open sessions could not be checked again'))
        // Whose permissions changed meanwhile is not known, and what happened was not heard: pages read again once connected.
        .finally(() => sockets.renew(() => true));
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

/** Where a worker tells how it is: its own health and figures, and nothing else. */
export function openWorkerEdge({ config, log, services }: Pick<EdgeParts, 'config' | 'log' | 'services'>): Edge {
  const { health, metrics } = services;
  const http = createHttpServer({
    routes: [...healthRoutes(health), metricsRoute(metrics, config.metricsToken)].map(inProductsName),
    pages: [],
    log,
    metrics,
    origins: allowedOrigins([]),
    trustedProxies: addressList(config.trustedProxies),
    https: isHttps(config),
  });
  return { listen: () => http.listen(config.workerPort ?? 0, config.host), stop: () => http.stop() };
}

/** Programs that show a secret of their own, and links that say what they open: neither waits to be told who asks. */
const inProductsName = (route: Route): Route => ({
  ...route,
  handle: (...request) => inNobodysName(() => route.handle(...request)),
});

const routesOf = (config: Config, services: Services, now: () => Date): Route[] => {
  const { settings, storage, delivery, metrics, db, liveSessions, signingKeys, links, health, auditKeys } = services;
  const { identityProvider, identityChecks, payoutProvider, payoutVerifications } = services;
  const sessions: Pick<LiveSessions, 'ofRequest'> = {
    async ofRequest(req) {
      const found = await liveSessions.ofRequest(req);
      askedBy(...found);
      return found;
    },
  };
  return [
    callbackRoute({ config: config.callback, settings, storage, delivery, metrics }),
    executionCallbackRoute({ config: config.callback, db, delivery, metrics }),
    mediaRoute({ db, sessions, storage, links, metrics }),
    jwksRoute(signingKeys),
    auditKeyRoute(auditKeys),
    documentRoute({ db, sessions, storage, gate: services.documentGate }),
    auditExportRoute({ db, sessions, storage }),
    ...(identityProvider ? [identityWebhookRoute(identityProvider, { checks: identityChecks, metrics, now })] : []),
    ...(payoutProvider
      ? [payoutWebhookRoute(payoutProvider, { verifications: payoutVerifications, metrics, now })]
      : []),
    ...healthRoutes(health),
    metricsRoute(metrics, config.metricsToken),
    openApiRoute(),
  ].map(inProductsName);
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

/**
 * Whoever asks shows an access token or an API key, and nothing else says who they are: no cookie does, so no other site can act in
 * somebody's name. A token that is not (or no longer) good is told so before anything is done.
 */
async function actorOf(
  identify: Identify,
  req: IncomingMessage,
  res: ServerResponse,
  request: RequestContext,
): Promise<Actor> {
  const token = bearerToken(req);
  const identity = token === null ? null : await identify(token, request);
  if (token !== null && !identity) {
    res.setHeader('www-authenticate', 'Bearer error="invalid_token"');
    throw new HttpProblem(401, 'UNAUTHENTICATED', 'The token has expired, was revoked, or is not one of ours');
  }
  const { ip, requestId, traceparent } = request;
  if (identity) request.accountId = identity.accountId;
  const principal = whoIs(identity);
  askedBy(principal);
  return { ...principal, ip, requestId, traceparent };
}

async function contextOf(
  sessions: LiveSessions,
  identify: Identify,
  req: IncomingMessage,
  res: ServerResponse,
  request: RequestContext,
): Promise<Context> {
  const app = callingApp(req);
  const actor = await actorOf(identify, req, res, request);
  return {
    app,
    userAgent: req.headers['user-agent'] ?? null,
    refreshToken: app && sessions.cookieToken(req.headers.cookie, app),
    actor,
    get log() {
      return request.log;
    },
    setHeader: (name, value) => void res.setHeader(name, value),
    setCookie: (cookie) => void res.appendHeader('set-cookie', cookie),
  };
}

function whoIs(identity: Identity | KeyIdentity | null): Principal {
  if (!identity) return nobody;
  const { expiresAt: _expiresAt, ...principal } = identity;
  return principal;
}
