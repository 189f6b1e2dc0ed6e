import { ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.ts';
import type { GraphqlEngine } from './graphql-engine.ts';
import { badInput, publicDocumentError, PublicError } from './graphql-errors.ts';
import { HttpProblem, ignoreRest, readBody, type RequestContext, type Route } from './http.ts';
import type { Origins } from './http-security.ts';
import type { Log } from './log.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const bodyLimit = { bytes: 256_000, milliseconds: 10_000 };

/** Headers that the pipeline itself looks at; resolvers get what they need from the context. */
const wantedHeaders = [
  'accept',
  'content-type',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'x-influencegen-app',
];

export interface GraphqlHttpOptions {
  engine: GraphqlEngine;
  log: Log;
  origins: Origins;
  /** Finds out who is asking. */
  contextOf(req: IncomingMessage, res: ServerResponse, context: RequestContext): Promise<Context>;
}

/** `POST /graphql` with JSON, and `GET /graphql?query=…` for queries. */
export async function graphqlRoute(options: GraphqlHttpOptions): Promise<{ route: Route; stop(): Promise<void> }> {
  const { engine, log, origins } = options;
  const server = new ApolloServer<Context>({
    // The one door through which an executor of our own comes in.
    gateway: {
      load: async () => ({
        executor: ({ document, request, context }) =>
          engine.execute({
            document,
            operationName: request.operationName,
            variables: request.variables,
            context: context as Context,
          }),
      }),
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: engine.schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: async () => undefined,
    },
    // The engine's own rules decide about introspection, for both transports.
    introspection: true,
    validationRules: [...engine.rules],
    validationOptions: { maxErrors: 20 },
    parseOptions: engine.parseOptions,
    documentStore: {
      get: async (key) => engine.documents.get(key),
      set: async (key, document) => engine.documents.set(key, document),
      delete: async (key) => engine.documents.delete(key),
    },
    csrfPrevention: { requestHeaders: ['apollo-require-preflight', 'x-apollo-operation-name', 'x-influencegen-app'] },
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    stringifyResult: JSON.stringify,
    logger: log,
    formatError: (formatted, error) => publicPipelineError(formatted, error, options),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();

  const route: Route = {
    name: 'graphql',
    methods: ['GET', 'POST'],
    path: /^\/graphql$/,
    async handle(req, res, context) {
      let request: HTTPGraphQLRequest;
      try {
        if (!origins.allow(req)) throw new HttpProblem(403, 'FORBIDDEN', 'Pages of this origin may not call');
        request = await requestOf(req);
      } catch (error) {
        if (!(error instanceof HttpProblem)) throw error;
        const { extensions } = badInput(error.message);
        const code = error.status === 403 ? 'FORBIDDEN' : extensions.code;
        send(
          res,
          error.status,
          JSON.stringify({ errors: [{ message: error.message, extensions: { ...extensions, code } }] }),
        );
        ignoreRest(req);
        return;
      }
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: request,
        context: () => options.contextOf(req, res, context),
      });
      if (answer.body.kind !== 'complete') throw new Error('nothing here is delivered in parts');
      for (const [name, value] of answer.headers) res.setHeader(name, value);
      send(res, answer.status ?? 200, answer.body.string);
    },
  };
  return { route, stop: () => server.stop() };
}

function send(res: ServerResponse, status: number, text: string): void {
  if (!res.hasHeader('content-type')) res.setHeader('content-type', 'application/json; charset=utf-8');
  res.writeHead(status, { 'content-length': Buffer.byteLength(text) });
  res.end(text);
}

async function requestOf(req: IncomingMessage): Promise<HTTPGraphQLRequest> {
  const headers = new HeaderMap();
  for (const name of wantedHeaders) {
    const value = req.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const url = req.url ?? '';
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  return { method: req.method ?? '', headers, search, body: req.method === 'POST' ? await jsonBody(req) : undefined };
}

async function jsonBody(req: IncomingMessage): Promise<unknown> {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (type !== 'application/json' || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8'))
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8');
  if (req.headers['content-encoding'] !== undefined)
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed');
  const bytes = await readBody(req, bodyLimit);
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new HttpProblem(400, 'MALFORMED_JSON', 'The body is not JSON');
  }
}

/** What the pipeline around the engine refuses: no document, one that is not valid, a GET that would change something. */
function publicPipelineError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { engine, log }: GraphqlHttpOptions,
): GraphQLFormattedError {
  if (error instanceof PublicError) return formatted;
  if (error instanceof GraphQLError && error.extensions.code !== 'INTERNAL_SERVER_ERROR' && error.extensions.code)
    return publicDocumentError(error, { suggest: engine.options.introspection }).toJSON();
  log.error({ err: error }, 'GraphQL pipeline failed');
  return { message: 'Something went wrong on our side', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
