import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { HttpProblem, type Route } from '../platform/http.ts';

/** A callback's JSON. In place of `data` stands the number of the picture once its bytes were taken out. */
export type CallbackJson =
  | { event: 'progress'; progress: number }
  | { event: 'completed'; images: ({ data: string } | { url: string })[] }
  | { event: 'failed'; error: { code?: string; message: string } };

const callbackSchema = {
  type: 'object',
  required: ['event'],
  discriminator: { propertyName: 'event' },
  oneOf: [
    {
      title: 'Progress',
      required: ['event', 'progress'],
      additionalProperties: false,
      properties: {
        event: { const: 'progress' },
        progress: { type: 'integer', minimum: 0, maximum: 100, description: 'Percent. Never moves backwards.' },
      },
    },
    {
      title: 'Completed',
      required: ['event', 'images'],
      additionalProperties: false,
      properties: {
        event: { const: 'completed' },
        images: {
          type: 'array',
          minItems: 1,
          maxItems: 64,
          description: 'All pictures of the request, or those still missing. The request is complete afterwards.',
          items: {
            type: 'object',
            minProperties: 1,
            maxProperties: 1,
            additionalProperties: false,
            properties: {
              data: {
                type: 'string',
                contentEncoding: 'base64',
                description: 'The bytes of a PNG, JPEG or WebP in base64 (RFC 4648, section 4), padded.',
              },
              url: {
                type: 'string',
                minLength: 1,
                maxLength: 4096,
                description:
                  'A temporary https link, fetched at once, by at most three redirects, from public addresses.',
              },
            },
          },
        },
      },
    },
    {
      title: 'Failed',
      required: ['event', 'error'],
      additionalProperties: false,
      properties: {
        event: { const: 'failed' },
        error: {
          type: 'object',
          required: ['message'],
          additionalProperties: false,
          properties: {
            code: {
              type: 'string',
              maxLength: 64,
              description: 'Stable, such as `AI_ERROR`. That is also the default.',
            },
            message: {
              type: 'string',
              description: 'One sentence for the person who asked. Cut at 300 characters; secrets are blotted out.',
            },
          },
        },
      },
    },
  ],
} as const;

let validate: ValidateFunction<CallbackJson> | undefined;

/** Checked against the very schema that is served. */
export function checkCallbackJson(value: unknown): CallbackJson {
  validate ??= new Ajv2020({ discriminator: true, strictTypes: false, strictRequired: false }).compile<CallbackJson>(
    callbackSchema,
  );
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  const where = error?.instancePath ? error.instancePath.slice(1).replaceAll('/', '.') : 'the callback';
  throw new HttpProblem(400, 'INVALID_BODY', `${where} ${error?.message ?? 'is not valid'}`);
}

const json = (schema: object) => ({ 'application/json': { schema } });
const problem = (description: string) => ({ description, content: json({ $ref: '#/components/schemas/Problem' }) });
const picture = { 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} };
const query = (name: string, description: string, schema: object = { type: 'string' }) => ({
  name,
  in: 'query',
  required: true,
  description,
  schema,
});
const path = (name: string, schema: object) => ({ name, in: 'path', required: true, schema });
const uuid = { type: 'string', format: 'uuid' };

const callbackOperation = {
  operationId: 'deliverCallback',
  summary: 'An engine reports progress, delivers pictures, or gives up',
  description:
    'JSON carries any event. A body of type image/* is one picture; the request is complete when all have come. ' +
    'multipart/form-data carries all pictures, a file part each. Deliveries may be repeated: with a new timestamp a repeat ' +
    'answers `duplicate`, an exact repeat 409, which senders take for delivered.',
  security: [{ callbackSignature: [] }],
  parameters: [
    path('requestId', uuid),
    {
      name: 'x-influencegen-timestamp',
      in: 'header',
      required: true,
      description: 'Unix seconds; at most 300 away from now.',
      schema: { type: 'string', pattern: '^[0-9]{1,12}$' },
    },
    {
      name: 'x-influencegen-signature',
      in: 'header',
      required: true,
      description:
        '`v1=` and the hex HMAC-SHA256 of `timestamp.requestId.sha256hex(body)`. Several may follow each other with commas.',
      schema: { type: 'string' },
    },
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Callback' } },
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: {
            event: { const: 'completed' },
            picture: { type: 'array', items: { type: 'string', contentMediaType: 'image/*' } },
          },
        },
      },
      'image/*': {},
    },
  },
  responses: {
    200: {
      description: 'Taken. `late`: the request had already ended otherwise, nothing was changed.',
      content: json({
        type: 'object',
        required: ['outcome'],
        properties: { outcome: { enum: ['applied', 'duplicate', 'late'] } },
      }),
    },
    400: problem('`MALFORMED_BODY`, `INVALID_BODY`, `BODY_CUT_OFF`'),
    401: problem('`SIGNATURE_MISSING`, `TIMESTAMP_OUT_OF_RANGE`, `SIGNATURE_WRONG`'),
    404: problem('`NOT_FOUND`: no such request'),
    408: problem('`TOO_SLOW`'),
    409: problem('`REPLAYED`: this very delivery was processed before'),
    413: problem('`TOO_LARGE`'),
    415: problem('`UNSUPPORTED_MEDIA_TYPE`'),
    422: problem(
      '`NOT_A_PICTURE`, `TRUNCATED_PICTURE`, `TOO_MANY_PIXELS`, `TOO_MANY_PICTURES`, `LINK_REFUSED`, `LINK_FAILED`',
    ),
    503: problem('`STORAGE_FULL`, `STORAGE_UNAVAILABLE`: nothing was lost, send it again after `Retry-After`'),
  },
};

/** For engines whose failure is noticed by something that knows only the run, as n8n's error workflow. */
const executionOperation = {
  ...callbackOperation,
  operationId: 'deliverExecutionFailure',
  summary: 'A run failed, told by the id that the engine gave when it accepted the order',
  description: 'Takes failures only. The signature covers `timestamp.executionId.sha256hex(body)`.',
  parameters: [
    path('executionId', { type: 'string', pattern: '^[\\w-]{1,100}$' }),
    ...callbackOperation.parameters.slice(1),
  ],
  requestBody: { required: true, content: json({ $ref: '#/components/schemas/Callback' }) },
  responses: {
    200: callbackOperation.responses[200],
    400: problem('`MALFORMED_BODY`, `INVALID_BODY`, `BODY_CUT_OFF`'),
    401: callbackOperation.responses[401],
    404: problem('`NOT_FOUND`: no request was handed to this run, or its acceptance is still being stored: try again'),
    408: callbackOperation.responses[408],
    409: callbackOperation.responses[409],
    413: callbackOperation.responses[413],
    422: problem('`NOT_A_FAILURE`'),
  },
};

const mediaOperation = (method: 'get' | 'head') => ({
  operationId: `${method}Picture`,
  summary: method === 'get' ? 'A picture, for the viewer its link was made for' : 'As GET, without the bytes',
  description:
    'Links come from GraphQL. They open only with a live session of the viewer they name, until they expire.',
  security: [{ session: [] }],
  parameters: [
    path('imageId', uuid),
    path('variant', { enum: ['thumbnail', 'display', 'original'] }),
    query('viewer', 'Account id', uuid),
    query('expires', 'Unix seconds', { type: 'integer' }),
    query('signature', 'Of the link'),
  ],
  responses: {
    200: { description: 'The whole picture', content: { ...picture, 'image/avif': {} } },
    206: { description: 'The range asked for', content: { ...picture, 'image/avif': {} } },
    302: { description: 'A short-lived link to the store' },
    304: { description: 'The copy in hand is current' },
    404: problem('Whatever is wrong with the link'),
    416: problem('`RANGE_NOT_SATISFIABLE`'),
  },
});

const plain = (operationId: string, summary: string, contentType = 'application/json') => ({
  get: { operationId, summary, responses: { 200: { description: 'OK', content: { [contentType]: {} } } } },
});

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'InfluenceGen: pictures in and out',
    version: '1',
    description: 'What is not GraphQL. The contract with image engines, with examples, is docs/image-contract.md.',
  },
  paths: {
    '/callbacks/images/{requestId}': { post: callbackOperation },
    '/callbacks/executions/{executionId}': { post: executionOperation },
    '/media/{imageId}/{variant}': { get: mediaOperation('get'), head: mediaOperation('head') },
    '/healthz': plain('live', 'This process runs'),
    '/readyz': {
      get: {
        operationId: 'ready',
        summary: 'What this process needs works, and which process it is',
        responses: {
          200: { description: 'Ready', content: json({}) },
          503: { description: 'Not ready', content: json({}) },
        },
      },
    },
    '/metrics': {
      get: {
        operationId: 'metrics',
        summary: 'Figures in Prometheus text form',
        security: [{ metricsToken: [] }, {}],
        responses: {
          200: { description: 'OK', content: { 'text/plain': {} } },
          401: problem('`UNAUTHENTICATED`'),
        },
      },
    },
    '/openapi.json': plain('describe', 'This document'),
  },
  components: {
    schemas: {
      Callback: callbackSchema,
      Problem: {
        type: 'object',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['code', 'message', 'requestId'],
            properties: {
              code: { type: 'string', description: 'Stable; for programs.' },
              message: { type: 'string' },
              requestId: { type: 'string', description: 'Of this HTTP request, as in the logs.' },
            },
          },
        },
      },
    },
    securitySchemes: {
      callbackSignature: { type: 'apiKey', in: 'header', name: 'x-influencegen-signature' },
      session: { type: 'http', scheme: 'bearer', description: 'Or the cookie of either app.' },
      metricsToken: { type: 'http', scheme: 'bearer', description: 'When METRICS_TOKEN is set.' },
    },
  },
};

/** GET /openapi.json */
export function openApiRoute(): Route {
  const text = Buffer.from(JSON.stringify(openApi));
  return {
    name: 'openapi',
    methods: ['GET', 'HEAD'],
    path: /^\/openapi\.json$/,
    async handle(_req, res) {
      res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': text.length });
      res.end(text);
    },
  };
}
