import { ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { getOperationAST, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from './context.ts';
import { type GraphqlEngine, KnownDocuments, type Operation, type Variables } from './graphql-engine.ts';
import { badInput, publicDocumentError, PublicError } from './graphql-errors.ts';
import { FormProblem, GraphqlForm, isForm } from './graphql-multipart.ts';
import { HttpProblem, ignoreRest, readBody, type RequestContext, type Route } from './http.ts';
import type { Origins } from './http-security.ts';
import type { Log } from './log.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const bodyLimit = { bytes: 256_000, milliseconds: 10_000 };
/** A sender that says nothing for so long has lost its line. */
const silenceMilliseconds = 30_000;

/** Any of them says that a page of another site did not send this by itself. */
const preflightHeaders = ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name', 'x-influencegen-app'];

/** Headers that the pipeline itself looks at; resolvers get what they need from the context. */
const wantedHeaders = ['accept', 'content-type', ...preflightHeaders];

const jsonType = 'application/json; charset=utf-8';
const graphqlType = 'application/graphql-response+json; charset=utf-8';

/** The usual wishes, and what Apollo answers them with. It weighs any other itself. */
const typeAccepted = new Map<string | undefined, string>([
  [undefined, jsonType],
  ['*/*', jsonType],
  ['application/json', jsonType],
  ['application/graphql-response+json', graphqlType],
  ['application/graphql-response+json,application/json;q=0.9', graphqlType],
]);

export interface GraphqlHttpOptions {
  engine: GraphqlEngine;
  log: Log;
  origins: Origins;
  /** The largest file that comes with an operation. */
  largestFile(): number;
  /** Finds out who is asking. */
  contextOf(req: IncomingMessage, res: ServerResponse, context: RequestContext): Promise<Context>;
}

/**
 * `POST /graphql` with JSON, or with a form that brings a file, and `GET /graphql?query=…` for queries. Whatever is new or unusual goes through Apollo. A document
 * that Apollo has let through before takes the short way to the same answer: that halves the work around an operation.
 */
export async function graphqlRoute(options: GraphqlHttpOptions): Promise<{ route: Route; stop(): Promise<void> }> {
  const { engine, log, origins } = options;
  /** By Apollo's own keys; the engine's are the texts themselves. */
  const documents = new KnownDocuments();
  const server = new ApolloServer<Context>({
    // The one door through which an executor of our own comes in.
    gateway: {
      load: async () => ({
        async executor({ document, request, context }) {
          const { query = '', operationName, variables } = request;
          const problems = engine.problemsOf(query, document);
          if (problems.length > 0) return { errors: problems };
          if (getOperationAST(document, operationName)?.operation === 'subscription')
            return { errors: [badInput('Subscriptions are served over WebSocket')] };
          // Apollo knows of no operation with an empty name, and the compiler takes the name for none.
          if (operationName === '') return { errors: [badInput('The operation has an empty name')] };
          return engine.execute({ document, operationName, variables, context: context as Context });
        },
      }),
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: engine.schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: async () => undefined,
    },
    // The engine's own rules decide, for both transports; about introspection too.
    introspection: true,
    dangerouslyDisableValidation: true,
    parseOptions: engine.parseOptions,
    documentStore: {
      get: async (key) => documents.get(key),
      set: async (key, document) => documents.set(key, document),
      delete: async (key) => documents.delete(key),
    },
    csrfPrevention: { requestHeaders: preflightHeaders },
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
      let body: unknown;
      let whoAsks: () => Promise<Context>;
      let form: GraphqlForm | null = null;
      try {
        if (!origins.allow(req)) throw new HttpProblem(403, 'FORBIDDEN', 'Pages of this origin may not call');
        demandReadable(req);
        if (isForm(req)) {
          whoAsks = await settled(options.contextOf(req, res, context));
          demandSomebody(await whoAsks());
          form = new GraphqlForm(req, {
            operationsBytes: bodyLimit.bytes,
            headMilliseconds: bodyLimit.milliseconds,
            silenceMilliseconds,
            fileBytes: options.largestFile(),
          });
          body = await form.operation();
        } else {
          if (req.method === 'POST') body = await jsonBody(req);
          whoAsks = await settled(options.contextOf(req, res, context));
        }
      } catch (error) {
        form?.close();
        if (!(error instanceof HttpProblem || error instanceof FormProblem)) throw error;
        sendRefusal(res, error);
        ignoreRest(req);
        return;
      }

      try {
        const { status, type, text } = await answerTo(req, res, body, whoAsks);
        if (form?.problem) sendRefusal(res, form.problem);
        else send(res, status === 400 && wantsOldStatus(req, body, type) ? 200 : status, type, text);
      } finally {
        form?.close();
        ignoreRest(req);
      }
    },
  };

  async function answerTo(
    req: IncomingMessage,
    res: ServerResponse,
    body: unknown,
    whoAsks: () => Promise<Context>,
  ): Promise<{ status: number; type: string; text: string }> {
    const type = typeAccepted.get(req.headers.accept);
    const operation = knownOperation(engine, operationIn(body));
    if (type !== undefined && operation !== null)
      try {
        const { errors, data } = await engine.execute({ ...operation, context: await whoAsks() });
        const { status, headers } = httpOf(errors);
        for (const [name, value] of headers ?? []) res.setHeader(name, value);
        return {
          status: status ?? (errors && data === undefined ? 400 : 200),
          type,
          text: JSON.stringify({ errors, data }),
        };
      } catch (error) {
        // Apollo says what there is to say.
        whoAsks = async () => {
          throw error;
        };
      }

    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: requestOf(req, body),
      context: whoAsks,
    });
    if (answer.body.kind !== 'complete') throw new Error('nothing here is delivered in parts');
    for (const [name, value] of answer.headers) if (name !== 'content-type') res.setHeader(name, value);
    return {
      status: answer.status ?? 200,
      type: answer.headers.get('content-type') ?? jsonType,
      text: answer.body.string,
    };
  }
  return { route, stop: () => server.stop() };
}

/** A refusal is thrown. Whatever else went wrong is for Apollo to speak about, when it asks. */
async function settled(context: Promise<Context>): Promise<() => Promise<Context>> {
  const [outcome] = await Promise.allSettled([context]);
  if (outcome.status === 'rejected' && outcome.reason instanceof HttpProblem) throw outcome.reason;
  return () => context;
}

/** Apollo would say so only after the operation was carried out. What else there is to weigh, it weighs. */
function demandReadable({ headers: { accept } }: IncomingMessage): void {
  if (accept && !/\*\/\*|application\/(?:\*|json|graphql-response\+json)/i.test(accept))
    throw new HttpProblem(406, 'BAD_USER_INPUT', `Answers are ${jsonType} or ${graphqlType}`);
}

/** Nobody hands in a file without having shown who they are, and no page of another site can do so. */
function demandSomebody({ actor }: Context): void {
  if (actor.accountId === null) throw new HttpProblem(401, 'UNAUTHENTICATED', 'Sign in first');
}

type OperationInBody = Omit<Operation, 'document' | 'context'> & { query: string; extensions: Variables | null };

/** Null: the body is none of GraphQL over HTTP. */
function operationIn(body: unknown): OperationInBody | null {
  if (!isRecord(body)) return null;
  const { query, operationName = null, variables = null, extensions = null } = body;
  if (typeof query !== 'string' || (operationName !== null && typeof operationName !== 'string')) return null;
  if ((variables !== null && !isRecord(variables)) || (extensions !== null && !isRecord(extensions))) return null;
  return { query, operationName, variables, extensions };
}

/** A document that was let through before, asked for with nothing unusual around it; null when Apollo has to look at it. */
function knownOperation(engine: GraphqlEngine, asked: OperationInBody | null): Omit<Operation, 'context'> | null {
  if (!asked || (asked.extensions && 'persistedQuery' in asked.extensions)) return null;
  const { query, operationName, variables } = asked;
  const document = engine.documents.get(query);
  const kind = document && getOperationAST(document, operationName)?.operation;
  return kind === 'query' || kind === 'mutation' ? { document: document!, operationName, variables } : null;
}

/** Who asks for the older media type by name expects 200 for whatever GraphQL itself says no to: "GraphQL over HTTP", 6.4.1. */
const wantsOldStatus = ({ headers: { accept = '' } }: IncomingMessage, body: unknown, type: string): boolean =>
  type === jsonType && /application\/json/i.test(accept) && operationIn(body) !== null;

/** What an error says about the answer as a whole, as Apollo reads it. */
const httpOf = (errors: readonly GraphQLError[] = []): { status?: number; headers?: HeaderMap } =>
  errors.find(({ extensions }) => extensions.http !== undefined)?.extensions.http ?? {};

const isRecord = (value: unknown): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of a request that never became an operation, or whose file is none. */
function sendRefusal(res: ServerResponse, error: HttpProblem | FormProblem): void {
  const extensions =
    error.status === 403 || error.status === 401
      ? { code: error.code }
      : badInput(error.message, error instanceof FormProblem ? error.fields : []).extensions;
  send(res, error.status, jsonType, JSON.stringify({ errors: [{ message: error.message, extensions }] }));
}

function send(res: ServerResponse, status: number, type: string, text: string): void {
  const length = Buffer.byteLength(text);
  res.writeHead(status, { 'content-type': type, 'content-length': length });
  // A byte for each letter: then both alphabets write the same, and this one needs not look at each letter again.
  res.end(text, length === text.length ? 'latin1' : 'utf8');
}

function requestOf(req: IncomingMessage, body: unknown): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const name of wantedHeaders) {
    const value = req.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const url = req.url ?? '';
  const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
  return { method: req.method ?? '', headers, search, body };
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
