import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { encodePng } from '../../src/imaging/engine-embedded/png.ts';
import { freePort } from '../../test/free-port.ts';

/** A stand-in that honours the REST contract of one AI service and refuses what the real one would refuse. */
export interface AiService {
  url: string;
  /** Every order to draw, as it came. */
  orders: Record<string, unknown>[];
  /** Orders that somebody asked to stop. */
  stopped: string[];
  /** From now on: draw, refuse every order, or never finish. */
  mood: 'draws' | 'refuses' | 'dawdles';
  /** The process is gone; the address stays. */
  down(): Promise<void>;
  up(): Promise<void>;
}

export const aiServiceKey = 'a-key-of-the-ai-service';

interface Answer {
  status?: number;
  json?: unknown;
  png?: Buffer;
}

type Handler = (request: { url: URL; method: string; req: IncomingMessage; body: Buffer }) => Promise<Answer> | Answer;

async function serve(handlerOf: (service: AiService) => Handler): Promise<AiService> {
  const port = await freePort();
  let server: Server | undefined;
  const service: AiService = {
    url: `http://127.0.0.1:${port}`,
    orders: [],
    stopped: [],
    mood: 'draws',
    async down() {
      server?.closeAllConnections();
      server?.close();
      if (server) await once(server, 'close');
      server = undefined;
    },
    async up() {
      server = createServer((req, res) => void answer(req, res));
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
  const handler = handlerOf(service);
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req);
    const url = new URL(req.url ?? '/', service.url);
    const { status = 200, json, png } = await handler({ url, method: req.method ?? '', req, body });
    res.writeHead(status, { 'content-type': png ? 'image/png' : 'application/json' });
    res.end(png ?? JSON.stringify(json));
  }
  await service.up();
  return service;
}

/** A flat picture; another seed, another colour. */
export function picture(seed: number, width = 64, height = 64): Buffer {
  const rgb = new Uint8Array(width * height * 3).map((_, i) => (seed * 37 + (i % 3) * 80 + i / width) % 256);
  return encodePng(rgb, width, height, { text: { Software: 'stand-in' }, xmp: '' });
}

const asJson = (body: Buffer): Record<string, unknown> => JSON.parse(body.toString('utf8')) as Record<string, unknown>;
const notFound: Answer = { status: 404, json: { detail: 'Not Found' } };

interface GraphNode {
  class_type: string;
  inputs: Record<string, unknown>;
}

const graphInputs: Record<string, string[]> = {
  UNETLoader: ['unet_name', 'weight_dtype'],
  DualCLIPLoader: ['clip_name1', 'clip_name2', 'type'],
  VAELoader: ['vae_name'],
  CLIPTextEncode: ['text', 'clip'],
  FluxGuidance: ['guidance', 'conditioning'],
  EmptySD3LatentImage: ['width', 'height', 'batch_size'],
  LoraLoaderModelOnly: ['model', 'lora_name', 'strength_model'],
  KSampler: [
    'model',
    'positive',
    'negative',
    'latent_image',
    'seed',
    'steps',
    'cfg',
    'sampler_name',
    'scheduler',
    'denoise',
  ],
  VAEDecode: ['samples', 'vae'],
  SaveImage: ['images', 'filename_prefix'],
};

/** What ComfyUI checks before it takes a prompt: known nodes, all inputs, links that lead somewhere. */
function graphProblem(graph: Record<string, GraphNode>): string | null {
  for (const [id, { class_type, inputs }] of Object.entries(graph)) {
    const required = graphInputs[class_type];
    if (!required) return `Node ${id}: ${class_type} does not exist`;
    for (const name of required) {
      const value = inputs[name];
      if (value === undefined || value === null) return `Node ${id}: required input ${name} is missing`;
      if (Array.isArray(value) && graph[String(value[0])] === undefined) return `Node ${id}: ${name} leads nowhere`;
    }
  }
  return Object.values(graph).some(({ class_type }) => class_type === 'SaveImage') ? null : 'Prompt has no outputs';
}

export const comfyui = (): Promise<AiService> =>
  serve((service) => {
    const looks = new Map<string, number>();
    const graphs = new Map<string, Record<string, GraphNode>>();
    return ({ url, method, body }) => {
      if (method === 'POST' && url.pathname === '/prompt') {
        const order = asJson(body);
        const graph = order['prompt'] as Record<string, GraphNode>;
        const problem = service.mood === 'refuses' ? 'Prompt outputs failed validation' : graphProblem(graph);
        if (problem !== null)
          return { status: 400, json: { error: { type: 'invalid', message: problem }, node_errors: {} } };
        service.orders.push(order);
        const id = randomUUID();
        graphs.set(id, graph);
        return { json: { prompt_id: id, number: graphs.size, node_errors: {} } };
      }
      const history = /^\/history\/(.+)$/.exec(url.pathname);
      if (method === 'GET' && history) {
        const id = history[1] ?? '';
        const graph = graphs.get(id);
        const look = (looks.get(id) ?? 0) + 1;
        looks.set(id, look);
        if (!graph || look < 2 || service.mood === 'dawdles') return { json: {} };
        const latent = Object.values(graph).find(({ class_type }) => class_type === 'EmptySD3LatentImage');
        const images = Array.from({ length: Number(latent?.inputs['batch_size']) }, (_, i) => ({
          filename: `${id}_${i}.png`,
          subfolder: '',
          type: 'output',
        }));
        return {
          json: { [id]: { status: { status_str: 'success', completed: true }, outputs: { save: { images } } } },
        };
      }
      if (method === 'GET' && url.pathname === '/view') {
        const index = /_(\d+)\.png$/.exec(url.searchParams.get('filename') ?? '');
        return index ? { png: picture(Number(index[1])) } : notFound;
      }
      if (method === 'POST' && (url.pathname === '/queue' || url.pathname === '/interrupt')) {
        const { delete: waiting, prompt_id: running } = asJson(body);
        service.stopped.push(...(Array.isArray(waiting) ? waiting.map(String) : [String(running)]));
        return { json: {} };
      }
      return notFound;
    };
  });

export const automatic1111 = (): Promise<AiService> =>
  serve((service) => {
    let current: { task: string; done: number; end: PromiseWithResolvers<void> } | null = null;
    return async ({ url, method, body }) => {
      if (method === 'POST' && url.pathname === '/sdapi/v1/txt2img') {
        const order = asJson(body);
        if (service.mood === 'refuses')
          return { status: 500, json: { error: 'OutOfMemoryError', detail: '', errors: 'CUDA out of memory' } };
        if (typeof order['prompt'] !== 'string' || typeof order['steps'] !== 'number')
          return { status: 422, json: { detail: [{ loc: ['body', 'prompt'], msg: 'field required' }] } };
        service.orders.push(order);
        current = { task: String(order['force_task_id']), done: 0, end: Promise.withResolvers() };
        await current.end.promise;
        const seed = Number(order['seed']);
        const images = Array.from({ length: Number(order['batch_size']) }, (_, i) =>
          picture(seed + i).toString('base64'),
        );
        current = null;
        return { json: { images, parameters: order, info: '{}' } };
      }
      if (method === 'GET' && url.pathname === '/sdapi/v1/progress') {
        const shown = current;
        // Draws while somebody watches: half a picture a look.
        if (shown && service.mood !== 'dawdles') {
          shown.done += 0.5;
          if (shown.done >= 1) shown.end.resolve();
        }
        return {
          json: {
            progress: Math.min(0.95, shown?.done ?? 0),
            eta_relative: 1,
            state: { job_count: shown ? 1 : 0 },
            current_image: null,
            textinfo: null,
            current_task: shown?.task ?? null,
          },
        };
      }
      if (method === 'POST' && url.pathname === '/sdapi/v1/interrupt') {
        if (current) service.stopped.push(current.task);
        current?.end.resolve();
        return { json: {} };
      }
      return notFound;
    };
  });

const hasKey = (req: IncomingMessage): boolean => req.headers.authorization === `Bearer ${aiServiceKey}`;

export const replicate = (): Promise<AiService> =>
  serve((service) => {
    const predictions = new Map<string, { order: Record<string, unknown>; looks: number; canceled: boolean }>();
    return ({ url, method, req, body }) => {
      const file = /^\/files\/(\d+)\.png$/.exec(url.pathname);
      if (method === 'GET' && file) return { png: picture(Number(file[1])) };
      if (!hasKey(req))
        return { status: 401, json: { title: 'Unauthenticated', detail: 'You did not pass a valid token' } };
      const described = (id: string): Answer => {
        const prediction = predictions.get(id);
        if (!prediction) return { status: 404, json: { detail: 'The requested resource could not be found.' } };
        const input = prediction.order['input'] as Record<string, unknown>;
        const drawing = prediction.looks < 2 || service.mood === 'dawdles';
        const status = prediction.canceled
          ? 'canceled'
          : service.mood === 'refuses'
            ? 'failed'
            : drawing
              ? 'processing'
              : 'succeeded';
        return {
          json: {
            id,
            status: prediction.looks === 0 ? 'starting' : status,
            error: status === 'failed' ? 'NSFW content detected' : null,
            logs: `Using seed: 1\n${prediction.looks * 25}%|██▌       | 7/28`,
            output:
              status === 'succeeded'
                ? Array.from(
                    { length: Number(input['num_outputs']) },
                    (_, i) => `${service.url}/files/${Number(input['seed']) + i}.png`,
                  )
                : null,
            urls: { get: `${service.url}/v1/predictions/${id}`, cancel: `${service.url}/v1/predictions/${id}/cancel` },
          },
        };
      };
      if (method === 'POST' && url.pathname === '/v1/predictions') {
        const order = asJson(body);
        const input = order['input'] as Record<string, unknown> | undefined;
        if (typeof order['version'] !== 'string' || typeof input?.['prompt'] !== 'string')
          return {
            status: 422,
            json: { title: 'Input validation failed', detail: 'version and input.prompt are required' },
          };
        service.orders.push(order);
        const id = randomUUID();
        predictions.set(id, { order, looks: 0, canceled: false });
        return { ...described(id), status: 201 };
      }
      const one = /^\/v1\/predictions\/([^/]+)(\/cancel)?$/.exec(url.pathname);
      const prediction = predictions.get(one?.[1] ?? '');
      if (one?.[2] && prediction) {
        prediction.canceled = true;
        service.stopped.push(one[1]!);
      } else if (prediction) prediction.looks += 1;
      return described(one?.[1] ?? '');
    };
  });

export const stability = (): Promise<AiService> =>
  serve((service) => async ({ url, method, req, body }) => {
    if (method !== 'POST' || !url.pathname.startsWith('/v2beta/stable-image/generate/')) return notFound;
    if (!hasKey(req))
      return { status: 401, json: { id: '1', name: 'unauthorized', errors: ['missing authorization header'] } };
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': req.headers['content-type'] ?? '' },
    }).formData();
    const order = Object.fromEntries(form);
    if (typeof order['prompt'] !== 'string' || order['prompt'] === '')
      return { status: 400, json: { id: '1', name: 'bad_request', errors: ['prompt: required'] } };
    if (service.mood === 'refuses')
      return { status: 403, json: { id: '1', name: 'content_moderation', errors: ['Your request was flagged'] } };
    service.orders.push(order);
    return { png: picture(Number(order['seed'])) };
  });
