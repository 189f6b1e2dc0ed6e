import type { ImageOrder } from './image-orchestrator.ts';
import type { ImageRequest } from './image-request.entity.ts';

/** `callbackBaseUrl` has no trailing slash. */
export const orderOf = (request: ImageRequest, callbackBaseUrl: string): ImageOrder => ({
  requestId: request.id,
  prompt: request.prompt,
  negativePrompt: request.negativePrompt,
  width: request.width,
  height: request.height,
  seed: request.seed,
  steps: request.steps,
  cfgScale: request.cfgScale,
  style: request.style,
  loras: request.loras,
  count: request.count,
  callbackUrl: `${callbackBaseUrl}/callbacks/images/${request.id}`,
  traceparent: request.traceparent,
});
