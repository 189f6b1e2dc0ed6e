/** What an engine is asked for. The JSON of docs/image-contract.md, and the same for every engine. */
export interface ImageOrder {
  requestId: string;
  prompt: string;
  negativePrompt: string;
  width: number;
  height: number;
  seed: number;
  steps: number;
  cfgScale: number;
  style: string;
  loras: { model: string; weight: number }[];
  count: number;
  /** Where progress and pictures are to be posted. */
  callbackUrl: string;
  /** W3C trace context; the engine sends it back. */
  traceparent: string;
}

/** The port behind which n8n and the embedded engine stand. */
export interface ImageOrchestrator {
  readonly engine: 'EMBEDDED' | 'N8N';
  /**
   * Hands the order over and returns the engine's own id of the run. Safe to repeat: an engine may see an order twice.
   * Throws `DispatchError` when the engine did not accept.
   */
  submit(order: ImageOrder, signal: AbortSignal): Promise<{ executionId: string }>;
  /** Best effort: tells the engine that nobody waits any more. Never throws. */
  cancel(requestId: string, executionId: string | null): Promise<void>;
}

/** The engine did not accept an order. `permanent`: trying again cannot help (a refused credential, a bad order). */
export class DispatchError extends Error {
  constructor(
    message: string,
    readonly permanent: boolean,
  ) {
    super(message);
  }
}
